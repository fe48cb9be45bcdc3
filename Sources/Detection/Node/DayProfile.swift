import Primitives

/// The usual value of a number over the last day: means of a quarter of an hour, and their median.
struct DayProfile: Sendable {
    private var means: [Float] = []
    private var next = 0
    private var sum = 0.0
    private var count = 0
    private var openedAt: Timestamp?
    /// The median over the day; nil before the first hour is full.
    private(set) var median: Double?
    /// The median distance from the median, scaled to a standard deviation, with a floor of 1.
    private(set) var spread = 1.0

    private static let span = Duration.seconds(900)
    private static let limit = 96
    private static let fewest = 4
    /// Makes the median distance comparable to a standard deviation.
    private static let scale = 1.4826

    mutating func add(_ value: Double, at now: Timestamp) {
        if let openedAt, now - openedAt >= Self.span {
            close()
            self.openedAt = now
        }
        openedAt = openedAt ?? now
        sum += value
        count += 1
    }

    private mutating func close() {
        let mean = Float(sum / Double(max(count, 1)))
        (sum, count) = (0, 0)
        if means.count < Self.limit {
            means.append(mean)
        } else {
            means[next] = mean
            next = (next + 1) % Self.limit
        }
        guard means.count >= Self.fewest else { return }
        let middle = Double(Self.middle(means))
        median = middle
        let distances = means.map { abs($0 - Float(middle)) }
        spread = max(1, Self.scale * Double(Self.middle(distances)))
    }

    private static func middle(_ values: [Float]) -> Float {
        let sorted = values.sorted()
        let half = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
    }
}
