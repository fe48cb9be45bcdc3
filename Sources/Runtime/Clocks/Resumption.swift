import FleetModel
import Primitives

/// What is still to be heard after a pause before anybody is judged.
struct Resumption: Sendable {
    private struct Key: Hashable {
        let node: NodeID
        let probe: Int
    }

    private let since: Timestamp
    private let end: Timestamp
    private var probes: Set<Key>
    private var sources: Set<Int>

    /// The span over which first polls are spread, and a second look at what is silent.
    private static let round: Duration = .seconds(3)

    /// Every probe and source is to be asked once more, at most for as long as that may take.
    init(_ fleet: Fleet, after pause: WatchBeats.Pause) {
        since = pause.to
        let timeouts = fleet.nodes.flatMap { $0.probes.compactMap(\.timeout) }
        let longest = max(fleet.polling.timeout, timeouts.max() ?? .zero)
        end = since + Self.round + min(longest, .seconds(30))
        probes = Set(
            fleet.nodes.flatMap { node in
                node.probes.indices.map { Key(node: node.id, probe: $0) }
            }
        )
        sources = Set(fleet.sources.indices)
    }

    /// Takes the outcome of polls into account, those that began before the end of the pause not.
    mutating func take(_ observations: [Observation], _ readings: [SourceReading] = []) {
        for poll in observations where poll.at - (poll.latency ?? .zero) >= since {
            probes.remove(Key(node: poll.node, probe: poll.probeIndex))
        }
        for reading in readings where reading.at - reading.latency >= since {
            sources.remove(reading.index)
        }
    }

    /// Whether enough is known to judge.
    func isOver(at now: Timestamp) -> Bool {
        probes.isEmpty && sources.isEmpty || now >= end
    }
}
