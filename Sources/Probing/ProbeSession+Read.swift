import IncidentCore
import WireFormats

extension ProbeSession {
    /// Asks everything there is to ask of a target.
    func read(_ target: ProbeTarget) async -> Reading {
        switch target {
        case .waku(let rest, let rpc, let metrics):
            await readWaku(rest: rest, rpc: rpc, metrics: metrics)
        case .substrate(let rpc, let relayRPC, let metrics, let relayMetrics):
            await readSubstrate(
                rpc: rpc,
                relayRPC: relayRPC,
                metrics: metrics,
                relayMetrics: relayMetrics
            )
        case .prometheus(let url, let picks):
            await readMetrics(url, picks: picks)
        case .http(let url, let status, let text, let picks):
            await readHTTP(url, status: status, contains: text, picks: picks)
        case .jsonrpc(let target): await readJSONRPC(target)
        case .tcp(let target): await readTCP(target)
        case .tls(let target): await readTLS(target)
        case .libp2p(let target): await readLibp2p(target)
        case .exec(let target): await readExec(target)
        case .log(let target): await readLog(target)
        case .config(let target): await readConfig(target)
        case .sqlite(let target): await readSQLite(target)
        case .promql(let target): await readPromQL(target)
        }
    }

    /// Runs one part of a probe and keeps its failure under the part's name.
    func part(
        _ name: String,
        _ ask: (inout Reading) async throws(ProbeFailure) -> Void
    ) async -> Reading {
        var reading = Reading()
        do throws(ProbeFailure) {
            try await ask(&reading)
        } catch {
            reading.fail(name, error)
        }
        return reading
    }

    private func readHTTP(
        _ url: String,
        status: Int,
        contains text: String?,
        picks: JSONPicks
    ) async -> Reading {
        await part("http") { reading throws(ProbeFailure) in
            let answer = try await get(url)
            reading.isAnswered = true
            guard answer.status == status else {
                throw .answered(answer.refusal ?? .status(answer.status))
            }
            if let text, !answer.contains(text) { throw .answered(.missingText(text)) }
            guard !picks.isEmpty else { return }
            let value = try answer.read { bytes throws(WireFormatError) in
                try JSONValue(parsing: bytes)
            }
            reading.keep(picks, of: value, part: "http")
        }
    }
}
