import FleetModel
import Primitives
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
        let value = try? JSONValue(parsing: answer.body.span)
        if answer.status == 200, value?["status"]?.string == "success",
            let data = value?["data"]?.object
        {
            found.version = data["version"]?.string?.asToldByNode
        } else {
            // Older Thanos and Mimir tell nothing of their build and answer queries all the same.
            let sum = try await get(WebAddress.join(url, "/api/v1/query?query=1"))
            guard sum.status == 200, (try? PrometheusAnswer(body: sum.body.span)) != nil else {
                return false
            }
        }
        found.kind = .prometheusServer
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
            if try await detectReticent(url, response.error, &found) { return true }
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
    /// provider, one of Bitcoin's that lets us in, or one that answers no call now.
    private func detectReticent(
        _ url: String,
        _ refusal: JSONRPC.Failure?,
        _ found: inout DetectedEndpoint
    ) async throws(ProbeFailure) -> Bool {
        func response(_ method: String) async throws(ProbeFailure) -> JSONRPC.Response? {
            let call = JSONRPC.Call(id: 1, method: method)
            let answer = try await post(url, json: JSONRPC.request(call))
            return try? JSONRPC.response(in: answer.body.span)
        }
        let height = try await response("eth_blockNumber")
        if height?.result?.string?.hasPrefix("0x") == true {
            found.take(.evm, at: url)
            return true
        }
        let chain = try await response("getblockchaininfo")
        if chain?.result?["blocks"]?.integer != nil, chain?.result?["chain"]?.string != nil {
            found.take(.bitcoin, at: url)
            let network = try await response("getnetworkinfo")
            found.version = network?.result?["subversion"]?.string?.asToldByNode
            return true
        }
        let refusals = [refusal, height?.error, chain?.error].compactMap { $0 }
        // Bitcoin Core's RPC_IN_WARMUP (src/rpc/protocol.h).
        if refusals.contains(where: { $0.code == -28 }) {
            found.take(.bitcoin, at: url)
            found.doubt = "it is still starting"
            return true
        }
        let health = try await response("system_health")?.error
        if let error = height?.error, !error.isOfMethod, health?.isOfMethod == true {
            // It knows its own method, and not that of another chain.
            found.take(.evm, at: url)
            found.doubt = "it refuses now: \(error.message.asToldByNode)"
            return true
        }
        if !refusals.contains(where: \.isOfMethod), let passing = refusals.first(where: \.isPassing)
        {
            found.rpcRefusal = FailureReason(WireFormatError.refused(passing))
        }
        return false
    }
}

extension JSONRPC.Failure {
    /// Whether the server does not know the method or what it was given (JSON-RPC 2.0, 5.1).
    fileprivate var isOfMethod: Bool {
        [-32601, -32600, -32602, -32700].contains(code)
            || message.prefix(512).lowercased().firstRange(of: "method not found") != nil
    }

    /// Whether it is likely over soon: a limit of requests (EIP-1474), or a start.
    fileprivate var isPassing: Bool {
        let words = message.prefix(512).lowercased()
        let marks = ["limit", "too many", "exceeded", "loading", "starting", "not ready"]
        return [-32005, -32029, 429].contains(code)
            || marks.contains { words.firstRange(of: $0) != nil }
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
            let root = origin + path[..<mark.lowerBound]
            // The page of VictoriaMetrics lies beside the API of a select node.
            return [base, root] + (page == "/vmui" ? [Self.join(root, "/prometheus")] : [])
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
