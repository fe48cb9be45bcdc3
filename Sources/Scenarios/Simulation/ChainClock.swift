import Primitives

/// The head of a chain over time: it grows evenly, and its pace may change.
struct ChainClock: Equatable, Sendable {
    private var ramp: LinearRamp

    /// A chain of this height at a moment, with one block per span.
    init(height: Double, at moment: Timestamp, blockTime: Duration) {
        ramp = LinearRamp(height, since: moment, perSecond: 1 / blockTime.inSeconds)
    }

    /// The number of the newest block.
    func head(at now: Timestamp) -> Int { ramp.count(at: now) }

    /// Goes on with another span between two blocks.
    mutating func setBlockTime(_ blockTime: Duration, at now: Timestamp) {
        ramp.setPace(1 / blockTime.inSeconds, at: now)
    }
}

/// One half of a parachain node: the parachain itself or the embedded relay node.
struct ChainHalf: Equatable, Sendable {
    /// How the node's best block moves.
    private(set) var motion: Motion
    /// The best block when the process started.
    private(set) var startingBlock: Int
    /// From when peers connect; nil while the node finds none.
    private(set) var peersFrom: Timestamp?
    /// How many peers it has in the end.
    var fullPeers: Int

    /// How the best block of a node moves.
    enum Motion: Equatable, Sendable {
        /// With the head of the chain.
        case following
        /// Not at all.
        case frozen(at: Int)
        /// At a pace of its own until it reaches the head: catching up, or falling behind.
        case pacing(LinearRamp)
    }

    init(startingBlock: Int, peersFrom: Timestamp?, fullPeers: Int) {
        motion = .following
        self.startingBlock = startingBlock
        self.peersFrom = peersFrom
        self.fullPeers = fullPeers
    }

    /// The best block.
    func best(_ clock: ChainClock, at now: Timestamp) -> Int {
        switch motion {
        case .following: clock.head(at: now)
        case .frozen(let height): height
        case .pacing(let ramp): min(clock.head(at: now), ramp.count(at: now))
        }
    }

    /// The best block and the last finalized one, which is a few blocks behind.
    func finalized(_ clock: ChainClock, at now: Timestamp, behind: Int) -> Int {
        max(0, best(clock, at: now) - behind)
    }

    /// The connected peers: none at first, all after two minutes.
    func peers(at now: Timestamp, subject: Int) -> Int {
        guard let peersFrom, now >= peersFrom else { return 0 }
        let share = min(1, (now - peersFrom).inSeconds / 120)
        let ripple = share < 1 || fullPeers < 6 ? 0 : Jitter.value(in: -3...0, of: subject, at: now)
        return Int(Double(fullPeers) * share) + ripple
    }

    /// Whether the node says that it is catching up.
    ///
    /// It does while some peer's best is more than five blocks ahead. Without peers there is no
    /// such block (Substrate 0.9.22 client/network/sync).
    func isSyncing(_ clock: ChainClock, at now: Timestamp, subject: Int) -> Bool {
        peers(at: now, subject: subject) > 0 && clock.head(at: now) - best(clock, at: now) > 5
    }

    /// Starts anew: stands still without peers, else catches up.
    mutating func restart(
        _ clock: ChainClock,
        at now: Timestamp,
        findsPeers: Bool,
        blocksPerSecond: Double
    ) {
        let height = best(clock, at: now)
        startingBlock = height
        peersFrom = findsPeers ? now + .seconds(10) : nil
        motion =
            findsPeers
            ? .pacing(
                LinearRamp(Double(height), since: now + .seconds(20), perSecond: blocksPerSecond)
            )
            : .frozen(at: height)
    }

    /// Stands still from now on.
    mutating func freeze(_ clock: ChainClock, at now: Timestamp) {
        motion = .frozen(at: best(clock, at: now))
    }

    /// Goes on at a pace of its own.
    mutating func pace(_ clock: ChainClock, at now: Timestamp, blocksPerSecond: Double) {
        motion = .pacing(
            LinearRamp(Double(best(clock, at: now)), since: now, perSecond: blocksPerSecond)
        )
    }
}
