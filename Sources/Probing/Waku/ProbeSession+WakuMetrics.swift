import Primitives
import WireFormats

extension ProbeSession {
    /// Reads the metrics page of a Waku node of any era.
    func readWakuMetrics(_ url: String) async -> PollResult {
        await part("metrics") { reading throws(ProbeFailure) in
            let page = try await metricsPage(url, selecting: WakuSeries.selection)
            reading.isAnswered = true
            for (place, sum) in WakuSeries.sums.enumerated() {
                reading.record(sum.name, page.value(place))
            }
            reading.record(
                .storeMessages,
                page.value(WakuSeries.storeMessages.place, labels: ["type": "stored"])
            )
            // Zero is said, so that a fault is known to be over after a node was started anew.
            let errors = WakuSeries.storeErrorFamilies.compactMap { page.errorCount($0.place) }
            reading.record(.storeErrors, errors.isEmpty ? nil : errors.reduce(0, +))
            reading.record(.version, Self.wakuVersion(of: page))
            reading.note(oddLinesOf: page, part: "metrics")
        }
    }

    /// The version on the page, or what the page gives away about it.
    ///
    /// There is no version metric before October 2022 (nwaku 1234). The `waku_keepalive_*`
    /// families belong to v0.3 and v0.4 alone; libp2p ping replaced them on 2021-06-15.
    private static func wakuVersion(of page: MetricsPage) -> String? {
        let version = WakuSeries.version.place
        if let text = page.label("version", of: version) ?? page.label("git_version", of: version) {
            return text
        }
        func knows(_ metrics: MetricName..., or series: WakuSeries...) -> Bool {
            WakuSeries.sums.enumerated().contains {
                metrics.contains($0.element.name) && page.knows($0.offset)
            } || series.contains { page.knows($0.place) }
        }
        if knows(.keepaliveErrors, or: .keepaliveCount) { return "v0.4 or older" }
        let isThatEra = knows(.peers, .mesh) && knows(or: .storeMessages, .storeErrors)
        return isThatEra ? "newer than v0.4" : nil
    }
}

/// The series of a Waku node that are more than one number, under the oldest of their names.
///
/// Those that are one number stand in the catalogue of metrics, and come first.
private enum WakuSeries: String, CaseIterable {
    case storeMessages = "waku_store_messages"
    case storeErrors = "waku_store_errors"
    case archiveErrors = "waku_archive_errors"
    case peerErrors = "waku_peers_errors"
    case version = "waku_version"
    case keepaliveCount = "waku_keepalive_count"

    /// Its place among all series that are read.
    var place: Int { Self.places[self] ?? 0 }

    /// Series whose label sets are added up, and what they are to us.
    static let sums = MetricCatalogue.series(of: .wakuPage)
    static let selection = MetricSelection(
        (sums.map(\.series) + allCases.map(\.rawValue)).map { .waku($0) }
    )
    static let storeErrorFamilies = [storeErrors, archiveErrors, peerErrors]

    private static let places = Dictionary(
        uniqueKeysWithValues: zip(allCases, sums.count...)
    )
}
