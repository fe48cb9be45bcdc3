import Glibc
import Monitoring
package import Primitives

/// Finds a chain that makes blocks, but fewer than it did: slots are missed all over the network.
///
/// A cumulative sum over missed and filled slots sees what no rule on standing heads does. Only
/// chains with slots are judged.
package struct SlowProduction: Sendable {
    private var head: (height: Double, at: Timestamp)?
    private var pace: BlockPace
    private var sum = 0.0
    private var since: Timestamp?
    private(set) var latch = HoldState()

    /// The sum from which on slots are missed far too often, and that at which it is over.
    private static let limit = 12.5
    /// The share of missed slots that is looked for, at least.
    private static let slowShare = 0.35
    /// Heads of large fleets are told at every moment; a look now and then sees as much.
    private static let spacing = Duration.seconds(5)

    /// A chain of whose pace nothing is known at first but its slot, if that is given.
    ///
    /// - Parameter isSteady: Whether it is of a kind that has slots as a rule.
    package init(slot: Duration? = nil, isSteady: Bool = true) {
        pace = BlockPace(given: slot.map(\.inSeconds), isSteady: isSteady)
    }

    /// Whether blocks are found to come too slowly; nil while the pace is not known.
    package var isSlow: Bool? {
        switch latch.outcome {
        case .unknown: nil
        case .calm: false
        case .stands: true
        }
    }

    /// Begins anew where the chain was not watched for a while: that says nothing of it.
    package mutating func pause() { head = nil }

    /// Takes the head of the chain at a moment into account.
    package mutating func observe(height: Double, at now: Timestamp) {
        // A head that goes back was never the chain's, or the clock was set: both begin anew.
        guard let before = head, height >= before.height, now >= before.at else {
            head = (height, now)
            return
        }
        guard now - before.at >= Self.spacing else { return }
        head = (height, now)
        advance(blocks: height - before.height, from: before.at, to: now)
        latch.observe(truth, at: now, hold: .zero)
        if let since { latch.date(from: since) }
    }

    private var truth: Evaluation.Truth {
        guard pace.slot != nil else { return .unknown }
        return latch.truth(raises: sum > Self.limit, clears: sum < Self.limit / 4)
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
        let slow = max(Self.slowShare, 4 * missed)
        let gain = log(slow / missed)
        let loss = log((1 - slow) / (1 - missed))
        sum = min(2 * Self.limit, max(0, sum + (slots - blocks) * gain + blocks * loss))
        if sum == 0 { since = nil } else if since == nil { since = from }
        // What is too slow must not teach that slow is usual.
        if sum > Self.limit || latch.isStanding && sum >= Self.limit / 4 {
            pace.skip()
        } else {
            pace.add(blocks: blocks, from: from, to: to)
        }
    }

    /// The words about it.
    ///
    /// - Parameter node: The only node that tells of the chain; nil where several do.
    func account(of name: String, node: NodeID?) -> FindingText {
        let missed = pace.missedShare ?? 0
        let usual = pace.slot.map { NumberText.fixed(60 / $0 * (1 - missed), decimals: 1) } ?? "?"
        let height = head.map { ["height \(NumberText.brief($0.height))"] } ?? []
        let place = node.map { "on \($0)" } ?? "on \(name)"
        return FindingText(
            text: "blocks come too slowly \(place): far fewer than the usual \(usual) a minute",
            evidence: [
                "sum of missed slots \(NumberText.fixed(sum, decimals: 0)), "
                    + "limit \(NumberText.fixed(Self.limit, decimals: 0))",
                "slots of \(NumberText.fixed(pace.slot ?? 0, decimals: 1)) s, of which "
                    + "\(NumberText.fixed(100 * missed, decimals: 0)) % are missed as a rule",
            ] + height,
            meaning: node == nil
                ? nil
                : "many producers are away or cut off, or this node hears of blocks late: no other "
                    + "node to compare it with"
        )
    }
}

/// How fast a chain usually makes blocks, learned over a day.
struct BlockPace: Equatable, Sendable {
    /// A chain is looked at in windows of ten minutes.
    private static let window: Duration = .seconds(600)
    private static let windows = 144

    /// The slots of chains in use, in seconds.
    private static let slots = [12.0, 6, 4, 3, 2, 1]
    /// The share of slots that may be missed as a rule.
    private static let believed = 0.02...0.15
    /// More blocks a second are imported rather than made.
    private static let fastest = 1.1

    /// The slot that the fleet file gives, in seconds.
    private let given: Double?
    private let enough: Int
    private var rates = BinRing(capacity: BlockPace.windows)
    private var number = 0
    private var blocks = 0.0
    private var seconds = 0.0
    /// The length of a slot in seconds; nil while it is not known, or where there are none.
    private(set) var slot: Double?
    /// The share of slots that is missed as a rule, from 0.02 to 0.15.
    private(set) var missedShare: Double?

    init(given: Double?, isSteady: Bool) {
        self.given = given
        // Few counts of blocks at random moments may look steady by chance.
        enough = isSteady || given != nil ? 6 : 24
    }

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
        guard values.count >= enough, let rate = RobustStatistics.median(values), rate > 0,
            let spread = RobustStatistics.deviation(values, around: rate)
        else { return }
        let reach = max(3 * spread, 3 * (0.05 * rate / Self.window.inSeconds).squareRoot())
        let squares = values.map { value in
            let distance = min(abs(value - rate), reach)
            return distance * distance
        }
        let variance = squares.reduce(0, +) / Double(values.count)
        let share = variance * Self.window.inSeconds / rate
        guard given != nil || share < 0.35 && rate < Self.fastest else {
            slot = nil
            missedShare = nil
            return
        }
        // The slot itself tells the share far better than how much counts waver.
        let known =
            given
            ?? Self.slots.first { (-0.01...Self.believed.upperBound).contains(1 - rate * $0) }
        // A share taken too small gives false alarms, one too large only takes a little longer:
        // the error of the median is added.
        let slots = Double(values.count) * Self.window.inSeconds * rate
        var seen = known.map { 1 - rate * $0 + 1.25 * (0.05 / slots).squareRoot() } ?? share
        if values.count < 36 { seen = known == nil ? 0.05 : max(seen, 0.05) }
        let missed = min(max(seen, Self.believed.lowerBound), Self.believed.upperBound)
        missedShare = missed
        slot = known ?? (1 - missed) / rate
    }
}
