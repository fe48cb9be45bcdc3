import Primitives

/// The moments of the last rounds of judgement, as far back as what was not looked at meanwhile may
/// ask for.
struct RecentRounds: Sendable {
    private var moments: [Timestamp] = []
    private var first = 0

    /// How many intervals are kept: more than a `FlapScore` remembers looks.
    private static let intervals = 24
    /// Into how many parts an interval is divided: rounds closer together than that are one.
    private static let parts = 64

    /// The moments, ascending.
    var all: ArraySlice<Timestamp> { moments[first...] }

    /// Takes note of a round; a clock that went back begins anew.
    mutating func note(_ now: Timestamp, interval: Duration) {
        if let last = moments.last {
            if now < last { self = RecentRounds() }
            if now >= last, now - last < interval / Self.parts { return }
        }
        moments.append(now)
        let oldest = now - interval * Self.intervals
        while moments[first] < oldest { first += 1 }
        // Moving the rest costs little when it happens seldom.
        guard first > 64, first * 2 > moments.count else { return }
        moments.removeFirst(first)
        first = 0
    }

    /// Tells the moments in the time of a clock that was set.
    mutating func move(by step: Duration) {
        for place in moments.indices { moments[place] = moments[place] + step }
    }
}
