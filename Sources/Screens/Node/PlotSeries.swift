import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// The course of one metric over a window of time, ready to be drawn.
///
/// What was read of the past comes first, what only the readings know follows. A counter is shown
/// by its growth per second, because its value says nothing.
struct PlotSeries {
    /// The metric.
    let metric: MetricName
    /// The least and the greatest value of each column of dots; nil is a gap.
    private(set) var columns: [ClosedRange<Double>?]
    /// The values between which everything in the window lies; nil when there is none.
    let range: ClosedRange<Double>?
    /// The newest value; nil when there is none.
    let last: Double?
    private let items: [Item]
    private let reach: Int64

    /// A sample, or several summed up.
    private struct Item {
        let at: Int64
        var low: Double
        var high: Double
        var last: Double
    }

    /// The course of a metric of a node, in this many columns of dots.
    init(_ model: AppModel, _ node: NodeID, _ metric: MetricName, dots: Int) {
        self.metric = metric
        let view = model.nodeView
        let from = (model.now - view.window.span).milliseconds
        let step = view.loaded?.step ?? .zero
        let points = (model.snapshot.readings.nodes[node]?.metrics[metric]?.history ?? [])
            .filter(\.value.isFinite)
        var bins = view.bins(of: metric, node)
        // A counter's growth over a span that was not over yet is not known.
        if metric.isCounter, step > .zero, let loaded = view.loaded {
            bins.removeAll { $0.start + step > loaded.to }
        }
        let (past, recent) = Self.parts(bins, points, step: step)
        let reach = Self.reach(of: past + recent, step: step)
        // A rate from the one part to the other would span moments that are not known exactly.
        let all =
            metric.isCounter
            ? Self.rates(past, reach: reach) + Self.rates(recent, reach: reach) : past + recent
        // The readings are newer than what was read, even where a long span hides them.
        let newest = points.suffix(2).map {
            Item(at: $0.at.milliseconds, low: $0.value, high: $0.value, last: $0.value)
        }
        last =
            (metric.isCounter ? Self.rates(newest, reach: reach) : newest).last?.last
            ?? all.last?.last
        items = all.filter { $0.at >= from && $0.at <= model.now.milliseconds }
        self.reach = reach
        range = Self.range(of: items)
        columns = Array(repeating: nil, count: max(0, dots))
        let gaps = model.log.watchGaps.filter { gap in
            gap.fleet == nil || model.fleet == nil || gap.fleet == model.fleet?.name
        }
        fill(from: from, span: view.window.span.milliseconds, gaps: gaps)
    }

    /// The name; that of a counter says that its growth is shown: `graft/s` for `graft_total`.
    var title: String {
        let name = metric.rawValue
        guard metric.isCounter else { return name }
        let isTotal = name.hasSuffix("_total") || name.hasSuffix(".total")
        return (isTotal ? String(name.dropLast(6)) : name) + "/s"
    }

    /// The value at a moment: that of the sample before it, unless that is too long ago.
    func value(at moment: Timestamp) -> Double? {
        guard let item = items.last(where: { $0.at <= moment.milliseconds }),
            moment.milliseconds - item.at <= reach
        else { return nil }
        return item.last
    }

    /// A value as people read it.
    func text(_ value: Double) -> String {
        guard metric.isCounter else { return MetricText.brief(value, of: metric) }
        // A second of CPU each second is one core.
        if metric == .cpuSeconds { return NumberText.brief(value) }
        return MetricText.brief(value, of: metric)
    }

    /// For how long a sample stands for what comes after it: three usual distances.
    ///
    /// Longer silences are gaps.
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
        let past = bins.filter { $0.start < seam }.map {
            Item(at: $0.start.milliseconds, low: $0.min, high: $0.max, last: $0.last)
        }
        let recent = points.filter { $0.at >= seam }.map {
            Item(at: $0.at.milliseconds, low: $0.value, high: $0.value, last: $0.value)
        }
        return (past, recent)
    }

    private static func rates(_ items: [Item], reach: Int64) -> [Item] {
        zip(items, items.dropFirst()).compactMap { before, after in
            let span = after.at - before.at
            guard span > 0, span <= reach else { return nil }
            // A counter that went down has restarted from zero.
            let growth = after.last >= before.last ? after.last - before.last : after.last
            let rate = growth / (Double(span) / 1000)
            return Item(at: after.at, low: rate, high: rate, last: rate)
        }
    }

    private static func range(of items: [Item]) -> ClosedRange<Double>? {
        guard let first = items.first else { return nil }
        var (low, high) = (first.low, first.high)
        for item in items {
            low = min(low, item.low)
            high = max(high, item.high)
        }
        return low...high
    }

    /// Samples are joined but for spans in which nobody watched: those show as a break, one column
    /// wide at least.
    private mutating func fill(from: Int64, span: Int64, gaps: [WatchGap]) {
        guard !columns.isEmpty, span > 0 else { return }
        let dots = Int64(columns.count)
        var before: (item: Item, column: Int)?
        for item in items {
            let column = Int(min(dots - 1, (item.at - from) * dots / span))
            if let before, item.at - before.item.at <= reach, column - before.column > 1,
                !gaps.contains(where: { $0.lies(between: before.item.at, item.at) })
            {
                join(before.item.last, before.column, item.low, column)
            }
            let own = item.low...item.high
            columns[column] =
                columns[column].map {
                    min($0.lowerBound, own.lowerBound)...max($0.upperBound, own.upperBound)
                } ?? own
            before = (item, column)
        }
        for gap in gaps where gap.to.milliseconds >= from {
            let first = max(0, (gap.from.milliseconds - from) * dots / span + 1)
            let last = max(first, (gap.to.milliseconds - from) * dots / span - 1)
            for column in first...last where column < dots { columns[Int(column)] = nil }
        }
    }

    /// A straight line over the columns between two samples.
    private mutating func join(_ left: Double, _ first: Int, _ right: Double, _ last: Int) {
        for column in first + 1..<last {
            let share = Double(column - first) / Double(last - first)
            let value = left * (1 - share) + right * share
            columns[column] = value...value
        }
    }
}

extension PlotSeries {
    /// The metrics of a node that there is anything to show of: those that the signal is about that
    /// the person came from, then those of other signals on it, then those that tell most.
    static func names(_ model: AppModel, _ node: NodeID) -> [MetricName] {
        var names = Set((model.snapshot.readings.nodes[node]?.metrics ?? [:]).keys)
        if model.nodeView.loaded?.node == node { names.formUnion(model.nodeView.history.keys) }
        // Starts of the process are marks on the time axis.
        names.remove(.startTime)
        let ranked = names.map { (MetricCatalogue.rank(of: $0), $0) }
        let usual = ranked.sorted { $0 < $1 }.map(\.1)
        var affected: [MetricName] = []
        let from = model.trail.before?.signal.flatMap(model.signal(inRow:))
        for signal in [from].compactMap({ $0 }) + model.health.signals(on: node) {
            affected += AffectedSeries.names(signal.finding, among: usual)
                .filter { !affected.contains($0) }
        }
        return affected + usual.filter { !affected.contains($0) }
    }
}

extension WatchGap {
    /// Whether it lies between two samples.
    fileprivate func lies(between before: Int64, _ after: Int64) -> Bool {
        from.milliseconds < after && to.milliseconds > before
    }
}
