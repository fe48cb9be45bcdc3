import Glibc
import Primitives

/// The CPU use of one process in bins of five minutes, and how it compares with its past.
struct CPUSeries: Sendable {
    static let span: Duration = .seconds(300)
    /// A day of bins, and the newest hour that is compared with it.
    static let past = 288
    static let newest = 12

    /// Far more CPU than before.
    struct Proof: Equatable, Sendable {
        var isPage: Bool
        let since: Timestamp
        /// How many times what it was.
        var ratio: Double
        /// The cores that the node usually used before.
        let before: Double
        /// The cores in use now.
        var use: Double
        /// How many peers it was held against; none when it was held against its own past only.
        let peers: Int
        /// What showed it.
        var sum: Double
        var rank: Double?
        /// What the ratio to the peers was before a restart, if siblings on other versions showed
        /// it, which need not know the past.
        var baseline: Double?
        /// Since how many bins it stands.
        var bins = 0
    }

    private let expected: Double
    private let longestGap: Duration
    private var fold = BinFold(span: CPUSeries.span)
    private var last: (at: Timestamp, seconds: Double)?
    private var startTime: Double?
    private var settledAt: Timestamp?
    /// The bin of the newest restart.
    private(set) var restartedBin: Int?
    /// The bin of the first of some restarts within an hour: what is older, they did not touch.
    private(set) var cleanBefore: Int?
    private var siblingHits = 0
    /// Logarithms of the cores in use.
    private(set) var use = BinRing(capacity: CPUSeries.past + CPUSeries.newest)
    /// The usual logarithm, slowly followed.
    private(set) var usual: Double?
    private var levels = 0
    /// What the peers do not explain, in logarithms.
    private var ratios = BinRing(capacity: CPUSeries.past + CPUSeries.newest)
    private var sum = 0.0
    private var highBins = 0
    private var usualBins = 0
    /// The newest ratios to the past while a proof stands.
    private var recent: [Double] = []
    private(set) var proof: Proof?

    /// A series of a counter that is read at this interval.
    init(interval: Duration) {
        expected = max(1, Self.span.inSeconds / max(1, interval.inSeconds))
        longestGap = max(interval * 5, .seconds(120))
    }

    /// How many values are kept.
    var storedValues: Int { use.count + ratios.count }

    /// Whether enough is known to say that nothing burns.
    var isJudged: Bool { ratios.count >= Self.newest + Self.leastPast }

    /// When the counter was last read.
    var lastAt: Timestamp? { last?.at }

    private static let leastPast = 36

    /// Takes the start of the process, in seconds since 1970: a new one has to settle first.
    mutating func note(startTime moment: Double, at now: Timestamp) {
        if let startTime, abs(startTime - moment) > 2 { restart(at: now) }
        startTime = moment
    }

    private mutating func restart(at moment: Timestamp) {
        last = nil
        settledAt = moment + .seconds(900)
        let bin = fold.number(of: moment)
        if restartedBin.map({ bin - $0 > Self.newest }) ?? true { cleanBefore = bin }
        restartedBin = bin
        siblingHits = 0
    }

    /// Takes the counter of CPU seconds.
    mutating func add(_ seconds: Double, at moment: Timestamp) {
        defer { last = (moment, seconds) }
        guard let last else { return }
        let span = moment - last.at
        guard span > .zero, span <= longestGap else { return }
        guard seconds >= last.seconds else {
            restart(at: moment)
            return
        }
        let share = (seconds - last.seconds) / span.inSeconds
        guard share <= 4096, settledAt.map({ moment >= $0 }) ?? true else { return }
        if let bin = fold.add(share, at: moment) { keep(bin) }
    }

    /// Ends the bins before the one with this number.
    mutating func end(before number: Int) {
        if let bin = fold.take(before: number) { keep(bin) }
    }

    private mutating func keep(_ bin: BinFold.Bin) {
        guard Double(bin.count) * 2 >= expected.rounded(.down) else { return }
        use.append(log(max(bin.median, 0.001)), at: bin.number)
    }

    /// The logarithm of the use in a bin, and how it lies to the usual one.
    func deviation(in number: Int) -> (use: Double, fromUsual: Double)? {
        guard let newest = use.newest, newest >= number, let usual else { return nil }
        let value = use[back: newest - number]
        return value.isNaN ? nil : (Double(value), Double(value) - usual)
    }

    /// Lets the usual follow the use of a bin, over about a day.
    mutating func follow(_ number: Int) {
        guard let newest = use.newest, newest >= number else { return }
        let value = Double(use[back: newest - number])
        guard !value.isNaN else { return }
        levels = min(levels + 1, Self.past)
        let before = usual ?? value
        let step = levels < 24 ? value - before : min(max(value - before, -0.5), 0.5)
        usual = before + step / Double(levels)
    }

    /// Judges a bin.
    ///
    /// - Parameters:
    ///   - common: What the peers do at the moment, as a logarithm against their usual.
    ///   - peers: How many peers that is; none leaves the node's own past.
    mutating func judge(_ number: Int, common: Double, peers: Int) {
        guard let (use, _) = deviation(in: number) else { return }
        let ratio = use - common
        if let proof, proof.bins < Self.longest {
            judgeStanding(proof, ratio, use: use)
            return
        }
        proof = nil
        ratios.append(ratio, at: number)
        guard isJudged, let past = past() else { return }
        let score = min((ratio - past.middle) / max(past.spread, 0.12), 6)
        sum = min(40, max(0, sum + score - 1.5))
        let newest = newestRatios(peers > 0 ? Self.newest : Self.newest * 2)
        let rise = (RobustStatistics.median(newest) ?? 0) - past.middle
        let half = (RobustStatistics.median(Array(newest.suffix(6))) ?? 0) - past.middle
        // A burst passes within a quarter of an hour; five of the newest six bins outlast it.
        let newestSix = newest.suffix(6).sorted()
        let isSteady = newestSix.count > 1 && newestSix[1] - past.middle > log(1.15)
        let rank = RobustStatistics.mannWhitney(newest, above: past.values) ?? 0
        let isHigh =
            peers > 0
            ? (sum > 22 || (rise > log(1.25) && rank > 3.3)) && half > log(1.25) && isSteady
            : rise > log(1.6) && rank > 4
        highBins = isHigh && hasRisen(by: half / 2) ? highBins + 1 : 0
        guard highBins >= Self.hold else { return }
        highBins = 0
        let first = Int64(number - (peers > 0 ? 5 : 23)) * Self.span.milliseconds
        proof = Proof(
            isPage: false,
            since: Timestamp(milliseconds: first),
            ratio: exp(half),
            before: exp(ownPast ?? use),
            use: exp(use),
            peers: peers,
            sum: sum,
            rank: rank
        )
        recent = newest.suffix(Self.pageHold).map { $0 - past.middle }
    }

    /// What stands is held against the past before it began; after three days it is the new usual.
    private mutating func judgeStanding(_ standing: Proof, _ ratio: Double, use: Double) {
        guard let middle = standing.baseline ?? past()?.middle else { return }
        var next = standing
        next.use = exp(use)
        // It is over as well when the node is back at its own usual, whatever the peers do.
        usualBins = use < log(standing.before) + log(1.1) ? usualBins + 1 : 0
        let rise = ratio - middle
        next.bins += 1
        recent = recent.suffix(Self.pageHold - 1) + [rise]
        let lately = RobustStatistics.median(recent) ?? rise
        next.ratio = exp(log(standing.ratio) * 0.8 + rise * 0.2)
        // Half an hour at about twice the usual.
        if recent.count == Self.pageHold, lately > log(1.75) { next.isPage = true }
        proof = next
        if next.ratio < 1.1 || usualBins >= Self.pageHold {
            proof = nil
            sum = 0
            usualBins = 0
        }
    }

    /// Takes what the comparison with siblings on other versions says of a bin.
    mutating func noteSiblings(_ rise: SiblingUse.Rise?, in number: Int) {
        guard let rise, proof == nil else {
            siblingHits = 0
            return
        }
        siblingHits += 1
        guard siblingHits >= Self.siblingHold else { return }
        siblingHits = 0
        let ratio = Double(ratios[back: 0])
        proof = Proof(
            isPage: false,
            since: Timestamp(milliseconds: Int64(rise.since) * Self.span.milliseconds),
            ratio: exp(rise.size),
            before: exp(rise.before),
            use: exp(rise.use),
            peers: rise.others,
            sum: sum,
            rank: rise.rank,
            baseline: ratio.isNaN ? rise.before : ratio - (rise.newest.last ?? rise.size)
        )
        recent = Array(rise.newest.suffix(Self.pageHold))
    }

    /// For how many bins in a row it must be seen.
    private static let siblingHold = 3
    private static let hold = 2
    private static let pageHold = 6
    private static let longest = 864

    /// The median logarithm of the cores in use in the day before the newest hour.
    private var ownPast: Double? {
        let values = (Self.newest..<max(Self.newest, use.count)).map { Double(use[back: $0]) }
        return RobustStatistics.median(values.filter { !$0.isNaN })
    }

    /// Whether the node itself uses so much more than its usual for half an hour.
    ///
    /// Peers that use less, as after a cure, are no fault of the others: at least half of what a
    /// node rose against them must be its own.
    private func hasRisen(by share: Double) -> Bool {
        guard let usual = ownPast else { return false }
        let newest = (0..<6).map { Double(use[back: $0]) }.filter { !$0.isNaN }
        return RobustStatistics.median(newest).map { $0 - usual > max(log(1.15), share) } ?? false
    }

    private func newestRatios(_ count: Int) -> [Double] {
        (0..<count).reversed().compactMap {
            let value = ratios[back: $0]
            return value.isNaN ? nil : Double(value)
        }
    }

    private func past() -> (values: [Double], middle: Double, spread: Double)? {
        let values = (Self.newest..<ratios.count).compactMap { back -> Double? in
            let value = ratios[back: back]
            return value.isNaN ? nil : Double(value)
        }
        guard values.count >= Self.leastPast, let middle = RobustStatistics.median(values),
            let spread = RobustStatistics.deviation(values, around: middle)
        else { return nil }
        return (values, middle, spread)
    }
}
