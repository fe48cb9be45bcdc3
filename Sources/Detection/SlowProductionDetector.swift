package import IncidentCore
import Glibc

/// Finds a chain that makes blocks, but fewer than it did: slots are missed all over the network.
///
/// The head of a chain is the highest that any node of the fleet shows. A cumulative sum over
/// missed and filled slots sees what no rule on standing heads does. Only chains with slots are
/// judged; the judgement is `slow blocks/FLEET`.
package struct SlowProductionDetector: Sendable {
    private let fleet: Fleet
    private let id: SignalID
    private let places: Set<NodeID>
    private var head: (height: Double, at: Timestamp)?
    private var seen: (height: Double, at: Timestamp)?
    private var pace = BlockPace()
    private var sum = 0.0
    private var since: Timestamp?
    private var isStanding = false

    /// The sum from which on slots are missed far too often, and that at which it is over.
    private static let limit = 12.0

    /// A detector for the chain of these nodes.
    package init(fleet: Fleet) {
        self.fleet = fleet
        id = SignalID("slow blocks/\(fleet.name)")
        places = Set(fleet.nodes.map(\.id))
    }

    /// Takes the outcome of one poll into account.
    package mutating func observe(_ observation: Observation) {
        guard places.contains(observation.node) else { return }
        for sample in observation.samples
        where sample.metric == .heightBest && sample.value.isFinite && sample.value >= 0 {
            let height = max(seen?.height ?? 0, sample.value)
            seen = (height, max(seen?.at ?? observation.at, observation.at))
        }
    }

    /// What can be said of the pace of the chain at this moment, if anything.
    package mutating func judge(at now: Timestamp) -> [Judgement] {
        guard let seen, now - seen.at <= fleet.polling.staleAfter else {
            // Nobody was heard of: that says nothing of the chain.
            head = nil
            return []
        }
        guard let before = head else {
            head = seen
            return []
        }
        if seen.at > before.at {
            head = seen
            advance(blocks: seen.height - before.height, from: before.at, to: seen.at)
        }
        guard let slot = pace.slot else { return [] }
        if isStanding { return [.stands(finding(slot: slot))] }
        return [.calm(id)]
    }

    private mutating func advance(blocks: Double, from: Timestamp, to: Timestamp) {
        let span = (to - from).inSeconds
        guard let slot = pace.slot, let missed = pace.missedShare else {
            pace.add(blocks: blocks, from: from, to: to)
            return
        }
        let slots = span / slot
        // Many blocks at once are those of a node that caught up, not of the chain.
        guard blocks <= slots * 3 + 5 else { return }
        let slow = max(0.3, 4 * missed)
        let gain = log(slow / missed)
        let loss = log((1 - slow) / (1 - missed))
        sum = min(2 * Self.limit, max(0, sum + (slots - blocks) * gain + blocks * loss))
        if sum == 0 { since = nil } else if since == nil { since = from }
        if sum > Self.limit { isStanding = true }
        if sum < Self.limit / 4 { isStanding = false }
        // What is too slow must not teach that slow is usual.
        if isStanding { pace.skip() } else { pace.add(blocks: blocks, from: from, to: to) }
    }

    private func finding(slot: Double) -> Finding {
        let usual = NumberText.fixed(60 / slot * (1 - (pace.missedShare ?? 0)), decimals: 1)
        return Finding(
            id: id,
            kind: .stall,
            priority: .critical,
            text: "blocks come too slowly: far fewer than the usual \(usual) a minute",
            nodes: [],
            since: since ?? seen?.at ?? Timestamp(milliseconds: 0),
            evidence: [
                "sum of missed slots \(NumberText.fixed(sum, decimals: 0)), "
                    + "limit \(NumberText.fixed(Self.limit, decimals: 0))",
                "slots of \(NumberText.fixed(slot, decimals: 1)) s, of which "
                    + "\(NumberText.fixed(100 * (pace.missedShare ?? 0), decimals: 0)) % are "
                    + "missed as a rule",
                "height \(NumberText.brief(seen?.height ?? 0))",
            ],
            meaning: "many producers are away or cut off: look at who misses its slots"
        )
    }
}

/// How fast a chain usually makes blocks, learned over a day.
struct BlockPace: Equatable, Sendable {
    /// A chain is looked at in windows of ten minutes.
    private static let window: Duration = .seconds(600)
    private static let windows = 144
    private static let enough = 6

    private var rates = BinRing(capacity: BlockPace.windows)
    private var number = 0
    private var blocks = 0.0
    private var seconds = 0.0
    /// The length of a slot in seconds; nil while it is not known, or where there are none.
    private(set) var slot: Double?
    /// The share of slots that is missed as a rule, from 0.02 to 0.15.
    private(set) var missedShare: Double?

    /// Takes how many blocks came between two moments.
    mutating func add(blocks new: Double, from: Timestamp, to: Timestamp) {
        blocks += new
        seconds += (to - from).inSeconds
        guard seconds >= Self.window.inSeconds else { return }
        number += 1
        rates.append(blocks / seconds, at: number)
        blocks = 0
        seconds = 0
        learn()
    }

    /// Forgets the window that is being filled.
    mutating func skip() {
        blocks = 0
        seconds = 0
    }

    /// Learns the slot from how much the counts waver.
    ///
    /// The variance of a coin's counts is their mean times the share that is missed. Where it is
    /// far more, as with proof of work, there are no slots.
    private mutating func learn() {
        let values = (0..<rates.count).map { Double(rates[back: $0]) }
        guard values.count >= Self.enough, let rate = RobustStatistics.median(values), rate > 0,
            let spread = RobustStatistics.deviation(values, around: rate)
        else { return }
        let reach = max(3 * spread, 3 * (0.05 * rate / Self.window.inSeconds).squareRoot())
        let squares = values.map { value in
            let distance = min(abs(value - rate), reach)
            return distance * distance
        }
        let variance = squares.reduce(0, +) / Double(values.count)
        let share = variance * Self.window.inSeconds / rate
        guard share < 0.35 else {
            slot = nil
            missedShare = nil
            return
        }
        let missed = values.count < 36 ? 0.05 : min(max(share, 0.02), 0.15)
        missedShare = missed
        slot = (1 - missed) / rate
    }
}
