import Primitives

/// How many messages wait in a queue of a node, and whether anybody still reads them.
struct QueueSeries: Sendable {
    /// What the queue says at the moment.
    enum State: Equatable, Sendable {
        /// Too little is known.
        case unknown
        /// It is read.
        case calm
        /// It is long, or it only grows.
        case standing(Proof)
    }

    /// A queue that is not read as fast as it is filled.
    struct Proof: Equatable, Sendable {
        /// Whether it has grown for half an hour.
        let isPage: Bool
        /// When it was last seen to be short.
        let since: Timestamp
        /// The messages that wait.
        let waiting: Double
        /// The most that waited while it stood.
        let peak: Double
        /// The growth per minute; nil while it only is long.
        let perMinute: Double?
    }

    /// From this many waiting messages on a queue is too long: the alert of Substrate's own rules
    /// (`UnboundedChannelPersistentlyLarge`, paritytech/substrate).
    static let long = 200.0
    private static let longFor: Duration = .seconds(300)
    private static let points = 10
    private static let pagePoints = 30
    /// A queue that grew by less than this is not worth a look.
    private static let leastGrowth: Float = 40
    /// At most one of ten points may be out of order: a queue that is read falls again and again.
    private static let never = 3.7

    private let span: Duration
    private var fold: BinFold
    private var lows = BinRing(capacity: QueueSeries.pagePoints)
    private var longSince: Timestamp?
    private var lastSample: (at: Timestamp, value: Double)?
    private var started: Timestamp?
    private(set) var state = State.unknown

    /// A queue whose length is asked for at this interval.
    init(interval: Duration) {
        span = max(interval, .seconds(60))
        fold = BinFold(span: span)
    }

    /// How many values are kept.
    var storedValues: Int { lows.count }

    /// When the last sample came.
    var lastAt: Timestamp? { lastSample?.at }

    /// Begins anew with a new process.
    mutating func restart() {
        self = QueueSeries(interval: span)
    }

    /// Takes the number of waiting messages; true when the state changed.
    mutating func add(_ value: Double, at moment: Timestamp) -> Bool {
        if let last = lastSample, moment - last.at > span * 5 { restart() }
        lastSample = (moment, value)
        if started == nil { started = moment }
        if value < Self.long { longSince = nil } else if longSince == nil { longSince = moment }
        if let bin = fold.add(value, at: moment) { lows.append(bin.low, at: bin.number) }
        let before = state
        state = judged(at: moment, value)
        return state != before
    }

    private func judged(at moment: Timestamp, _ value: Double) -> State {
        let rise = rise(over: Self.points)
        let isLong = longSince.map { moment - $0 >= Self.longFor } ?? false
        guard isLong || rise != nil else {
            if case .standing(let proof) = state, value > proof.peak / 2 {
                return state
            }
            guard let started, moment - started >= Self.longFor else { return .unknown }
            return value < Self.long ? .calm : .unknown
        }
        let isPage = value >= Self.long && self.rise(over: Self.pagePoints) != nil
        var since = rise?.since ?? longSince ?? moment
        var wasPage = false
        var peak = value
        if case .standing(let proof) = state {
            since = min(since, proof.since)
            peak = max(peak, proof.peak)
            wasPage = proof.isPage
        }
        return .standing(
            Proof(
                isPage: isPage || wasPage,
                since: since,
                waiting: value,
                peak: peak,
                perMinute: rise?.perMinute
            )
        )
    }

    /// A rise that never paused over the newest points; nil without one.
    private func rise(over count: Int) -> (since: Timestamp, perMinute: Double)? {
        guard lows.count >= count, let newest = lows.newest else { return nil }
        let points = (0..<count).map { lows[back: count - 1 - $0] }
        guard let trend = Trend(points), trend.confidence > Self.never, trend.keepsRising(0.5),
            trend.growth > 3 * trend.residual, Float(trend.growth) >= Self.leastGrowth
        else { return nil }
        let first = Int64(newest - count + 1) * span.milliseconds
        let perMinute = trend.slope * 60 / span.inSeconds
        return (Timestamp(milliseconds: first), perMinute)
    }
}
