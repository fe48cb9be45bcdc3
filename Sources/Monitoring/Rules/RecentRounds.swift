import DequeModule
import Primitives

/// The moments of the last rounds of judgement, as far back as what was not looked at meanwhile may
/// ask for.
struct RecentRounds: Sendable {

    /// How many intervals are kept: more than a `FlapScore` remembers looks.
    private static let intervals = 24
    /// Into how many parts an interval is divided: rounds closer together than that are one.
    private static let parts = 64

    /// The moments, ascending.
    private(set) var all: Deque<Timestamp> = []

    /// Takes note of a round; a clock that went back begins anew.
    mutating func note(_ now: Timestamp, interval: Duration) {
        if let last = all.last {
            if now < last { self = RecentRounds() }
            if now >= last, now - last < interval / Self.parts { return }
        }
        all.append(now)
        let oldest = now - interval * Self.intervals
        while let first = all.first, first < oldest { all.removeFirst() }
    }

    /// Tells the moments in the time of a clock that was set.
    mutating func move(by step: Duration) {
        for place in all.indices { all[place] = all[place] + step }
    }
}
