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
/// whichever is shorter, so that a picture is there soon; second ones over a whole interval, so
/// that from then on the load is even. Later ones come every interval, 5 % sooner or later at
/// random. A probe that just fell silent is asked once more soon: a second silence is an outage.
package struct ProbeSchedule: Sendable {
    private struct Entry {
        var probe: ScheduledProbe
        var due: Timestamp
        /// The first span as a part of the interval; nil once it is over.
        var firstSpan: Double?
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
            let due = start + spread * place / probes.count
            let firstSpan = 0.5 + (Double(place) + 0.5) / Double(probes.count)
            entries.append(Entry(probe: probe, due: due, firstSpan: firstSpan))
        }
    }

    /// When the next probe is due; nil for a fleet without probes.
    package var nextDue: Timestamp? { entries.lazy.map(\.due).min() }

    /// The probes due by now, those due first in front; each is scheduled anew.
    ///
    /// A probe that is late by several intervals is due once, not several times.
    package mutating func takeDue(at now: Timestamp) -> [ScheduledProbe] {
        takeDueWithMoments(at: now).map(\.probe)
    }

    /// The same, each with the moment at which it was due.
    mutating func takeDueWithMoments(
        at now: Timestamp
    ) -> [(probe: ScheduledProbe, due: Timestamp)] {
        let due = entries.indices.filter { entries[$0].due <= now }
            .sorted { (entries[$0].due, $0) < (entries[$1].due, $1) }
        let moments = due.map { (entries[$0].probe, entries[$0].due) }
        for index in due {
            let span = nextSpan(of: index)
            let next = entries[index].due + span
            entries[index].due = next > now ? next : now + span
        }
        return moments
    }

    /// How long a silent probe waits for its second chance: long enough for a connection that was
    /// just closed to be accepted again, short enough to tell an outage within a second.
    package static let secondChance = Duration.milliseconds(500)

    /// Asks a probe that just fell silent once more soon.
    package mutating func askAgain(_ node: NodeID, index: Int, at now: Timestamp) {
        guard
            let place = entries.firstIndex(where: {
                $0.probe.node == node && $0.probe.index == index
            })
        else { return }
        entries[place].due = min(entries[place].due, now + Self.secondChance)
    }

    private mutating func nextSpan(of index: Int) -> Duration {
        let usual = max(entries[index].probe.spec.interval ?? interval, Self.shortestInterval)
        if let part = entries[index].firstSpan {
            entries[index].firstSpan = nil
            return usual * part
        }
        return usual * Double.random(in: 1 - Self.jitter...1 + Self.jitter, using: &random)
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
