import Primitives

/// The head or the finality of one half of one node, as its polls told it.
struct HeadHistory: Sendable {
    /// The newest height and when it was told.
    private(set) var height: Double
    private(set) var at: Timestamp
    /// When this height was first told.
    private(set) var changedAt: Timestamp
    /// Whether it was ever seen to grow.
    private(set) var hasGrown = false
    /// The mean span between two polls that saw it grow, in seconds.
    private(set) var step: Double?

    init(_ height: Double, at now: Timestamp) {
        self.height = height
        at = now
        changedAt = now
    }

    mutating func observe(_ height: Double, at now: Timestamp) {
        at = now
        guard height != self.height else { return }
        if height > self.height {
            let span = (now - changedAt).inSeconds
            if hasGrown { step = step.map { $0 + (span - $0) / 8 } ?? span }
            hasGrown = true
        }
        self.height = height
        changedAt = now
    }

    /// For how long it has stood, as far as polls can tell.
    var stood: Duration { at - changedAt }
}

/// One half of a node: what its polls tell of a chain, and what is thought of it.
struct ChainHalf: Sendable {
    var best: HeadHistory?
    var finalized: HeadHistory?
    var isFreshlyStarted = false
    /// Whether the node says that it is catching up with its chain.
    var isSyncing = false
    var interval = Duration.seconds(10)

    var stall = HoldState()
    var finalityStall = HoldState()
    var lagging = HoldState()
    var finalityLagging = HoldState()

    /// The newest lag and the lags of the last minutes.
    var lag: Double?
    private var lags: [(at: Timestamp, blocks: Double)] = []
    var usualLag = DayProfile()
    var usualFinalityLag = DayProfile()

    /// The highest head of the chain when it was last judged, for the evidence.
    var reference: Double?

    private static let lagWindow = Duration.seconds(150)
    private static let lagSpacing = Duration.seconds(20)

    mutating func observe(
        _ news: PollDigest,
        best: Double?,
        finalized: Double?,
        isSyncing: Bool
    ) {
        isFreshlyStarted = news.isFreshlyStarted
        self.isSyncing = isSyncing
        interval = news.interval
        if let best {
            // A head that went back begins a new way to the others.
            if let before = self.best?.height, best < before { lags.removeAll() }
            if self.best == nil { self.best = HeadHistory(best, at: news.at) }
            self.best?.observe(best, at: news.at)
        }
        if let finalized {
            if self.finalized == nil { self.finalized = HeadHistory(finalized, at: news.at) }
            self.finalized?.observe(finalized, at: news.at)
        }
    }

    /// Keeps a lag; true unless it shrank over the last minutes.
    mutating func keepLag(_ blocks: Double, at now: Timestamp) -> Bool {
        lag = blocks
        let isGrowing = lags.first.map { blocks >= $0.blocks - 0.5 } ?? true
        if lags.last.map({ now - $0.at >= Self.lagSpacing }) ?? true { lags.append((now, blocks)) }
        lags.removeAll { now - $0.at > Self.lagWindow }
        return isGrowing
    }
}
