import FleetModel
import Primitives
import WireFormats

extension ProbeSession {
    /// Reads any exposition page: the picks, or without picks what most exporters tell.
    func readMetrics(_ target: PrometheusTarget) async -> PollResult {
        await part("metrics") { reading throws(ProbeFailure) in
            let picks = target.metrics.isEmpty ? Self.usualPicks : target.metrics
            let series = memory.series(of: picks, at: target.url)
            let page = try await metricsPage(target.url, selecting: series.selection)
            reading.isAnswered = true
            var missing: [MetricPick] = []
            for (pick, place) in zip(picks, series.places) {
                let value = page.value(
                    place,
                    of: pick.name,
                    labels: pick.labels,
                    preferring: pick.series
                )
                let isOdd = page.summary.unreadable[place] != nil
                if value == nil, !isOdd { missing.append(pick) }
                if let value, !value.isFinite {
                    reading.note("metrics", .other("\(pick.name) is not a number"))
                }
                reading.record(pick.name, value)
            }
            reading.record(.series, Double(page.sampleCount))
            reading.record(.version, page.buildVersion)
            reading.note(oddLinesOf: page, part: "metrics")
            if picks != Self.usualPicks, !missing.isEmpty {
                let names = missing.map(\.name.rawValue).joined(separator: ", ")
                let hints = page.lookalikes(of: missing).map { "; \($0.old) may be \($0.new) now" }
                reading.note(
                    "metrics",
                    .other("no series on the page for \(names)" + hints.joined())
                )
            }
        }
    }

    /// What the process collectors of all client libraries export, and two figures of
    /// node_exporter.
    private static let usualPicks = MetricCatalogue.series(of: .exporter).map {
        MetricPick(name: $0.name, series: $0.series)
    }
}
