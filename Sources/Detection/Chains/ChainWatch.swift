import FleetModel
import Monitoring
import Primitives

/// The nodes of a fleet that follow one chain, and the chain itself: stalls and lags of each, and
/// of all at once.
struct ChainWatch: Sendable {
    /// The chain's name for a person.
    let name: String
    private(set) var members: [Int] = []
    private var pace: BlockRate
    private var lastAdvance: Timestamp?
    private var lastFinality: Timestamp?
    private var newestAt: Timestamp?

    private var stall = HoldState()
    private var finalityStall = HoldState()
    private var finalityLag = HoldState()
    private(set) var slow: SlowProduction
    /// The head that counts: that of the second highest node where there are enough of them, so
    /// that no single node can invent one.
    private var reference: Double?
    /// The highest head, which shows whether anybody advances.
    private var highest: Double?
    private var finalReference: Double?
    private var freshCount = 0
    private var sure: Bool

    /// The head of this many nodes tells that a chain goes on even when another node claims more.
    private static let witnesses = 3
    /// So many blocks of others without one of its own prove that a node stands; a node only
    /// hears late of one or two.
    private static let fewestBlocks = 3.0
    private static let mostBlocks = 6.0
    private static let timeoutWithImport = Duration.seconds(900)

    /// - Parameter isKnownKind: Whether it is a chain of steady slots from the first minute on.
    init(name: String, slot: Duration?, isKnownKind: Bool) {
        self.name = name
        pace = BlockRate(slot: slot, isSteady: isKnownKind)
        slow = SlowProduction(slot: slot, isSteady: isKnownKind)
        sure = isKnownKind || slot != nil
    }

    mutating func add(_ node: Int) { members.append(node) }
    mutating func remove(_ node: Int) { members.removeAll { $0 == node } }

    /// Begins anew where nothing was watched for a while.
    mutating func pause() {
        pace.pause()
        slow.pause()
        lastAdvance = nil
        lastFinality = nil
    }

    /// Takes stock of all members after some of them gave news.
    mutating func take(_ halves: [ChainHalf], at now: Timestamp) {
        var heads = Top()
        var finals = Top()
        var isAtHead = false
        for member in members {
            let half = halves[member]
            guard let best = half.best, now - best.at <= Polling.staleAfter(half.interval) else {
                continue
            }
            if !half.isSyncing { isAtHead = true }
            heads.add(best.height, grownAt: best.hasGrown ? best.changedAt : nil, at: best.at)
            if let final = half.finalized {
                finals.add(
                    final.height,
                    grownAt: final.hasGrown ? final.changedAt : nil,
                    at: final.at
                )
            }
        }
        freshCount = heads.count
        reference = heads.trusted(Self.witnesses)
        highest = heads.count == 0 ? nil : heads.first
        finalReference = finals.count == 0 ? nil : finals.first
        newestAt = heads.newest ?? newestAt
        lastAdvance = Self.later(lastAdvance, heads.grownAt) ?? heads.newest
        lastFinality = Self.later(lastFinality, finals.grownAt) ?? finals.newest
        // While all are catching up, they show how fast they import, not how fast the chain is.
        guard isAtHead, let reference, let newest = heads.newest else {
            pace.pause()
            slow.pause()
            return
        }
        pace.observe(height: reference, at: newest)
        slow.observe(height: reference, at: newest)
    }

    private static func later(_ one: Timestamp?, _ other: Timestamp?) -> Timestamp? {
        guard let one, let other else { return one ?? other }
        return max(one, other)
    }

    /// The two highest of some heights, and the newest moments.
    private struct Top {
        var count = 0
        var first = -Double.infinity
        var second = -Double.infinity
        var newest: Timestamp?
        var grownAt: Timestamp?

        mutating func add(_ height: Double, grownAt: Timestamp?, at: Timestamp) {
            count += 1
            if height > first {
                second = first
                first = height
            } else if height > second {
                second = height
            }
            newest = max(newest ?? at, at)
            if let grownAt { self.grownAt = max(self.grownAt ?? grownAt, grownAt) }
        }

        func trusted(_ witnesses: Int) -> Double? {
            count == 0 ? nil : count >= witnesses ? second : first
        }
    }

    // MARK: One node

    /// Judges one member that gave news; call after `take`.
    func judge(_ half: inout ChainHalf) {
        guard let best = half.best else { return }
        half.reference = highest
        judgeStall(&half, best)
        judgeLag(&half, best)
        if let final = half.finalized { judgeFinality(&half, best, final) }
        // What a head that stands brings with it is judged anew once it goes on.
        guard half.stall.isStanding else { return }
        half.lagging = HoldState()
        half.finalityStall = HoldState()
        half.finalityLagging = HoldState()
    }

    private func judgeStall(_ half: inout ChainHalf, _ best: HeadHistory) {
        guard freshCount > 1, let highest, !half.isFreshlyStarted else {
            observeAlone(&half, best)
            return
        }
        let ahead = highest - best.height
        let slots = Double(pace.timeout?.slots ?? 8)
        let blocks = min(max(slots - 2, Self.fewestBlocks), Self.mostBlocks)
        var span = pace.timeout?.span ?? .zero
        if let seconds = pace.secondsPerBlock {
            span = min(span, .milliseconds(Int64(seconds * Self.mostBlocks * 1000)))
        }
        let hasGrown = best.stood == .zero && best.hasGrown
        let isStuck = ahead >= blocks && best.stood >= span && best.stood > .zero
        half.stall.observe(
            isStuck ? .holds : hasGrown || ahead < 1 ? .fails : .unknown,
            at: best.at,
            hold: .zero
        )
        half.stall.date(from: best.changedAt)
    }

    /// A node with nobody to compare it with: its own chain is all that is known.
    private func observeAlone(_ half: inout ChainHalf, _ best: HeadHistory) {
        guard members.count == 1, !half.isFreshlyStarted, var timeout = timeout(half.interval)
        else {
            half.stall.observe(.unknown, at: best.at, hold: .zero)
            return
        }
        // A node that catches up fetches states and headers for minutes between blocks.
        if half.isSyncing { timeout = max(timeout, Self.timeoutWithImport) }
        half.stall.observe(best.stood >= timeout ? .holds : .fails, at: best.at, hold: .zero)
        half.stall.date(from: best.changedAt)
    }

    private func timeout(_ interval: Duration) -> Duration? {
        if let timeout = pace.timeout { return max(timeout.span, interval * 2) }
        // Eight slots of 12 s: the most patient rule for a chain of steady slots.
        return sure ? max(.seconds(96), interval * 2) : nil
    }

    private func judgeLag(_ half: inout ChainHalf, _ best: HeadHistory) {
        guard freshCount > 1, let reference, let newestAt else { return }
        let seconds = pace.secondsPerBlock ?? 6
        // Others were polled at other moments: what the chain made in between is no lag.
        let gap = max(0, (newestAt - best.at).inSeconds) / seconds
        let lag = max(0, reference - best.height - gap)
        let hold = max(.seconds(120), half.interval * 2)
        let isGrowing = half.keepLag(lag, at: best.at)
        guard !half.isFreshlyStarted else {
            half.lagging.observe(.unknown, at: best.at, hold: hold)
            return
        }
        let limit = max(5, 3 * (half.usualLag.median ?? 0))
        if lag > limit {
            half.lagging.observe(isGrowing ? .holds : .unknown, at: best.at, hold: hold)
        } else {
            half.lagging.observe(.fails, at: best.at, hold: hold, release: half.interval)
            half.usualLag.add(lag, at: best.at)
        }
    }

    /// Finality comes in steps: what counts is a multiple of the usual step and of the timeout
    /// with blocks.
    private func finalityTimeout(_ half: ChainHalf, _ final: HeadHistory) -> Duration? {
        guard let step = final.step, let blocks = timeout(half.interval) else {
            return sure ? .seconds(600) : nil
        }
        return max(.seconds(90), blocks * 2, .milliseconds(Int64(step * 4000)))
    }

    private func judgeFinality(
        _ half: inout ChainHalf,
        _ best: HeadHistory,
        _ final: HeadHistory
    ) {
        let timeout = finalityTimeout(half, final)
        let isCalm = final.stood == .zero && final.hasGrown
        var truth: Evaluation.Truth = isCalm ? .fails : .unknown
        if let timeout, !half.isFreshlyStarted, final.stood >= timeout {
            let others = (finalReference ?? final.height) - final.height
            // One node alone stands for its chain; among several only one behind the others does.
            if members.count == 1 || others >= 2 { truth = .holds }
        }
        half.finalityStall.observe(truth, at: final.at, hold: .zero)
        half.finalityStall.date(from: final.changedAt)

        let lag = max(0, best.height - final.height)
        let hold = max(.seconds(120), half.interval * 2)
        guard !half.isFreshlyStarted, let limit = finalityLimit(half) else {
            if !half.isFreshlyStarted { half.usualFinalityLag.add(lag, at: final.at) }
            half.finalityLagging.observe(.unknown, at: final.at, hold: hold)
            return
        }
        half.finalityLagging.observe(
            lag > limit ? .holds : .fails,
            at: final.at,
            hold: hold,
            release: half.interval
        )
        if lag <= limit { half.usualFinalityLag.add(lag, at: final.at) }
    }

    /// How many blocks may wait for finality; nil while a chain of unknown kind is being learned.
    func finalityLimit(_ half: ChainHalf) -> Double? {
        guard let median = half.usualFinalityLag.median else { return sure ? 10 : nil }
        return max(10, median + 6 * half.usualFinalityLag.spread)
    }

    // MARK: The chain as a whole

    /// Judges the chain as a whole, which only several nodes can tell of.
    mutating func judgeWhole(_ halves: [ChainHalf]) {
        guard members.count > 1, freshCount > 1, let newestAt, let first = members.first else {
            for latch in [\Self.stall, \.finalityStall, \.finalityLag] {
                self[keyPath: latch].observe(
                    .unknown,
                    at: newestAt ?? Timestamp(milliseconds: 0),
                    hold: .zero
                )
            }
            return
        }
        let half = halves[first]
        if let lastAdvance {
            let truth: Evaluation.Truth =
                timeout(half.interval).map { newestAt - lastAdvance >= $0 ? .holds : .fails }
                ?? .unknown
            stall.observe(truth, at: newestAt, hold: .zero)
            stall.date(from: lastAdvance)
        }
        if let lastFinality, let final = half.finalized {
            let truth: Evaluation.Truth =
                finalityTimeout(half, final)
                .map { newestAt - lastFinality >= $0 ? .holds : .fails } ?? .unknown
            finalityStall.observe(truth, at: newestAt, hold: .zero)
            finalityStall.date(from: lastFinality)
        }
        let lagging = members.count { halves[$0].finalityLagging.isStanding }
        finalityLag.observe(
            lagging > 1 && lagging * 2 >= freshCount ? .holds : .fails,
            at: newestAt,
            hold: .zero
        )
    }

    /// Whether the whole chain stands, so that no single node is to blame.
    var isStalled: Bool { stall.isStanding }
    var isFinalityStalled: Bool { finalityStall.isStanding }
    var isFinalityLagging: Bool { finalityLag.isStanding }
    /// Whether the chain has several members, so that something can be said of it as a whole.
    var isShared: Bool { members.count > 1 }
    var secondsPerBlock: Double? { pace.secondsPerBlock }
    var timeoutWithBlocks: (span: Duration, slots: Int)? { pace.timeout }

    func results(half: ChainSide) -> [DetectorResult] {
        guard isShared else { return [] }
        let block = reference.map { "head \(NumberText.brief($0))" } ?? ""
        let final = finalReference.map { "finalized \(NumberText.brief($0))" } ?? ""
        return [
            DetectorResult(half.stall, stall) {
                FindingText(
                    text: "no new block on \(name): none on any of the \(freshCount) nodes that "
                        + "answer",
                    evidence: [block, paceText].filter { !$0.isEmpty },
                    meaning: "the chain itself stands still, or all nodes are cut off from it at "
                        + "once: look at the network they share before looking at one of them"
                )
            },
            DetectorResult(half.finalityStall, finalityStall) {
                FindingText(
                    text: "nothing new finalized on \(name): nothing on any of the "
                        + "\(freshCount) nodes that answer",
                    evidence: [final, block].filter { !$0.isEmpty },
                    meaning: "too few validators vote; blocks are made and may yet be taken back"
                )
            },
            DetectorResult(half.finalityLag, finalityLag) {
                FindingText(
                    text: "finality late on \(name), on most of its nodes",
                    evidence: [final, block].filter { !$0.isEmpty },
                    meaning: "votes arrive late or are missing; not the fault of one node"
                )
            },
        ] + (half == .own ? [slowResult(of: nil)] : [])
    }

    private var paceText: String {
        guard let seconds = pace.secondsPerBlock, let timeout = pace.timeout else { return "" }
        return "a block every \(NumberText.brief(seconds))s before; "
            + "\(timeout.slots) empty slots in a row are no chance"
    }
}

/// The half of a node that a chain belongs to.
enum ChainSide: CaseIterable, Sendable {
    case own, relay

    var stall: Symptom { self == .own ? .stall : .relayStall }
    var finalityStall: Symptom { self == .own ? .finalityStall : .relayFinalityStall }
    var lag: Symptom { self == .own ? .lag : .relayLag }
    var finalityLag: Symptom { self == .own ? .finalityLag : .relayFinalityLag }
    /// What stands before a head of this half.
    var word: String { self == .own ? "" : "relay " }
}
