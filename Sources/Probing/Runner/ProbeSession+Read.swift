import Primitives
import FleetModel
import WebClient
import WireFormats

extension ProbeSession {
    /// Asks everything there is to ask of a target: each kind has its own way.
    func read(_ target: ProbeTarget) async -> PollResult {
        switch target {
        case .waku(let target): await readWaku(target)
        case .substrate(let target): await readSubstrate(target)
        case .prometheus(let target): await readMetrics(target)
        case .http(let target): await readHTTP(target)
        case .jsonrpc(let target): await readJSONRPC(target)
        case .tcp(let target): await readTCP(target)
        case .tls(let target): await readTLS(target)
        case .dns(let target): await readDNS(target)
        case .libp2p(let target): await readLibp2p(target)
        case .exec(let target): await readExec(target)
        case .log(let target): await readLog(target)
        case .config(let target): await readConfig(target)
        case .sqlite(let target): await readSQLite(target)
        case .heartbeat(let target): await readHeartbeat(target)
        case .promql(let target): await readPromQL(target)
        }
    }

    /// Runs one part of a probe and keeps its failure under the part's name.
    func part(
        _ name: String,
        _ ask: (inout PollResult) async throws(ProbeFailure) -> Void
    ) async -> PollResult {
        var reading = PollResult()
        do throws(ProbeFailure) {
            try await ask(&reading)
        } catch {
            reading.fail(name, error)
        }
        return reading
    }

    private func readHTTP(_ target: HTTPTarget) async -> PollResult {
        await part("http") { reading throws(ProbeFailure) in
            let answer = try await answer(to: target)
            reading.isAnswered = true
            guard target.statuses.contains(answer.status) else {
                throw .answered(answer.refusal ?? .status(answer.status))
            }
            if let text = target.contains, !answer.contains(text) {
                throw .answered(.missingText(text))
            }
            guard !target.picks.isEmpty else { return }
            let value = try answer.read { bytes throws(WireFormatError) in
                try JSONValue(parsing: bytes)
            }
            reading.keep(target.picks, of: value, part: "http")
        }
    }

    private func answer(to target: HTTPTarget) async throws(ProbeFailure) -> HTTPAnswer {
        // Where a redirect is what is expected, it is looked at itself.
        let following = !target.statuses.contains { (300..<400).contains($0) }
        guard let body = target.body?.reveal() else {
            let method: WebRequest.Method =
                switch target.method {
                case .get: .get
                case .post: .post
                case .put: .put
                }
            return try await send(WebRequest(method, target.url), following: following)
        }
        var request = WebRequest(target.method == .put ? .put : .post, target.url)
        request.body = Array(body.utf8)
        // What the fleet file says of it counts more.
        if !headers.keys.contains(where: { $0.lowercased() == "content-type" }) {
            let isJSON = body.first { !$0.isWhitespace }.map { "{[".contains($0) } ?? false
            let type = isJSON ? "application/json" : "text/plain; charset=utf-8"
            request.headers.append(("content-type", type))
        }
        return try await send(request, following: following)
    }
}
