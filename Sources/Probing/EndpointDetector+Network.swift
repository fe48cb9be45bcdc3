import IncidentCore
import WireFormats

/// Servers that are no nodes of ours by birth: Prometheus, and the JSON-RPC of other chains.
extension ProbeSession {
    /// Whether a Prometheus-compatible server answers; it then becomes a source.
    func detectPrometheus(
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
        }
        let page = hasNoPath ? WebAddress.join(url, "/json_rpc") : url
        let info = try? await self.call(page, "get_info")
        guard let result = info?.result, result["nettype"]?.string != nil else { return false }
        found.take(.monero, at: page)
        found.version = result["version"]?.string?.asToldByNode
        return true
    }
}

extension DetectedEndpoint {
    fileprivate mutating func take(_ family: JSONRPCTarget.Family, at url: String) {
        kind = .family(family)
        target = .jsonrpc(JSONRPCTarget(url: url, family: family))
    }
}
