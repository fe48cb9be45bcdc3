package import Primitives

/// What one metric was on all nodes of a fleet together, over time: the least value, the median,
/// the greatest one.
///
/// Any one node can be left out.
package struct FleetBand: Sendable {
    /// Single moments, the oldest first.
    private var recent: [Moment] = []
    /// Longer spans before them, the oldest first.
    private var older: [Moment] = []

    /// How many single moments are kept, and how many of them are put together at a time.
    private static let recentLimit = 360
    private static let overflow = 60
    /// The spans that older ones are put together in, and how many are kept: two days.
    private static let span: Int64 = 300_000
    private static let olderLimit = 576

    /// The value of one node.
    struct Value {
        let value: Double
        let node: Int32
    }

    /// The band of the other nodes at one moment.
    package struct Sample: Equatable, Sendable {
        /// When.
        package let at: Timestamp
        /// The least and the greatest value.
        package let range: ClosedRange<Double>
        /// The median.
        package let median: Double

        /// Both in one: the median is that of the later one.
        package func merged(with later: Self) -> Self {
            let low = min(range.lowerBound, later.range.lowerBound)
            let high = max(range.upperBound, later.range.upperBound)
            return Sample(at: later.at, range: low...high, median: later.median)
        }
    }

    /// The least or the greatest value with its node, and the next one of another node.
    fileprivate struct Extreme {
        var value: Double
        var node: Int32
        var next: Double

        func without(_ other: Int32?) -> Double { node == other ? next : value }

        /// The outermost of two moments, in the order that `isBeyond` gives.
        func merged(with other: Self, by isBeyond: (Double, Double) -> Bool) -> Self {
            let (first, second) = isBeyond(other.value, value) ? (other, self) : (self, other)
            let rival = second.without(first.node)
            return Extreme(
                value: first.value,
                node: first.node,
                next: isBeyond(rival, first.next) ? rival : first.next
            )
        }
    }

    fileprivate struct Moment {
        let at: Int64
        var low: Extreme
        var high: Extreme
        var median: Double

        /// The moment of these values; nil when there are none.
        init?(_ values: [Value], at milliseconds: Int64) {
            guard let first = values.first else { return nil }
            at = milliseconds
            low = Extreme(value: first.value, node: first.node, next: .infinity)
            high = Extreme(value: first.value, node: first.node, next: -.infinity)
            for value in values.dropFirst() {
                let one = Extreme(value: value.value, node: value.node, next: .infinity)
                low = low.merged(with: one, by: <)
                let other = Extreme(value: value.value, node: value.node, next: -.infinity)
                high = high.merged(with: other, by: >)
            }
            // Whoever is left out counts here: of so many that moves it by one place at most.
            median = Self.value(at: (values.count - 1) / 2, of: values.map(\.value))
        }

        /// The value that would stand at a place if all were in order; putting only that part in
        /// order takes a fraction of the time.
        private static func value(at place: Int, of values: [Double]) -> Double {
            var values = values
            var (low, high) = (0, values.count - 1)
            while low < high {
                let pivot = values[(low + high) / 2]
                var (left, right) = (low, high)
                while left <= right {
                    while values[left] < pivot { left += 1 }
                    while values[right] > pivot { right -= 1 }
                    guard left <= right else { break }
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
                if place <= right {
                    high = right
                } else if place >= left {
                    low = left
                } else {
                    break
                }
            }
            return values[place]
        }

        mutating func merge(_ later: Moment) {
            low = low.merged(with: later.low, by: <)
            high = high.merged(with: later.high, by: >)
            median = later.median
        }

        func sample(without node: Int32?) -> Sample? {
            let (low, high) = (low.without(node), high.without(node))
            guard low <= high else { return nil }
            return Sample(
                at: Timestamp(milliseconds: at),
                range: low...high,
                median: min(max(median, low), high)
            )
        }
    }

    /// The band over the time that is known, the oldest first, without one node.
    func samples(without node: Int32?) -> [Sample] {
        (older + recent).compactMap { $0.sample(without: node) }
    }

    /// Takes in what the nodes tell at a moment.
    mutating func append(_ values: [Value], at now: Timestamp) {
        let known = values.filter(\.value.isFinite)
        guard let moment = Moment(known, at: now.milliseconds) else { return }
        // A clock that was set back tells the same time again.
        while let last = recent.last, last.at >= moment.at { recent.removeLast() }
        recent.append(moment)
        guard recent.count > Self.recentLimit else { return }
        for old in recent.prefix(Self.overflow) {
            if let last = older.last, last.at / Self.span == old.at / Self.span {
                older[older.count - 1].merge(old)
            } else {
                older.append(old)
            }
        }
        recent.removeFirst(Self.overflow)
        older.removeFirst(max(0, older.count - Self.olderLimit))
    }

    /// Takes in what lies before everything that is known.
    mutating func prepend(_ past: Past) {
        let known = (older.first ?? recent.first)?.at ?? .max
        let moments = past.moments.filter { $0.at < known }
        if older.isEmpty { recent = moments + recent } else { older = moments + older }
    }

    /// The recent past of the nodes, in a few moments.
    struct Past {
        /// The values by the spans that they lie in.
        private var slots: [Int64: [Value]] = [:]

        /// The length of the spans: some dozen of them reach as far back as the readings do at the
        /// usual interval.
        private static let span: Int64 = 20_000

        /// Adds what is known of a node, the oldest first: in each span its last value.
        mutating func add(_ points: [MetricReading.Point], of node: Int32) {
            for (place, point) in points.enumerated() where point.value.isFinite {
                let slot = point.at.milliseconds / Self.span
                let next = place + 1 < points.count ? points[place + 1].at.milliseconds : .max
                guard next / Self.span != slot else { continue }
                slots[slot, default: []].append(Value(value: point.value, node: node))
            }
        }

        fileprivate var moments: [Moment] {
            slots.sorted { $0.key < $1.key }.compactMap { slot, values in
                Moment(values, at: slot * Self.span)
            }
        }
    }
}
