import FleetModel
import Primitives
import WebClient
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
        return found.masked(by: HeaderMask((try? credentials.get())?.secrets ?? []))
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
        case .substrate, .wakuREST, .wakuRPC, .family, .rpc, .prometheusServer, .metrics, .http,
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
        found.doubt = doubt.map(masked)
        switch kind {
        case .failing(let status, let reason): found.kind = .failing(status: status, masked(reason))
        case .nothing(let reason): found.kind = .nothing(masked(reason))
        case .rpc(let reason): found.kind = .rpc(masked(reason))
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
            if place != url, PageDoubt.isLogin(place) || PageDoubt.asksForLogin(page) {
                // Who is let in is what the address is about, not the page that asks.
                found.take(try await send(WebRequest(.get, url), following: false), at: url)
                found.doubt = "it asks for a login"
                return found
            }
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
        if found.take(metrics: answer, at: place) { return true }
        switch answer.status {
        case 401, 403, 429, 500...: found.metricsRefusal = answer.refusal
        default: break
        }
        return false
    }

    /// The page at an address, or where the server sends from there within itself: the address
    /// itself where that leads to no page.
    private func page(
        _ url: String
    ) async throws(ProbeFailure) -> (answer: HTTPAnswer, place: String) {
        let answer = try await get(url)
        guard answer.place != url, (300..<400).contains(answer.status) else {
            return (answer, answer.place)
        }
        return (try await send(WebRequest(.get, url), following: false), url)
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
        found.target = .waku(WakuTarget(rest: url))
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
            found.target = .substrate(SubstrateTarget(rpc: url))
            found.version = try await call(url, "system_version").result?.string?.asToldByNode
            return true
        }
        // A refusal in the words of Substrate alone.
        if let error = health.error, SubstrateRefusal(error) == .unsafe {
            found.kind = .substrate
            found.target = .substrate(SubstrateTarget(rpc: url))
            return true
        }
        guard case .success = await wakuRPCInfo(url) else { return false }
        found.kind = .wakuRPC
        found.target = .waku(WakuTarget(rpc: url))
        let version = try await call(url, "get_waku_v2_debug_v1_version")
        found.version = version.result?.string?.asToldByNode
        return true
    }
}
