import FleetModel
import IncidentLog
import Primitives
import WireFormats

extension ProbeSession {
    /// Makes the calls of a server: those of the node's family, then those of the fleet file.
    func readJSONRPC(_ target: JSONRPCTarget) async -> PollResult {
        await part("jsonrpc") { reading throws(ProbeFailure) in
            try await makeCalls(target, &reading)
        }
    }

    private func makeCalls(
        _ target: JSONRPCTarget,
        _ reading: inout PollResult
    ) async throws(ProbeFailure) {
        let family = target.family
        let ofFamily = family?.calls ?? []
        let calls = ofFamily + target.calls
        let answers = try await answers(to: calls, of: target.url)
        reading.isAnswered = true
        let refusals = answers.compactMap(\.refusal)
        if let first = refusals.first, refusals.count == answers.count,
            refusals.allSatisfy({ $0.isLike(first) })
        {
            throw .answered(first.reason)
        }
        for (place, (call, answer)) in zip(calls, answers).enumerated() {
            switch answer {
            case .refused(let refusal) where call.isOptional:
                reading.note(call.method, refusal.reason)
            case .refused(let refusal): reading.fail(call.method, .answered(refusal.reason))
            case .result(let result):
                let isOfFamily = place < ofFamily.count
                reading.keep(
                    call.picks,
                    of: result,
                    part: call.method,
                    needing: isOfFamily ? JSONRPCTarget.Family.needed : call.isOptional ? [] : nil
                )
                if isOfFamily { family?.take(result, of: call.method, into: &reading) }
            }
        }
        family?.finish(&reading)
    }

    /// What came of the calls, in their order: in one request, or one by one at a server that
    /// refuses batches.
    private func answers(
        to calls: [JSONRPCTarget.Call],
        of url: String
    ) async throws(ProbeFailure) -> [CallAnswer] {
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
            if let answers = try await together(requests, of: url) {
                return answers.map(CallAnswer.init)
            }
        }
        var answers: [CallAnswer] = []
        var first: ProbeFailure?
        for request in requests {
            do throws(ProbeFailure) {
                answers.append(CallAnswer(try await alone(request, of: url)))
            } catch {
                let isKnown = answers.contains { $0.refusal == nil }
                guard error.isAnswer, isKnown || error.mayConcernOneCall else { throw error }
                answers.append(.refused(.failed(error.reason)))
                first = first ?? error
            }
        }
        // As long as no call was answered, it is the server that is wrong.
        if let first, answers.allSatisfy({ $0.refusal?.isOfPage == true }) { throw first }
        if requests.count > 1 { memory.remember(.singleCalls, for: url) }
        return answers
    }

    /// The answers to a batch; nil when the server does not understand it.
    private func together(
        _ requests: [JSONRPC.Call],
        of url: String
    ) async throws(ProbeFailure) -> [JSONRPC.Response]? {
        let answer = try await post(url, json: JSONRPC.batch(requests))
        if answer.refusal?.isOfServer == true { _ = try answer.successful() }
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

/// What came of one call.
private enum CallAnswer {
    case result(JSONValue)
    case refused(Refusal)

    /// Why a call gave no result.
    enum Refusal {
        case told(JSONRPC.Failure)
        case failed(FailureReason)

        var reason: FailureReason {
            switch self {
            case .told(let failure): FailureReason(refusal: failure)
            case .failed(let reason): reason
            }
        }

        /// Whether it is no answer of JSON-RPC.
        var isOfPage: Bool {
            switch self {
            case .told: false
            case .failed: true
            }
        }

        /// Whether both say the same of different calls.
        func isLike(_ other: Refusal) -> Bool {
            switch (self, other) {
            case (.told(let one), .told(let two)): one.code == two.code
            case (.failed(let one), .failed(let two)): one == two
            case (.told, .failed), (.failed, .told): false
            }
        }
    }

    init(_ response: JSONRPC.Response) {
        self = response.error.map { .refused(.told($0)) } ?? .result(response.result ?? .null)
    }

    var refusal: Refusal? {
        switch self {
        case .result: nil
        case .refused(let refusal): refusal
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
