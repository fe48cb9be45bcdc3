import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// What is known of one metric of one node, in the order of time, as plots show it.
///
/// What was read of the past comes first, what only the readings know follows. A counter is told
/// by its growth per second, because its value says nothing.
struct PlotCourse: Sendable {
    /// The samples.
    private(set) var items: [Item]
    /// For how long a sample stands for what comes after it, in milliseconds: three usual
    /// distances.
    ///
    /// Longer silences are gaps.
    let reach: Int64
    private let isCounter: Bool
    /// The spans that samples are summed up in; 0 when they are not.
    private let step: Int64
    /// The newest sample as it was read.
    private var newest: Item?

    /// A sample, or several summed up.
    struct Item: Sendable {
        let at: Int64
        var low: Double
        var high: Double
        var last: Double

        /// A single sample.
        init(at: Int64, value: Double) {
            self.at = at
            (low, high, last) = (value, value, value)
        }

        /// What a bin sums up.
        fileprivate init(_ bin: SampleBin) {
            at = bin.start.milliseconds
            (low, high, last) = (bin.min, bin.max, bin.last)
        }
    }

    /// The course that follows from what was read and from what the readings know.
    ///
    /// - Parameters:
    ///   - bins: What was read of the past.
    ///   - request: What had been asked for; nil when nothing was read.
    ///   - points: What the readings know.
    init(
        of metric: MetricName,
        _ bins: [SampleBin],
        _ request: HistoryRequest?,
        _ points: [MetricReading.Point]
    ) {
        isCounter = metric.isCounter
        let step = request?.step ?? .zero
        self.step = step.milliseconds
        let points = points.filter(\.value.isFinite)
        newest = points.last.map { Item(at: $0.at.milliseconds, value: $0.value) }
        var bins = bins
        // A counter's growth over a span that was not over yet is not known.
        if isCounter, step > .zero, let request {
            bins.removeAll { $0.start + step > request.to }
        }
        let (past, recent) = Self.parts(bins, points, step: step)
        reach = Self.reach(of: past + recent, step: step)
        // A rate from the one part to the other would span moments that are not known exactly.
        items =
            isCounter
            ? Self.rates(past, reach: reach) + Self.rates(recent, reach: reach) : past + recent
    }

    /// The value at a moment: that of the sample before it, unless that is too long ago.
    func value(at moment: Timestamp) -> Double? {
        guard let item = items.last(where: { $0.at <= moment.milliseconds }),
            moment.milliseconds - item.at <= reach
        else { return nil }
        return item.last
    }

    /// The value that follows from the newest samples, even where a long span hides them.
    func last(_ points: [MetricReading.Point]) -> Double? {
        let newest = points.filter(\.value.isFinite).suffix(2).map {
            Item(at: $0.at.milliseconds, value: $0.value)
        }
        return (isCounter ? Self.rates(newest, reach: reach) : newest).last?.last
            ?? items.last?.last
    }

    /// Takes the newest sample in, unless it is known.
    ///
    /// - Parameter span: How far back the past has to reach.
    mutating func append(_ value: Double, at moment: Timestamp, keeping span: Duration) {
        let sample = Item(at: moment.milliseconds, value: value)
        let before = newest
        guard value.isFinite, sample.at > before?.at ?? .min else { return }
        newest = sample
        let samples = [before, sample].compactMap { $0 }
        let next = isCounter ? Self.rates(samples, reach: reach).last : sample
        guard let next else { return }
        if let last = items.last, step > 0, last.at / step == next.at / step {
            items[items.count - 1].low = min(last.low, next.low)
            items[items.count - 1].high = max(last.high, next.high)
            items[items.count - 1].last = next.last
        } else {
            items.append(next)
        }
        // What nobody can see any more goes when it is a quarter of all.
        let quarter = items.count / 4
        if items[quarter].at < next.at - span.milliseconds { items.removeFirst(quarter) }
    }

    private static func reach(of items: [Item], step: Duration) -> Int64 {
        let distances = zip(items, items.dropFirst()).map { $1.at - $0.at }.sorted()
        let usual = distances.isEmpty ? 10_000 : distances[distances.count / 2]
        return max(usual * 3, step.milliseconds * 2, 3000)
    }

    /// What was read as far as the readings do not reach back, and what they know.
    private static func parts(
        _ bins: [SampleBin],
        _ points: [MetricReading.Point],
        step: Duration
    ) -> (past: [Item], recent: [Item]) {
        let oldest = points.first?.at ?? Timestamp(milliseconds: .max)
        // The first bin of which the readings know every sample, else the end of the last bin.
        let seam =
            bins.first { $0.start >= oldest }?.start
            ?? bins.last.map { step > .zero ? $0.start + step : $0.start + .milliseconds(1) }
            ?? Timestamp(milliseconds: .min)
        let past = bins.filter { $0.start < seam }.map(Item.init)
        let recent = points.filter { $0.at >= seam }.map {
            Item(at: $0.at.milliseconds, value: $0.value)
        }
        return (past, recent)
    }

    private static func rates(_ items: [Item], reach: Int64) -> [Item] {
        zip(items, items.dropFirst()).compactMap { before, after in
            let span = after.at - before.at
            guard span > 0, span <= reach else { return nil }
            // A counter that went down has restarted from zero.
            let growth = after.last >= before.last ? after.last - before.last : after.last
            return Item(at: after.at, value: growth / (Double(span) / 1000))
        }
    }
}

// MARK: In a window of time

extension PlotCourse {
    /// The samples in a window.
    func items(in span: PlotSpan) -> ArraySlice<Item> {
        // Samples that a clock set back wrote may lie out of order.
        guard let first = items.firstIndex(where: span.contains),
            let last = items.lastIndex(where: span.contains)
        else { return [] }
        return items[first...last].allSatisfy(span.contains)
            ? items[first...last] : items.filter(span.contains)[...]
    }

    /// The values between which everything in a window lies; nil when there is none.
    func range(in span: PlotSpan) -> ClosedRange<Double>? {
        let items = items(in: span)
        guard let first = items.first else { return nil }
        var (low, high) = (first.low, first.high)
        for item in items {
            low = min(low, item.low)
            high = max(high, item.high)
        }
        return low...high
    }

    /// The least and the greatest value of each of so many columns of a window; nil is a gap.
    ///
    /// Samples are joined but for spans in which nobody watched: those show as a break, one column
    /// wide at least.
    func columns(
        _ count: Int,
        in span: PlotSpan,
        gaps: [WatchGap]
    ) -> [ClosedRange<Double>?] {
        var columns: [ClosedRange<Double>?] = Array(repeating: nil, count: max(0, count))
        guard !columns.isEmpty, span.length > 0 else { return columns }
        var before: (item: Item, column: Int)?
        for item in items(in: span) {
            let column = span.column(of: item.at, of: count)
            if let before, item.at - before.item.at <= reach, column - before.column > 1,
                !gaps.contains(where: { $0.lies(between: before.item.at, item.at) })
            {
                Self.join(before.item.last, before.column, item.low, column, in: &columns)
            }
            let own = item.low...item.high
            columns[column] = columns[column]?.merged(with: own) ?? own
            before = (item, column)
        }
        for gap in gaps where gap.to >= span.from {
            let first = max(0, span.place(of: gap.from.milliseconds, of: count) + 1)
            let last = max(first, span.place(of: gap.to.milliseconds, of: count) - 1)
            for column in first...last where column < count { columns[column] = nil }
        }
        return columns
    }

    /// A straight line over the columns between two samples.
    private static func join(
        _ left: Double,
        _ first: Int,
        _ right: Double,
        _ last: Int,
        in columns: inout [ClosedRange<Double>?]
    ) {
        for column in first + 1..<last {
            let share = Double(column - first) / Double(last - first)
            let value = left * (1 - share) + right * share
            columns[column] = value...value
        }
    }
}

extension WatchGap {
    /// Whether it lies between two samples.
    fileprivate func lies(between before: Int64, _ after: Int64) -> Bool {
        from.milliseconds < after && to.milliseconds > before
    }
}

extension PlotSpan {
    fileprivate func contains(_ item: PlotCourse.Item) -> Bool {
        item.at >= from.milliseconds && item.at <= to.milliseconds
    }
}
