package import FleetModel
import IncidentLog
package import Primitives

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
///
/// Moments are those of a calendar of slots, a hundredth of the shortest interval and at most a
/// tenth of a second long: the probes of one slot are asked together, because waking up for each
/// alone costs more than asking it.
package struct ProbeSchedule: Sendable {
    private struct Entry {
        var probe: ScheduledProbe
        var due: Timestamp
        /// The first span as a part of the interval; nil once it is over.
        var firstSpan: Double?
    }

    private var entries: [Entry] = []
    /// The places of entries by the slot that they are due in; one whose entry has another moment
    /// meanwhile stands there in vain.
    private var calendar: [Int64: [Int]] = [:]
    private var random: SeededGenerator
    private let interval: Duration
    /// In milliseconds.
    private let slot: Int64

    private static let firstRound = Duration.seconds(2)
    private static let jitter = 0.05
    private static let longestSlot = Duration.milliseconds(100)
    /// No probe is due more often than this, whatever the fleet file says.
    private static let shortestInterval = Duration.milliseconds(10)

    /// The schedule of all probes of a fleet; the same seed gives the same moments.
    package init(fleet: Fleet, seed: UInt64, start: Timestamp) {
        random = SeededGenerator(seed: seed)
        let usual = fleet.polling.interval
        let probes = fleet.scheduledProbes
        let shortest = probes.map { $0.spec.interval ?? usual }.min() ?? usual
        interval = usual
        slot = min(Self.longestSlot, max(shortest, Self.shortestInterval * 10) / 100).milliseconds
        let spread = min(max(interval, Self.shortestInterval), Self.firstRound)
        for (place, probe) in probes.enumerated() {
            let firstSpan = 0.5 + (Double(place) + 0.5) / Double(probes.count)
            let due = start + spread * place / probes.count
            entries.append(Entry(probe: probe, due: start, firstSpan: firstSpan))
            enter(place, due)
        }
    }

    /// When the next probe is due; nil for a fleet without probes.
    package var nextDue: Timestamp? {
        calendar.keys.min().map { Timestamp(milliseconds: $0 * slot) }
    }

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
        var moments: [(probe: ScheduledProbe, due: Timestamp)] = []
        for key in calendar.keys.filter({ $0 * slot <= now.milliseconds }).sorted() {
            let moment = Timestamp(milliseconds: key * slot)
            for place in calendar.removeValue(forKey: key) ?? [] where entries[place].due == moment
            {
                moments.append((entries[place].probe, moment))
                let span = nextSpan(of: place)
                let next = moment + span
                enter(place, next > now ? next : now + span)
            }
        }
        return moments
    }

    /// How long a silent probe waits for its second chance: long enough for a connection that was
    /// just closed to be accepted again, short enough to tell an outage within a second.
    package static let secondChance = Duration.milliseconds(500)

    /// Asks a probe that just fell silent once more soon.
    package mutating func askAgain(_ node: NodeID, index: Int, at now: Timestamp) {
        let place = entries.firstIndex { $0.probe.node == node && $0.probe.index == index }
        guard let place, entries[place].due > now + Self.secondChance else { return }
        enter(place, now + Self.secondChance)
    }

    /// Enters the moment when a probe is due, in the nearest slot.
    private mutating func enter(_ place: Int, _ moment: Timestamp) {
        let key = (moment.milliseconds + slot / 2) / slot
        entries[place].due = Timestamp(milliseconds: key * slot)
        calendar[key, default: []].append(place)
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
