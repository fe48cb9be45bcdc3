package import FleetModel
package import Primitives

/// What a node told in a span of time.
package struct HistoryReport: Report {
    private let window: HistoryWindow
    private let series: Series

    private enum Series: Sendable {
        /// One series with its bins.
        case one(MetricName, [SampleBin])
        /// Every series, in the order of their names.
        case all([(metric: MetricName, bins: [SampleBin])])
    }

    /// One series with its points.
    package init(_ window: HistoryWindow, _ metric: MetricName, _ bins: [SampleBin]) {
        self.window = window
        series = .one(metric, bins)
    }

    /// Every series, summed up.
    package init(_ window: HistoryWindow, _ all: [MetricName: [SampleBin]]) {
        self.window = window
        series = .all(all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// All bins of a series in one.
    private static func sum(_ bins: [SampleBin]) -> SampleBin? {
        guard var sum = bins.first else { return nil }
        for bin in bins.dropFirst() { sum.merge(bin) }
        return sum
    }

    // MARK: Machines

    private enum CodingKeys: CodingKey {
        case metric, points, metrics
    }

    /// The figures of a bin.
    private struct Figures: Encodable {
        var metric: MetricName?
        var at: Timestamp?
        var firstAt: Timestamp?
        var lastAt: Timestamp?
        @FiniteOrNull var last: Double
        @FiniteOrNull var min: Double
        @FiniteOrNull var mean: Double
        @FiniteOrNull var max: Double
        let count: Int

        init(_ bin: SampleBin) {
            _last = FiniteOrNull(wrappedValue: bin.last)
            _min = FiniteOrNull(wrappedValue: bin.min)
            _mean = FiniteOrNull(wrappedValue: bin.mean)
            _max = FiniteOrNull(wrappedValue: bin.max)
            count = bin.count
        }
    }

    /// Writes the window with its series.
    package func encode(to encoder: any Encoder) throws {
        try window.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch series {
        case .one(let metric, let bins):
            try container.encode(metric, forKey: .metric)
            let points = bins.map { bin in
                var figures = Figures(bin)
                figures.at = bin.start
                return figures
            }
            try container.encode(points, forKey: .points)
        case .all(let all):
            let metrics = all.compactMap { metric, bins -> Figures? in
                guard let sum = Self.sum(bins) else { return nil }
                var figures = Figures(sum)
                figures.metric = metric
                figures.firstAt = sum.start
                figures.lastAt = bins.last?.start
                return figures
            }
            try container.encode(metrics, forKey: .metrics)
        }
    }

    /// The same as comma-separated values (RFC 4180), a heading first; of samples that are summed
    /// up, `at` is the beginning of the span.
    package var csv: [String] {
        let rows: [String] =
            switch series {
            case .one(let metric, let bins): bins.map { csv(metric, $0) }
            case .all(let all):
                all.compactMap { metric, bins in Self.sum(bins).map { csv(metric, $0) } }
            }
        return ["node,metric,at,last,min,mean,max,count"] + rows
    }

    private func csv(_ metric: MetricName, _ bin: SampleBin) -> String {
        let names = [window.node.rawValue, metric.rawValue].map(Self.csvCell)
        let numbers = [bin.last, bin.min, bin.mean, bin.max].map(Self.csvCell)
        return (names + [bin.start.description] + numbers + [String(bin.count)])
            .joined(separator: ",")
    }

    private static func csvCell(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func csvCell(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        let isWhole = value.rounded() == value && abs(value) < 1e15
        return isWhole ? String(Int64(value)) : String(value)
    }

    // MARK: People

    /// One series as a row a span and its course, or a row a series; then when nobody watched.
    package func text(at now: Timestamp) -> [ReportPart] {
        let parts =
            switch series {
            case .one(let metric, let bins): parts(metric, bins)
            case .all(let all): [ReportPart.table(list(all))]
            }
        return parts + window.notWatched.map { .line($0.words) }
    }

    private func parts(_ metric: MetricName, _ bins: [SampleBin]) -> [ReportPart] {
        func text(_ value: Double) -> String { MetricText.brief(value, of: metric) }
        var table = ReportTable(
            "AT",
            "LAST",
            "MIN",
            "MEAN",
            "MAX",
            "SAMPLES",
            spare: ["SAMPLES"],
            empty: "nothing was recorded"
        )
        for bin in bins {
            table.add(
                "\(bin.start.date) \(bin.start.clock)Z",
                text(bin.last),
                text(bin.min),
                text(bin.mean),
                text(bin.max),
                String(bin.count)
            )
        }
        guard let sum = Self.sum(bins) else { return [.table(table)] }
        return [
            .line("\(window.node) \(metric)"),
            .course(
                window.course(bins),
                "\(text(sum.min))–\(text(sum.max)), last \(text(sum.last))"
            ),
            .table(table),
        ]
    }

    private func list(_ all: [(metric: MetricName, bins: [SampleBin])]) -> ReportTable {
        var table = ReportTable(
            "METRIC",
            "COURSE",
            "LAST",
            "MIN",
            "MAX",
            "SAMPLES",
            spare: ["SAMPLES"],
            empty: "nothing was recorded"
        )
        for (metric, bins) in all {
            guard let sum = Self.sum(bins) else { continue }
            table.add(cells: [
                .text(metric.rawValue),
                .course(window.course(bins)),
                .text(MetricText.brief(sum.last, of: metric)),
                .text(MetricText.brief(sum.min, of: metric)),
                .text(MetricText.brief(sum.max, of: metric)),
                .text(String(sum.count)),
            ])
        }
        return table
    }
}
