package import IncidentCore

/// One probe of a fleet, ready to be asked.
package struct ScheduledProbe: Equatable, Sendable {
    /// The node asked.
    package var node: NodeID
    /// The place of the probe among those of the node.
    package var index: Int
    /// What is asked.
    package var spec: ProbeSpec

    /// A probe of this node.
    package init(node: NodeID, index: Int, spec: ProbeSpec) {
        self.node = node
        self.index = index
        self.spec = spec
    }
}

/// When each probe of a fleet is due; a value that knows no clock.
///
/// First polls are spread evenly, in the order of the fleet, over the interval or two seconds,
/// whichever is shorter. Later ones come every interval, 5 % sooner or later at random, so that
/// the nodes are not all asked at the same moment for ever.
package struct ProbeSchedule: Sendable {
    private struct Entry {
        var probe: ScheduledProbe
        var due: Timestamp
    }

    private var entries: [Entry] = []
    private var random: SeededGenerator
    private let interval: Duration

    private static let firstRound = Duration.seconds(2)
    private static let jitter = 0.05
    /// No probe is due more often than this, whatever the fleet file says.
    private static let shortestInterval = Duration.milliseconds(10)

    /// The schedule of all probes of a fleet; the same seed gives the same moments.
    package init(fleet: Fleet, seed: UInt64, start: Timestamp) {
        random = SeededGenerator(seed: seed)
        interval = fleet.polling.interval
        let probes = fleet.scheduledProbes
        let spread = min(max(interval, Self.shortestInterval), Self.firstRound)
        for (place, probe) in probes.enumerated() {
            entries.append(Entry(probe: probe, due: start + spread * place / probes.count))
        }
    }

    /// When the next probe is due; nil for a fleet without probes.
    package var nextDue: Timestamp? { entries.lazy.map(\.due).min() }

    /// The probes due by now, those due first in front; each is scheduled anew.
    ///
    /// A probe that is late by several intervals is due once, not several times.
    package mutating func takeDue(at now: Timestamp) -> [ScheduledProbe] {
        let due = entries.indices.filter { entries[$0].due <= now }
            .sorted { (entries[$0].due, $0) < (entries[$1].due, $1) }
        for index in due {
            let span = nextSpan(of: entries[index].probe)
            let next = entries[index].due + span
            entries[index].due = next > now ? next : now + span
        }
        return due.map { entries[$0].probe }
    }

    private mutating func nextSpan(of probe: ScheduledProbe) -> Duration {
        max(probe.spec.interval ?? interval, Self.shortestInterval)
            * Double.random(in: 1 - Self.jitter...1 + Self.jitter, using: &random)
    }
}

extension Fleet {
    /// Every probe of every node, in the order of the fleet file.
    package var scheduledProbes: [ScheduledProbe] {
        nodes.flatMap { node in
            node.probes.enumerated().map {
                ScheduledProbe(node: node.id, index: $0.offset, spec: completed($0.element))
            }
        }
    }
}
