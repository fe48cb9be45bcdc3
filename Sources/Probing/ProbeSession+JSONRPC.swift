import IncidentCore
import WireFormats

extension ProbeSession {
    /// Makes the calls of a server: those of the node's family, then those of the fleet file.
    func readJSONRPC(_ target: JSONRPCTarget) async -> Reading {
        await part("jsonrpc") { reading throws(ProbeFailure) in
            try await makeCalls(target, &reading)
        }
    }

    private func makeCalls(
        _ target: JSONRPCTarget,
        _ reading: inout Reading
    ) async throws(ProbeFailure) {
        let family = target.family
        let calls = (family?.calls ?? []) + target.calls
        let answers = try await responses(to: calls, of: target.url)
        reading.isAnswered = true
        let refusals = answers.compactMap(\.error)
        if let first = refusals.first, refusals.count == answers.count,
            refusals.allSatisfy({ $0.code == first.code })
        {
            throw .answered(FailureReason(refusal: first))
        }
        for (call, answer) in zip(calls, answers) {
            if let refusal = answer.error {
                let reason = FailureReason(refusal: refusal)
                if call.isOptional {
                    reading.note(call.method, reason)
                } else {
                    reading.fail(call.method, .answered(reason))
                }
            } else {
                let result = answer.result ?? .null
                reading.keep(call.picks, of: result, part: call.method)
                family?.take(result, of: call.method, into: &reading)
            }
        }
        family?.finish(&reading)
    }

    /// The answers in the order of the calls: in one request, or one by one at a server that
    /// refuses batches.
    private func responses(
        to calls: [JSONRPCTarget.Call],
        of url: String
    ) async throws(ProbeFailure) -> [JSONRPC.Response] {
        var requests: [JSONRPC.Call] = []
        for (place, call) in calls.enumerated() {
            let bytes = Array(call.parameters.utf8)
            guard let parameters = try? JSONValue(parsing: bytes.span) else {
                throw .silent(.other("the parameters of \(call.method) are not JSON"))
            }
            let id = place + 1
            requests.append(JSONRPC.Call(id: id, method: call.method, parameters: parameters))
        }
        if requests.count > 1, memory.way(for: url) != .singleCalls {
            if let answers = try await together(requests, of: url) { return answers }
        }
        var answers: [JSONRPC.Response] = []
        for request in requests { answers.append(try await alone(request, of: url)) }
        if requests.count > 1 { memory.remember(.singleCalls, for: url) }
        return answers
    }

    /// The answers to a batch; nil when the server does not understand it.
    private func together(
        _ requests: [JSONRPC.Call],
        of url: String
    ) async throws(ProbeFailure) -> [JSONRPC.Response]? {
        let answer = try await post(url, json: JSONRPC.batch(requests))
        switch answer.refusal {
        case .unauthorised, .rateLimited, .redirected: _ = try answer.successful()
        default: break
        }
        let responses = try? answer.read { bytes throws(WireFormatError) in
            try JSONRPC.responses(in: bytes)
        }
        guard let responses else { return nil }
        var answers: [JSONRPC.Response] = []
        for request in requests {
            guard let answer = responses.first(where: { $0.id == request.id }) else { return nil }
            answers.append(answer)
        }
        return answers
    }

    private func alone(
        _ request: JSONRPC.Call,
        of url: String
    ) async throws(ProbeFailure) -> JSONRPC.Response {
        let answer = try await post(url, json: JSONRPC.request(request))
        // Bitcoin Core sends its refusals with the statuses 404 and 500.
        do throws(ProbeFailure) {
            let response = try answer.read { bytes throws(WireFormatError) in
                try JSONRPC.response(in: bytes)
            }
            // A refusal may come without the number, where the server could not read that far.
            if response.error == nil, let id = response.id, id != request.id {
                throw .answered(
                    .badBody("the answer to another call, \(id) instead of \(request.id)")
                )
            }
            return response
        } catch {
            _ = try answer.successful()
            let isJSON = answer.body.first { $0 > 0x20 }.map { "[{".utf8.contains($0) } ?? false
            throw isJSON ? error : .answered(.wrongAPI("the port answers, but not as JSON-RPC"))
        }
    }
}

extension FailureReason {
    /// What a refusal means.
    fileprivate init(refusal: JSONRPC.Failure) {
        // Bitcoin Core's RPC_IN_WARMUP (src/rpc/protocol.h).
        self = refusal.code == -28 ? .initialising : FailureReason(.refused(refusal))
    }
}
