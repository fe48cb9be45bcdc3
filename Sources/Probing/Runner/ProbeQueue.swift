import DequeModule
import Primitives

/// The probes that are due but not yet asked, and those under way.
///
/// Who does not answer holds a place until the deadline. So what answered its last poll never waits
/// behind what did not, or was never asked: each kind has places of its own.
struct ProbeQueue {
    /// A probe and the moment at which it was due.
    typealias Item = (probe: ScheduledProbe, due: Timestamp)

    private struct Key: Hashable {
        var node: NodeID
        var index: Int

        init(_ probe: ScheduledProbe) { (node, index) = (probe.node, probe.index) }

        init(_ observation: Observation) {
            (node, index) = (observation.node, observation.probeIndex)
        }
    }

    /// The probes of one kind, the one due first in front.
    private struct Line {
        var waiting: Deque<Item> = []
        var running = 0
        let limit: Int

        mutating func next() -> Item? {
            guard running < limit, let item = waiting.popFirst() else { return nil }
            running += 1
            return item
        }
    }

    /// How many places a fleet's doubtful probes have for each place of the others: they only wait,
    /// and an outage of many must be noticed, and found over, within a round or two.
    static let doubtfulFactor = 8

    private var answering: Line
    private var doubtful: Line
    private var pending: Set<Key> = []
    /// The probes whose last poll brought an answer.
    private var answered: Set<Key> = []
    /// The probes whose last poll brought no answer at all.
    private var silent: Set<Key> = []
    /// The probes under way that hold a place of the doubtful.
    private var held: Set<Key> = []

    /// A queue with this many places for probes that answer.
    init(limit: Int) {
        answering = Line(limit: limit)
        doubtful = Line(limit: limit * Self.doubtfulFactor)
    }

    /// Adds probes, except those that wait or run already.
    mutating func add(_ due: [Item]) {
        for item in due {
            let key = Key(item.probe)
            guard pending.insert(key).inserted else { continue }
            if answered.contains(key) {
                answering.waiting.append(item)
            } else {
                doubtful.waiting.append(item)
            }
        }
    }

    /// The next probe that may start; nil while as many run as may.
    mutating func next() -> Item? {
        if let item = answering.next() { return item }
        guard let item = doubtful.next() else { return nil }
        held.insert(Key(item.probe))
        return item
    }

    /// Takes the end of a poll into account; whether the probe just fell silent.
    mutating func finish(_ observation: Observation) -> Bool {
        let key = Key(observation)
        pending.remove(key)
        if held.remove(key) != nil { doubtful.running -= 1 } else { answering.running -= 1 }
        if observation.latency != nil { answered.insert(key) } else { answered.remove(key) }
        guard observation.latency == nil, !observation.isBlind else {
            silent.remove(key)
            return false
        }
        return silent.insert(key).inserted
    }
}
