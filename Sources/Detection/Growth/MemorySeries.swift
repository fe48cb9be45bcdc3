import DequeModule
import Primitives

/// The memory of one process, folded into bins, and what its trends say.
struct MemorySeries: Sendable {
    /// The span of a bin.
    static let span: Duration = .seconds(300)
    static let binsPerHour = 12.0
    /// A day of bins, and the quarter of an hour that smooths the newest.
    static let capacity = 290

    /// How sure it is that memory leaks.
    enum Level: Int, Comparable, Sendable {
        /// Growth that somebody should look at today.
        case ticket
        /// Growth that ends in exhaustion within two days.
        case page

        static func < (left: Self, right: Self) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// A leak that was proved and has not ended.
    struct Proof: Equatable, Sendable {
        var level: Level
        /// The scale that saw it.
        var scale: Int
        /// The growth then, in bytes per hour.
        var rate: Double
        /// When memory began to grow.
        var since: Timestamp
        /// The lowest memory at that moment, in bytes.
        var from: Double
        /// Whether it was the comparison with siblings that showed it.
        var isBySiblings: Bool
    }

    private let expected: Double
    private var fold = BinFold(span: MemorySeries.span)
    private(set) var lows = BinRing(capacity: MemorySeries.capacity)
    private(set) var scales = [MemoryScaleState](repeating: .init(), count: MemoryScale.all.count)
    private(set) var proof: Proof?
    /// The trend since shortly after the restart, over at most an hour.
    private(set) var young: Trend?
    /// The median of the newest bin.
    private(set) var level = 0.0
    /// The growth beyond the usual one for the age, in spreads, the largest of all windows.
    private(set) var surprise: Double?
    /// Whether processes of this age are known to grow so much in half an hour.
    private(set) var isUsual = false
    private(set) var runStart: Timestamp?
    private var fastHits = 0
    private var flatBins = 0
    private var provedBins = 0
    /// The highest memory that the process held for an hour, the newest six hours left out.
    private var plateau = 0.0
    var siblingHits = 0
    private var pending: Deque<Pending> = []

    /// A growth that waits before it is learned, so that a leak does not teach that it is usual.
    private struct Pending: Sendable {
        let age: Int
        let cells: (UInt8, UInt8, UInt8, UInt8)
    }

    private static let noCell: UInt8 = 255
    /// Growth is noted every half hour and learned half a day later.
    private static let pendingLimit = 24
    private static let pendingEvery = 6

    /// A series of samples that are expected at this interval.
    init(interval: Duration) {
        expected = max(1, Self.span.inSeconds / max(1, interval.inSeconds))
    }

    /// How many values are kept.
    var storedValues: Int { lows.count + pending.count * 5 }

    /// Bins since the process started, at the end of the newest bin.
    var ageInBins: Double {
        guard let runStart, let newest = lows.newest else { return 0 }
        let end = Int64(newest + 1) * Self.span.milliseconds
        return Double(end - runStart.milliseconds) / Double(Self.span.milliseconds)
    }

    /// The number of the newest whole bin; nil while there is none.
    var newestBin: Int? { lows.newest }

    /// Begins anew with a process that started at this moment.
    ///
    /// - Parameter history: Learns what the process before has shown.
    mutating func restart(at moment: Timestamp, history: inout GrowthHistory) {
        if proof == nil { while learnOldest(into: &history) {} }
        pending.removeAll(keepingCapacity: true)
        _ = fold.take()
        lows.clear()
        scales = [MemoryScaleState](repeating: .init(), count: MemoryScale.all.count)
        proof = nil
        young = nil
        surprise = nil
        fastHits = 0
        flatBins = 0
        plateau = 0
        siblingHits = 0
        runStart = moment
    }

    /// Takes a sample in bytes; true when it ended a bin, and the trends are new.
    ///
    /// - Parameter limit: What the process may use, in bytes, if known.
    mutating func add(
        _ value: Double,
        at moment: Timestamp,
        limit: Double?,
        history: inout GrowthHistory
    ) -> Bool {
        if runStart == nil { runStart = moment }
        guard let bin = fold.add(value, at: moment) else { return false }
        guard Double(bin.count) * 2 >= expected.rounded(.down) else { return false }
        lows.append(bin.low, at: bin.number)
        level = bin.median
        updateScales()
        updateSurprise(history)
        updateYoung()
        updatePlateau()
        updateProof(limit: limit, history: history)
        if bin.number % Self.pendingEvery == 0 { noteGrowth(into: &history) }
        return true
    }

    /// The growth of a trend in bytes per hour.
    func rate(of scale: Int) -> Double? {
        scales[scale].trend.map {
            $0.slope * Self.binsPerHour / Double(MemoryScale.all[scale].binsPerPoint)
        }
    }

    /// Hours until the limit at the fastest sure trend; nil when nothing rises surely.
    ///
    /// The span of an hour counts only while the longer ones are not filled.
    func hoursLeft(limit: Double) -> Double? {
        var best: Double?
        for index in MemoryScale.all.indices {
            guard let trend = scales[index].trend, trend.confidence > 2,
                index > 0 || scales[1].trend == nil, let rate = rate(of: index), rate > 0
            else { continue }
            let hours = max(0, 0.95 * limit - level) / rate
            best = min(best ?? hours, hours)
        }
        return best
    }
}

// MARK: What a new bin changes

extension MemorySeries {
    private mutating func updateScales() {
        guard let newest = lows.newest else { return }
        let age = ageInBins
        for (index, scale) in MemoryScale.all.enumerated() {
            let size = scale.binsPerPoint
            if (newest + 1) % size == 0 {
                // The span must have begun after the process did.
                if age > Double(scale.bins) {
                    let points = (0..<MemoryScale.points).map {
                        lows.low(back: (MemoryScale.points - 1 - $0) * size, size: size)
                    }
                    scales[index].trend = Trend(points)
                } else {
                    scales[index].trend = nil
                }
            }
            let trend = age > Double(scale.bins + scale.settle) ? scales[index].trend : nil
            let isHit = trend.map { scale.isHit($0, level: level, strict: false) } ?? false
            let isStrict = trend.map { scale.isHit($0, level: level, strict: true) } ?? false
            scales[index].hits = isHit ? scales[index].hits + 1 : 0
            scales[index].strictHits = isStrict ? scales[index].strictHits + 1 : 0
        }
    }

    /// The lowest of a quarter of an hour, some bins ago.
    private func envelope(back: Int) -> Double? {
        let low = lows.low(back: back, size: 3)
        return low.isNaN ? nil : Double(low)
    }

    private func growth(over window: Int, settle: Int = 6) -> Double? {
        guard ageInBins > Double(window + settle), let now = envelope(back: 0),
            let before = envelope(back: window), before > 0
        else { return nil }
        return now / before - 1
    }

    private mutating func updateSurprise(_ history: GrowthHistory) {
        let least = [0.04, 0.04, 0.05, 0.06]
        let ageClass = GrowthHistory.ageClass(hours: ageInBins / Self.binsPerHour)
        surprise = nil
        isUsual = false
        if let growth = growth(over: GrowthHistory.windows[0], settle: 2),
            let limit = history.limit(of: 0, age: ageClass)
        {
            isUsual = growth - limit.usual <= 1.5 * limit.spread
        }
        for (index, window) in GrowthHistory.windows.enumerated() {
            guard let growth = growth(over: window),
                let limit = history.limit(of: index, age: ageClass)
            else {
                scales[index].unusualHits = 0
                continue
            }
            let excess = growth - limit.usual
            let score = excess / limit.spread
            surprise = max(surprise ?? score, score)
            let isUnusual = score > 4 && excess > least[index]
            scales[index].unusualHits = isUnusual ? scales[index].unusualHits + 1 : 0
        }
    }

    /// What can be seen of the first hour, its first ten minutes left out.
    private mutating func updateYoung() {
        let size = min(MemoryScale.points, Int(ageInBins) - 2)
        young = size < 6 ? nil : Trend((0..<size).map { lows[back: size - 1 - $0] })
    }

    private mutating func updatePlateau() {
        let held = lows.low(back: 72, size: 12)
        if !held.isNaN { plateau = max(plateau, Double(held)) }
    }

    private mutating func noteGrowth(into history: inout GrowthHistory) {
        let age = GrowthHistory.ageClass(hours: ageInBins / Self.binsPerHour)
        let cells = GrowthHistory.windows.map { window in
            growth(over: window, settle: window == 6 ? 2 : 6).map { GrowthHistory.cell(growth: $0) }
                ?? Self.noCell
        }
        let note = Pending(age: age, cells: (cells[0], cells[1], cells[2], cells[3]))
        if pending.count == Self.pendingLimit, let oldest = pending.popFirst(), proof == nil {
            Self.learn(oldest, into: &history)
        }
        pending.append(note)
    }

    private mutating func learnOldest(into history: inout GrowthHistory) -> Bool {
        guard let oldest = pending.popFirst() else { return false }
        Self.learn(oldest, into: &history)
        return true
    }

    private static func learn(_ note: Pending, into history: inout GrowthHistory) {
        let cells = [note.cells.0, note.cells.1, note.cells.2, note.cells.3]
        for (window, cell) in cells.enumerated() where cell != noCell {
            history.learn(cell: cell, window: window, age: note.age)
        }
    }
}

// MARK: Proof

extension MemorySeries {
    /// How long an exhaustion within two days must be foreseen before it is one, in bins.
    private static let foreseenHold = 4
    /// How long a leak must have ended before it is believed, in bins.
    private static let endHold = 12
    /// For how long a leak must be proved before three days are soon, in bins.
    private static let lastingHold = 24
    /// Memory must be above what the process held before by this factor.
    private static let newHigh = 1.02

    /// Whether memory is higher than the process ever held it: what it had it may have again.
    private var isNewHigh: Bool {
        envelope(back: 0).map { $0 > Self.newHigh * plateau } ?? false
    }

    private mutating func updateProof(limit: Double?, history: GrowthHistory) {
        if let standing = proof {
            flatBins = hasEnded(standing) ? flatBins + 1 : 0
            if flatBins >= Self.endHold {
                proof = nil
                flatBins = 0
            } else if standing.level == .ticket {
                let isPage = isPage(limit)
                provedBins += 1
                if isPage || isLasting(limit) { proof?.level = .page }
            }
            return
        }
        let isPage = isPage(limit)
        guard isPage || isTicket(limit) else { return }
        prove(isPage ? .page : .ticket, scale: clearestScale, bySiblings: false)
    }

    /// Takes a leak as proved.
    mutating func prove(_ level: Level, scale: Int, bySiblings: Bool) {
        guard proof == nil else {
            if level == .page { proof?.level = .page }
            return
        }
        let start = growthStart
        provedBins = 0
        proof = Proof(
            level: level,
            scale: scale,
            rate: (bySiblings ? young.map { $0.slope * Self.binsPerHour } : rate(of: scale)) ?? 0,
            since: start.moment,
            from: start.low,
            isBySiblings: bySiblings
        )
    }

    /// Whether a proved leak has gone on for hours, and still ends within three days by each of
    /// the spans of two and six hours.
    private func isLasting(_ limit: Double?) -> Bool {
        guard let limit, provedBins >= Self.lastingHold else { return false }
        return [1, 2].allSatisfy { scale in
            guard let rate = rate(of: scale), rate > 0 else { return false }
            return (0.95 * limit - level) / rate < 72
        }
    }

    private var isUnusual: Bool {
        zip(scales, MemoryScale.all).contains { $0.unusualHits >= min($1.hold, 12) }
    }

    private var isTrend: Bool {
        zip(scales, MemoryScale.all).contains { $0.hits >= $1.hold }
    }

    private var isStrictTrend: Bool {
        zip(scales, MemoryScale.all).contains { $0.strictHits >= $1.hold }
    }

    private func isTicket(_ limit: Double?) -> Bool {
        guard isNewHigh else { return false }
        if surprise != nil { return isTrend && isUnusual }
        return isStrictTrend && isOutOfProportion(limit)
    }

    /// Without a past to compare with, a cache that fills looks like a leak: only what tripled, or
    /// ends within a day, is worth a look.
    private func isOutOfProportion(_ limit: Double?) -> Bool {
        if let limit, let hours = hoursLeft(limit: limit), hours < 24 { return true }
        return (envelope(back: 0) ?? 0) > 3 * growthStart.low
    }

    private mutating func isPage(_ limit: Double?) -> Bool {
        guard isNewHigh, let limit, let hours = hoursLeft(limit: limit) else {
            fastHits = 0
            return false
        }
        let isForeseen =
            surprise == nil
            ? isStrictTrend && hours < 12 : (isUnusual || isStrictTrend) && hours < 48
        fastHits = isForeseen ? fastHits + 1 : 0
        return fastHits >= Self.foreseenHold
    }

    /// The scale that holds a trend the longest, in its own measure.
    private var clearestScale: Int {
        let held = scales.indices.filter { scales[$0].hits >= MemoryScale.all[$0].hold }
        return held.first ?? scales.indices.last { scales[$0].trend != nil } ?? 0
    }

    /// A leak has ended when its own scale shows less than half of the growth, or when memory is
    /// back where it began.
    private func hasEnded(_ proof: Proof) -> Bool {
        if level < proof.from { return true }
        guard let rate = rate(of: proof.scale) else { return false }
        return rate < proof.rate / 2
    }

    /// Where the growth began: the newest bin that was not yet a tenth of the way up.
    var growthStart: (moment: Timestamp, low: Double) {
        guard let newest = lows.newest, let now = envelope(back: 0) else {
            return (runStart ?? Timestamp(milliseconds: 0), level)
        }
        var lowest = now
        for back in 0..<lows.count where !lows[back: back].isNaN {
            lowest = min(lowest, Double(lows[back: back]))
        }
        let edge = lowest + 0.1 * (now - lowest)
        let back = (0..<lows.count).first { Double(lows[back: $0]) <= edge } ?? 0
        let number = Int64(newest - back)
        return (Timestamp(milliseconds: number * Self.span.milliseconds), lowest)
    }

    /// Whether enough is known to say that there is no leak.
    var isJudged: Bool { proof == nil && scales.contains { $0.trend != nil } && isSettled }

    private var isSettled: Bool {
        ageInBins > Double(MemoryScale.all[0].bins + MemoryScale.all[0].settle)
    }
}
