import IncidentCore
import WireFormats

/// Servers that are no nodes of ours by birth: Prometheus, and the JSON-RPC of other chains.
extension ProbeSession {
    /// Whether a Prometheus-compatible server answers at a path, or where such servers usually
    /// lie below the root of one.
    func detectPrometheus(
        at address: WebAddress,
        _ found: inout DetectedEndpoint
    ) async throws(ProbeFailure) -> Bool {
        for base in address.prometheusBases {
            if try await detectPrometheus(base, &found) {
                if base != found.url { found.place = base }
                return true
            }
        }
        return false
    }

    /// Whether a Prometheus-compatible server answers; it then becomes a source.
    private func detectPrometheus(
        _ url: String,
        _ found: inout DetectedEndpoint
    ) async throws(ProbeFailure) -> Bool {
        let answer = try await get(WebAddress.join(url, "/api/v1/status/buildinfo"))
        guard answer.status == 200, let value = try? JSONValue(parsing: answer.body.span),
            value["status"]?.string == "success", let data = value["data"]?.object
        else { return false }
        found.kind = .prometheusServer
        found.version = data["version"]?.string?.asToldByNode
        found.source = FleetSource(
            server: url,
            roleLabel: "job",
            picks: QueryPicks(samples: [
                SampleQuery(.memory, "process_resident_memory_bytes"),
                SampleQuery(.cpuSeconds, "process_cpu_seconds_total"),
                SampleQuery(.startTime, "process_start_time_seconds"),
            ])
        )
        return true
    }

    /// Whether a node of a known family answers.
    func detectFamily(
        _ url: String,
        hasNoPath: Bool,
        _ found: inout DetectedEndpoint
    ) async throws(ProbeFailure) -> Bool {
        let call = JSONRPC.Call(id: 1, method: "web3_clientVersion")
        let answer = try await post(url, json: JSONRPC.request(call))
        // Bitcoin Core and its forks answer nobody without a password (src/httprpc.cpp).
        if answer.status == 401,
            answer.challenges.contains(where: { $0.contains("realm=\"jsonrpc\"") })
        {
            found.take(.bitcoin, at: url)
            return true
        }
        if let response = try? JSONRPC.response(in: answer.body.span) {
            if let version = response.result?.string {
                found.take(.evm, at: url)
                found.version = version.asToldByNode
                return true
            }
            if try await detectReticent(url, &found) { return true }
        }
        let page = hasNoPath ? WebAddress.join(url, "/json_rpc") : url
        let info = try? await self.call(page, "get_info")
        guard let result = info?.result, result["nettype"]?.string != nil else { return false }
        found.take(.monero, at: page)
        found.version = result["version"]?.string?.asToldByNode
        return true
    }
}

extension ProbeSession {
    /// Whether a node of a known family answers that does not tell its version: one behind a
    /// provider, or one of Bitcoin's that lets us in.
    private func detectReticent(
        _ url: String,
        _ found: inout DetectedEndpoint
    ) async throws(ProbeFailure) -> Bool {
        func result(_ method: String) async throws(ProbeFailure) -> JSONValue? {
            let call = JSONRPC.Call(id: 1, method: method)
            let answer = try await post(url, json: JSONRPC.request(call))
            return (try? JSONRPC.response(in: answer.body.span))?.result
        }
        if try await result("eth_blockNumber")?.string?.hasPrefix("0x") == true {
            found.take(.evm, at: url)
            return true
        }
        let chain = try await result("getblockchaininfo")
        guard chain?["blocks"]?.integer != nil, chain?["chain"]?.string != nil else { return false }
        found.take(.bitcoin, at: url)
        let network = try await result("getnetworkinfo")
        found.version = network?["subversion"]?.string?.asToldByNode
        return true
    }
}

extension WebAddress {
    /// Where a Prometheus-compatible server may have its API: at the path itself, at the one that
    /// a page for people or a query lies below, and below a root where Mimir
    /// (`-http.prometheus-http-prefix`) and the select nodes of VictoriaMetrics have it.
    fileprivate var prometheusBases: [String] {
        let base = origin + path
        if hasNoPath {
            return [base] + ["/prometheus", "/select/0/prometheus"].map { Self.join(base, $0) }
        }
        for page in ["/api/v1", "/graph", "/query", "/vmui"] {
            guard let mark = path.firstRange(of: page) else { continue }
            return [base, origin + path[..<mark.lowerBound]]
        }
        return [base]
    }
}

extension DetectedEndpoint {
    fileprivate mutating func take(_ family: JSONRPCTarget.Family, at url: String) {
        kind = .family(family)
        target = .jsonrpc(JSONRPCTarget(url: url, family: family))
    }
}
