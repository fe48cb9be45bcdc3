import IncidentCore
import WireFormats

/// Finds out what answers at an address, to write a fleet file from addresses alone.
///
/// Only the address given is asked: no other port and, where a path is given, first that path.
package enum EndpointDetector {
    /// Asks in all known ways, one after the other, until one fits or the deadline is over.
    ///
    /// `url` is a URL, or the multiaddress of a libp2p peer, or a bare `host:port`, then HTTP is
    /// tried first and HTTPS when the port does not speak it.
    package static func detect(
        _ url: String,
        client: ProbeClient,
        deadline: Duration
    ) async -> DetectedEndpoint {
        if url.hasPrefix("/") {
            return await client.withDeadline(deadline) { await $0.detectPeer(url) }
        }
        let isBare = url.firstRange(of: "://") == nil
        return await client.withDeadline(deadline) { session in
            let first = await session.detect(isBare ? "http://" + url : url)
            guard isBare, first.mayBeSecure else { return first }
            let second = await session.detect("https://" + url)
            if case .nothing(.tls(.notTLS)) = second.kind { return first }
            return second
        }
    }
}

extension DetectedEndpoint {
    /// Whether the port answered plain HTTP in the way that TLS servers do.
    fileprivate var mayBeSecure: Bool {
        switch kind {
        case .nothing(.wrongAPI), .nothing(.connectionClosed), .http(status: 400): true
        case .substrate, .wakuREST, .wakuRPC, .metrics, .http, .libp2p, .nothing: false
        }
    }
}

extension ProbeSession {
    fileprivate func detect(_ url: String) async -> DetectedEndpoint {
        let address: WebAddress
        do throws(WebAddress.Mistake) {
            address = try WebAddress(url)
        } catch {
            let kind = DetectedEndpoint.Kind.nothing(.invalidAddress(error))
            return DetectedEndpoint(kind: kind, url: url, suggestedName: url)
        }
        var found = DetectedEndpoint(
            kind: .http(status: 200),
            url: url,
            suggestedName: address.hostAndPort
        )
        do throws(ProbeFailure) {
            let answer = try await get(address.hasNoPath ? WebAddress.join(url, "/health") : url)
            if !address.hasNoPath, found.take(metrics: answer) { return found }
            if try await detectWakuREST(url, &found) { return found }
            if try await detectRPC(url, &found) { return found }
            if address.hasNoPath {
                if found.take(metrics: try await get(WebAddress.join(url, "/metrics"))) {
                    return found
                }
            }
            let page = try await get(url)
            if found.take(metrics: page) { return found }
            found.kind = .http(status: page.status)
            found.target = .http(url: url, status: page.status, contains: nil)
        } catch {
            found.kind = .nothing(error.reason)
        }
        return found
    }

    private func detectWakuREST(
        _ url: String,
        _ found: inout DetectedEndpoint
    ) async throws(ProbeFailure) -> Bool {
        do throws(ProbeFailure) {
            guard try await wakuInfo(url) != nil else { return false }
        } catch {
            guard error.reason == .initialising else { throw error }
        }
        found.kind = .wakuREST
        found.target = .waku(rest: url, rpc: nil, metrics: nil)
        let path = memory.way(for: url) == .debugPaths ? "/debug/v1/version" : "/version"
        let answer = try await get(WebAddress.join(url, path))
        if answer.status == 200 {
            let version = try? answer.read { bytes throws(WireFormatError) in
                try WakuVersion(body: bytes)
            }
            found.version = version?.text.asToldByNode
        }
        return true
    }

    private func detectRPC(
        _ url: String,
        _ found: inout DetectedEndpoint
    ) async throws(ProbeFailure) -> Bool {
        let health: JSONRPC.Response
        do throws(ProbeFailure) {
            health = try await call(url, "system_health")
        } catch {
            guard error.isAnswer else { throw error }
            return false
        }
        if let result = health.result, (try? SubstrateHealth(result)) != nil {
            found.kind = .substrate
            found.target = .substrate(rpc: url, relayRPC: nil, metrics: nil, relayMetrics: nil)
            found.version = try await call(url, "system_version").result?.string?.asToldByNode
            return true
        }
        guard case .success = await wakuRPCInfo(url) else { return false }
        found.kind = .wakuRPC
        found.target = .waku(rest: nil, rpc: url, metrics: nil)
        let version = try await call(url, "get_waku_v2_debug_v1_version")
        found.version = version.result?.string?.asToldByNode
        return true
    }
}

extension DetectedEndpoint {
    /// Takes an answer for a metrics page if it is one.
    fileprivate mutating func take(metrics answer: HTTPAnswer) -> Bool {
        guard answer.status == 200,
            let page = try? MetricsPage(answer, selecting: SubstrateSeries.selection),
            page.sampleCount > 0
        else { return false }
        let exporter = Exporter(of: answer)
        let build = SubstrateSeries.buildInfo.rawValue
        kind = .metrics(of: exporter)
        let url = WebAddress.metricsPage(url)
        switch exporter {
        case .waku:
            target = .waku(rest: nil, rpc: nil, metrics: url)
            let page = try? MetricsPage(answer, selecting: MetricSelection([.waku("waku_version")]))
            version = page?.label("version", of: 0) ?? page?.label("git_version", of: 0)
        case .substrate:
            target = .prometheus(url: url, metrics: Self.substratePicks(answer))
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
    private static func substratePicks(_ answer: HTTPAnswer) -> [MetricPick] {
        let namespace = answer.contains("substrate_block_height") ? "substrate" : "polkadot"
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
    /// Tells by the names on the page.
    fileprivate init(of answer: HTTPAnswer) {
        if answer.contains("substrate_") || answer.contains("polkadot_block_height") {
            self = .substrate
        } else if ["waku_", "logos_delivery_", "libp2p_gossipsub_"].contains(where: answer.contains)
        {
            self = .waku
        } else {
            self = .other
        }
    }
}
