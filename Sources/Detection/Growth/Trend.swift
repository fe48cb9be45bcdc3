/// A straight line through evenly spaced points, such as the lows of memory, and how well it fits.
///
/// The slope is that of Theil (1950) and Sen (1968): the median of the slopes of all pairs of
/// points, which bears 29 % of wild points. The rank test of Mann (1945) and Kendall (1975) only
/// guards it: on its own it takes warm-up and correlated noise for trends.
struct Trend: Equatable, Sendable {
    /// The change from one point to the next.
    let slope: Double
    /// How sure it is that there is a trend at all, in standard deviations of Kendall's S.
    let confidence: Double
    /// How far points usually lie from the line.
    let residual: Double
    /// The slope of the first half of the points.
    let firstHalf: Double
    /// The slope of the second half of the points.
    let secondHalf: Double
    /// How many points there are, missing ones not counted.
    let count: Int
    /// The steps from the first place to the last.
    let steps: Int

    /// The line through these values, the oldest first, NaN where there is none; nil when more
    /// than a quarter is missing or less than six are there.
    init?(_ values: [Float]) {
        var points: [(place: Double, value: Double)] = []
        points.reserveCapacity(values.count)
        for (place, value) in values.enumerated() where !value.isNaN {
            points.append((Double(place), Double(value)))
        }
        guard points.count >= 6, points.count * 4 >= values.count * 3 else { return nil }
        var slopes: [Double] = []
        slopes.reserveCapacity(points.count * (points.count - 1) / 2)
        var balance = 0.0
        for later in 1..<points.count {
            for earlier in 0..<later {
                let rise = points[later].value - points[earlier].value
                slopes.append(rise / (points[later].place - points[earlier].place))
                balance += rise > 0 ? 1 : rise < 0 ? -1 : 0
            }
        }
        slopes.sort()
        let slope = RobustStatistics.median(ofSorted: slopes)
        let size = Double(points.count)
        let spread = (size * (size - 1) * (2 * size + 5) / 18).squareRoot()
        let rests = points.map { $0.value - slope * $0.place }
        let centre = RobustStatistics.median(rests) ?? 0
        self.slope = slope
        confidence = (balance > 0 ? balance - 1 : balance < 0 ? balance + 1 : 0) / spread
        residual = RobustStatistics.deviation(rests, around: centre) ?? 0
        let middle = Double(values.count) / 2
        firstHalf = Self.leastSquares(points.filter { $0.place < middle })
        secondHalf = Self.leastSquares(points.filter { $0.place >= middle })
        count = points.count
        steps = values.count - 1
    }

    /// The growth from the first place to the last.
    var growth: Double { slope * Double(steps) }

    /// How much of the slope of the first half the second half still has; a filling cache bends.
    func keepsRising(_ share: Double) -> Bool {
        secondHalf > 0 && secondHalf > share * firstHalf
    }

    private static func leastSquares(_ points: [(place: Double, value: Double)]) -> Double {
        guard points.count > 1 else { return 0 }
        let size = Double(points.count)
        let centre = points.reduce(0) { $0 + $1.place } / size
        let level = points.reduce(0) { $0 + $1.value } / size
        var (across, along) = (0.0, 0.0)
        for point in points {
            across += (point.place - centre) * (point.value - level)
            along += (point.place - centre) * (point.place - centre)
        }
        return along > 0 ? across / along : 0
    }
}
