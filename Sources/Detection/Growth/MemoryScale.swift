/// One of the spans over which memory is searched for a trend.
struct MemoryScale: Equatable, Sendable {
    /// The span in words.
    let name: String
    /// How many bins make one point; there are always `points` of them.
    let binsPerPoint: Int
    /// The growth over the span, as a share of the level, below which there is no trend.
    let growth: Double
    /// How many bins after a restart the span may begin: what comes before is warm-up.
    let settle: Int
    /// How much of the slope of the second half the first half must have; over an hour, growth
    /// that has only just begun may be a burst.
    let suddenness: Double
    /// For how many bins in a row the trend must be seen.
    let hold: Int

    /// How many points make a trend.
    static let points = 12

    /// The bins that the scale looks at.
    var bins: Int { binsPerPoint * Self.points }

    /// The four spans; bins are five minutes long.
    static let all = [
        Self(name: "1h", binsPerPoint: 1, growth: 0.06, settle: 6, suddenness: 0.25, hold: 3),
        Self(name: "2h", binsPerPoint: 2, growth: 0.05, settle: 18, suddenness: 0, hold: 6),
        Self(name: "6h", binsPerPoint: 6, growth: 0.04, settle: 36, suddenness: -1, hold: 12),
        Self(name: "24h", binsPerPoint: 24, growth: 0.05, settle: 288, suddenness: -1, hold: 24),
    ]

    /// Whether a trend is one of a leak; the strict form asks for more of everything.
    func isHit(_ trend: Trend, level: Double, strict: Bool) -> Bool {
        trend.confidence > 2.6
            && trend.growth > growth * (strict ? 1.5 : 1) * level
            && trend.growth > (strict ? 4 : 3) * trend.residual
            && trend.keepsRising(strict ? 0.75 : 0.6)
            && trend.firstHalf > suddenness * trend.secondHalf
    }
}

/// What one span says at the moment.
struct MemoryScaleState: Equatable, Sendable {
    /// The newest trend; nil while the span is not filled since the restart.
    var trend: Trend?
    /// Bins in a row with a trend.
    var hits = 0
    /// Bins in a row with a strict trend.
    var strictHits = 0
    /// Bins in a row with a growth that processes of this age do not have.
    var unusualHits = 0
}
