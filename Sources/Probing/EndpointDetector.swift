import IncidentCore
import WireFormats

/// Finds out what answers at an address, to write a fleet file from addresses alone.
///
/// Only the server given is asked, at no other port: first at the path given, then below it.
package enum EndpointDetector {
    /// Asks in all known ways, one after the other, until one fits or the deadline is over.
    ///
    /// `text` is a URL, which may name a user and a password, or the multiaddress of a libp2p
    /// peer, or a bare `host:port`, then HTTP is tried first and HTTPS when the port does not
    /// speak it.
    package static func detect(
        _ text: String,
        client: ProbeClient,
        deadline: Duration
    ) async -> DetectedEndpoint {
        let address = DetectionAddress(text)
        if text.hasPrefix("/") {
            return await client.withDeadline(deadline) { await $0.detectPeer(text) }
        }
        let start = ContinuousClock.now
        let found = await detect(address, as: address.login, client: client, deadline: deadline)
        guard case .failing(status: 401, _) = found.kind,
            case .password(let user, let password) = address.login
        else { return found }
        // The server may want a digest of the password, as monerod does.
        let rest = deadline - (.now - start)
        let login = WebAccess.Login.digest(user: user, password)
        let second = await detect(address, as: login, client: client, deadline: rest)
        return second.target == nil && second.source == nil || second.isFailing ? found : second
    }

    private static func detect(
        _ address: DetectionAddress,
        as login: WebAccess.Login?,
        client: ProbeClient,
        deadline: Duration
    ) async -> DetectedEndpoint {
        let credentials = Result { () throws(FailureReason) in try login.map(Credentials.init) }
        let access = WebAccess(login: login)
        var found = await client.withDeadline(
            deadline,
            access: access,
            credentials: credentials
        ) { session in
            let first = await session.detect(address.url)
            guard address.isBare, first.mayBeSecure else { return first }
            let second = await session.detect("https" + address.url.dropFirst("http".count))
            if case .nothing(.tls(.notTLS)) = second.kind { return first }
            return second
        }
        found.access = access
        found.source?.access = access
        return found.masked(by: HeaderMask((try? credentials.get())?.secrets ?? [:]))
    }
}

extension DetectedEndpoint {
    fileprivate var isFailing: Bool {
        if case .failing = kind { true } else { false }
    }

    /// Whether the port answered plain HTTP in the way that TLS servers do.
    fileprivate var mayBeSecure: Bool {
        switch kind {
        case .nothing(.wrongAPI), .nothing(.connectionClosed), .failing(status: 400, _): true
        case .substrate, .wakuREST, .wakuRPC, .family, .prometheusServer, .metrics, .http,
            .failing, .libp2p, .nothing:
            false
        }
    }

    /// The same without what the server sent back of the credentials.
    fileprivate func masked(by mask: HeaderMask) -> Self {
        var found = self
        func masked(_ text: String) -> String {
            mask.masked(Fact(.version, [text])).values.first ?? text
        }
        func masked(_ reason: FailureReason) -> FailureReason {
            mask.masked(Problem(part: "", reason: reason)).reason
        }
        found.version = version.map(masked)
        found.suggestedName = masked(suggestedName)
        switch kind {
        case .failing(let status, let reason): found.kind = .failing(status: status, masked(reason))
        case .nothing(let reason): found.kind = .nothing(masked(reason))
        case .substrate, .wakuREST, .wakuRPC, .metrics, .family, .prometheusServer, .http, .libp2p:
            break
        }
        return found
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
            if try await detectInterface(url, address, &found) { return found }
            let (page, place) = try await page(url)
            if found.take(metrics: page, at: place) { return found }
            if place != url, let target = try? WebAddress(place),
                try await detectInterface(place, target, &found)
            {
                found.place = found.place ?? place
                return found
            }
            found.take(page, at: place)
        } catch {
            found.kind = .nothing(error.reason)
        }
        return found
    }

    /// Whether something answers at a path or below it that is more than any web server.
    private func detectInterface(
        _ url: String,
        _ address: WebAddress,
        _ found: inout DetectedEndpoint
    ) async throws(ProbeFailure) -> Bool {
        if address.hasNoPath {
            _ = try await get(WebAddress.join(url, "/health"))
        } else {
            let (answer, place) = try await page(url)
            if found.take(metrics: answer, at: place) { return true }
        }
        // What has a query is one page and nothing below which others could lie.
        guard address.query == nil else { return false }
        if try await detectWakuREST(url, &found) { return true }
        if try await detectRPC(url, &found) { return true }
        if try await detectFamily(url, hasNoPath: address.hasNoPath, &found) { return true }
        if try await detectPrometheus(at: address, &found) { return true }
        let (answer, place) = try await page(WebAddress.join(url, "/metrics"))
        return found.take(metrics: answer, at: place)
    }

    /// The page at an address, or where the server sends from there within itself.
    private func page(
        _ url: String
    ) async throws(ProbeFailure) -> (answer: HTTPAnswer, place: String) {
        let answer = try await get(url)
        return (answer, answer.place)
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
    /// Takes a page of which no more is known.
    ///
    /// Only success can be the norm: an error is most likely an outage, and what a server says
    /// of itself while it is away must not become what is expected of it.
    fileprivate mutating func take(_ answer: HTTPAnswer, at place: String) {
        let refusal = answer.refusal
        kind = refusal.map { .failing(status: answer.status, $0) } ?? .http(status: answer.status)
        target = .http(url: place, status: refusal == nil ? answer.status : 200, contains: nil)
        if place != url { self.place = place }
    }

    /// Takes an answer for a metrics page if it is one.
    fileprivate mutating func take(metrics answer: HTTPAnswer, at place: String) -> Bool {
        guard answer.status == 200,
            let page = try? MetricsPage(answer, selecting: SubstrateSeries.selection),
            page.sampleCount > 0
        else { return false }
        let exporter = Exporter(of: answer)
        let build = SubstrateSeries.buildInfo.rawValue
        kind = .metrics(of: exporter)
        let usual = [url, WebAddress.metricsPage(url), WebAddress.join(url, "/metrics")]
        if !usual.contains(place) { self.place = place }
        // The root is written as it was given only where polls look at `/metrics` by themselves.
        let url = WebAddress.metricsPage(place)
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
