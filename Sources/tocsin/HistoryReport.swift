import CellGrid
import FleetModel
import IncidentLog
import Primitives

/// What a node told in a span of time, as tables, JSON and comma-separated values.
struct HistoryReport {
    let node: NodeID
    let from: Timestamp
    let to: Timestamp
    /// The length of the spans that samples are summed up in; zero for every sample.
    let step: Duration
    /// The spans in which nobody watched.
    var gaps: [WatchGap] = []

    /// Lengths of spans that people count in.
    static let roundSteps: [Duration] = [
        1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
    ].map { .seconds($0) }

    /// All bins of a series in one.
    static func sum(_ bins: [SampleBin]) -> SampleBin? {
        guard var sum = bins.first else { return nil }
        for bin in bins.dropFirst() { sum.merge(bin) }
        return sum
    }

    // MARK: Machines

    static let csvHeading = "node,metric,at,last,min,mean,max,count"

    /// One row; of samples that are summed up, `at` is the beginning of the span.
    func csv(_ metric: MetricName, _ bin: SampleBin) -> String {
        let numbers = [bin.last, bin.min, bin.mean, bin.max].map { JSONText.number($0).text }
        let cells = [node.rawValue, metric.rawValue].map(Self.csvCell) + [bin.start.description]
        return (cells + numbers + [String(bin.count)]).joined(separator: ",")
    }

    /// A text as RFC 4180 has it.
    private static func csvCell(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// One series with its points.
    func json(_ metric: MetricName, _ bins: [SampleBin]) -> JSONText {
        .object(
            head + [
                ("metric", .text(metric.rawValue)), ("points", .array(bins.map(Self.json))),
            ]
        )
    }

    /// Every series in one point each.
    func json(_ all: [(key: MetricName, value: [SampleBin])]) -> JSONText {
        .object(
            head + [
                (
                    "metrics",
                    .array(
                        all.compactMap { metric, bins in
                            Self.sum(bins).map { sum in
                                .object(
                                    [
                                        ("metric", .text(metric.rawValue)),
                                        ("firstAt", .time(sum.start)),
                                        ("lastAt", .time(bins.last?.start)),
                                    ] + Self.numbers(sum)
                                )
                            }
                        }
                    )
                )
            ]
        )
    }

    private var head: [(String, JSONText?)] {
        [
            ("node", .text(node.rawValue)), ("from", .time(from)), ("to", .time(to)),
            ("stepSeconds", .number(step.inSeconds)),
            (
                "notWatched",
                .array(gaps.map { .object([("from", .time($0.from)), ("to", .time($0.to))]) })
            ),
        ]
    }

    private static func json(_ bin: SampleBin) -> JSONText {
        .object([("at", .time(bin.start))] + numbers(bin))
    }

    private static func numbers(_ bin: SampleBin) -> [(String, JSONText?)] {
        [
            ("last", .number(bin.last)), ("min", .number(bin.min)), ("mean", .number(bin.mean)),
            ("max", .number(bin.max)), ("count", .number(bin.count)),
        ]
    }

    // MARK: People

    /// A row a span, and the course over all of it.
    func showTable(_ metric: MetricName, _ bins: [SampleBin]) {
        func text(_ value: Double) -> String { MetricText.brief(value, of: metric) }
        if let sum = Self.sum(bins) {
            Output.line("\(node) \(metric)")
            Output.line(
                "\(course(bins))  \(text(sum.min))–\(text(sum.max)), last \(text(sum.last))"
            )
        }
        var table = Table("AT", "LAST", "MIN", "MEAN", "MAX", "SAMPLES")
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
        table.show(empty: "nothing was recorded")
        showGaps()
    }

    /// A row a metric.
    func showList(_ all: [(key: MetricName, value: [SampleBin])]) {
        var table = Table("METRIC", "COURSE", "LAST", "MIN", "MAX", "SAMPLES")
        for (metric, bins) in all {
            guard let sum = Self.sum(bins) else { continue }
            table.add(
                metric.rawValue,
                course(bins),
                MetricText.brief(sum.last, of: metric),
                MetricText.brief(sum.min, of: metric),
                MetricText.brief(sum.max, of: metric),
                String(sum.count)
            )
        }
        table.show(empty: "nothing was recorded")
        showGaps()
    }

    private func showGaps() {
        for gap in gaps {
            let (from, to) = (gap.from, gap.to)
            Output.line(
                "not watched from \(from.date) \(from.clock)Z to \(to.date) \(to.clock)Z "
                    + "(\(gap.span.brief))"
            )
        }
    }

    /// The means along the span of time, gaps left empty.
    private func course(_ bins: [SampleBin]) -> String {
        let step = max(step, (to - from) / 24)
        let first = SampleBinner.start(of: from, step: step)
        let count = max(1, Int((to - first) / step) + 1)
        var values = [Double?](repeating: nil, count: count)
        for bin in bins {
            let place = Int((bin.start - first) / step)
            if values.indices.contains(place) { values[place] = bin.mean }
        }
        return Sparkline.blocks(values, width: count)
    }
}
