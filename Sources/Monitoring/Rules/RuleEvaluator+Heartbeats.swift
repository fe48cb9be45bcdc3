import FleetModel
import Primitives
import IncidentLog

/// What the watch finds about those who must call in.
extension RuleEvaluator {
    private static let heartbeatRule = "heartbeat"

    /// A heartbeat that did not come in its time, or that told of a failure.
    ///
    /// Its grace has passed by then, so it is told at once; so is that it came again.
    mutating func heartbeatJudgements(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Judgement] {
        agenda.places.compactMap { place in
            let node = fleet.nodes[place]
            guard node.callsIn, let polls = readings.nodes[node.id]?.polls else { return nil }
            let known = polls.filter { index, _ in node.heartbeat(index) != nil }
            guard !known.isEmpty else { return nil }
            let limit = fleet.polling.staleAfter
            let missing = known.sorted { $0.key < $1.key }.filter { _, poll in
                poll.isFresh(at: now, within: limit) && poll.problems.contains(where: \.isFault)
            }
            let isComplete = known.values.allSatisfy { $0.isFresh(at: now, within: limit) }
            let words = missing.flatMap { index, poll in
                poll.problems.filter(\.isFault).map { node.words(for: $0, ofProbe: index) }
            }
            let id = SignalID("\(Self.heartbeatRule)/\(node.id)")
            let priorities = missing.compactMap { node.heartbeat($0.key)?.priority }
            let truth: Evaluation.Truth =
                missing.isEmpty ? (isComplete ? .fails : .unknown) : .holds
            return judgement(id, truth, hold: .zero, of: place, log: log, at: now) {
                Finding(
                    id: id,
                    kind: .probe,
                    priority: priorities.min() ?? .warning,
                    text: "\(node.id): " + words.prefix(3).joined(separator: "; "),
                    nodes: [node.id],
                    since: now,
                    evidence: words.count > 1 ? words : [],
                    meaning: "what should have called did not run, did not end well, or cannot "
                        + "reach this machine"
                )
            }
        }
    }
}
