import FleetModel
import Primitives
import WireFormats

extension DetectedEndpoint {
    /// Takes a page of which no more is known.
    ///
    /// Only success can be the norm: an error is most likely an outage, and what a server says
    /// of itself while it is away must not become what is expected of it. So are the stranger
    /// ones of the successes: a beacon node that lags behind answers 206.
    mutating func take(_ answer: HTTPAnswer, at place: String) {
        if let rpcRefusal {
            kind = .rpc(rpcRefusal)
            return
        }
        var refusal = answer.refusal
        if refusal == nil, !(200...204).contains(answer.status) { refusal = .status(answer.status) }
        guard let refusal else {
            kind = .http(status: answer.status)
            target = .http(url: place, status: answer.status, contains: nil)
            if place != url { self.place = place }
            doubt = PageDoubt.words(of: answer)
            if doubt == nil, let metricsRefusal {
                doubt = "its /metrics cannot be read: \(metricsRefusal.sentence)"
            }
            return
        }
        kind = .failing(status: answer.status, refusal)
        target = .http(url: url, status: 200, contains: nil)
    }

    /// Takes an answer for a metrics page if it is one.
    mutating func take(metrics answer: HTTPAnswer, at place: String) -> Bool {
        guard answer.status == 200,
            let page = try? MetricsPage(answer, selecting: SubstrateSeries.selection),
            page.sampleCount > 0
        else { return false }
        let exporter = Exporter(of: page)
        let build = SubstrateSeries.buildInfo.rawValue
        kind = .metrics(of: exporter)
        let usual = [url, WebAddress.metricsPage(url), WebAddress.join(url, "/metrics")]
        if !usual.contains(place) { self.place = place }
        // The root is written as it was given only where polls look at `/metrics` by themselves.
        let url = WebAddress.metricsPage(place)
        switch exporter {
        case .waku:
            target = .waku(WakuTarget(metrics: url))
            let page = try? MetricsPage(answer, selecting: MetricSelection([.waku("waku_version")]))
            version = page?.label("version", of: 0) ?? page?.label("git_version", of: 0)
        case .substrate:
            target = .prometheus(url: url, metrics: Self.substratePicks(page))
            version = page.label("version", of: build)
            if let name = page.label("name", of: build)?.asToldByNode, name.count <= 64 {
                suggestedName = name
            }
        case .other:
            target = .prometheus(url: url, metrics: [])
            version = page.buildVersion
        }
        version = version?.asToldByNode
        return true
    }

    /// Without its RPC a Substrate node still tells heights and peers on its page.
    private static func substratePicks(_ page: MetricsPage) -> [MetricPick] {
        let namespace = page.hasSeries("substrate_block_height") ? "substrate" : "polkadot"
        func height(_ name: MetricName, _ status: String) -> MetricPick {
            MetricPick(
                name: name,
                series: namespace + "_block_height",
                labels: ["status": status]
            )
        }
        return [
            height(.heightBest, "best"), height(.heightFinalized, "finalized"),
            MetricPick(name: .peers, series: namespace + "_sub_libp2p_peers_count"),
            MetricPick(name: .startTime, series: namespace + "_process_start_time_seconds"),
        ]
    }
}

extension DetectedEndpoint.Exporter {
    /// Tells by the names of the samples on the page.
    fileprivate init(of page: MetricsPage) {
        if ["substrate_", "polkadot_block_height"].contains(where: page.hasSeries) {
            self = .substrate
        } else if ["waku_", "logos_delivery_", "libp2p_gossipsub_"]
            .contains(where: page.hasSeries)
        {
            self = .waku
        } else {
            self = .other
        }
    }
}
