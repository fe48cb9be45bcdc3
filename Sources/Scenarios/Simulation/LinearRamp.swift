import Primitives

/// A number that moves evenly with virtual time from a known point.
///
/// Everything continuous in a simulation is a ramp or made of ramps, so that its value at a moment
/// does not depend on how often somebody looked before.
struct LinearRamp: Equatable, Sendable {
    private var start: Double
    private var since: Timestamp
    /// The change per second.
    private(set) var perSecond: Double
    /// The value it does not go beyond; nil when nothing holds it.
    private var limit: Double?

    init(_ start: Double, since: Timestamp, perSecond: Double = 0, limit: Double? = nil) {
        self.start = start
        self.since = since
        self.perSecond = perSecond
        self.limit = limit
    }

    /// The value at a moment; before the starting point it is the starting value.
    func value(at now: Timestamp) -> Double {
        let moved = start + perSecond * max(0, (now - since).inSeconds)
        guard let limit else { return moved }
        return perSecond < 0 ? max(moved, limit) : min(moved, limit)
    }

    /// The value without its fraction, for things that are counted.
    func count(at now: Timestamp) -> Int {
        Int(value(at: now).rounded(.down))
    }

    /// Goes on from here at another pace.
    mutating func setPace(_ perSecond: Double, at now: Timestamp) {
        start = value(at: now)
        since = max(now, since)
        self.perSecond = perSecond
    }
}

/// Small variations that look accidental and are the same in every run.
enum Jitter {
    /// A whole number in the range that depends on the subject and the minute alone.
    static func value(in range: ClosedRange<Int>, of subject: Int, at now: Timestamp) -> Int {
        let minute = UInt64(bitPattern: now.milliseconds / 60_000)
        let width = UInt64(range.upperBound - range.lowerBound + 1)
        return range.lowerBound + Int(mixed(minute &* 1_000_003 &+ UInt64(subject)) % width)
    }

    /// A number that depends on every bit of the seed.
    static func mixed(_ seed: UInt64) -> UInt64 {
        var generator = SeededGenerator(seed: seed)
        return generator.next()
    }
}
