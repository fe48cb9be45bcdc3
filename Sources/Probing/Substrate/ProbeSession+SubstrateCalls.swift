import Primitives
import WireFormats

extension ProbeSession {
    /// A call with its parameters.
    typealias SubstrateRequest = (call: SubstrateCall, parameters: JSONValue)

    /// Makes calls in one request, or one by one at a node that refuses batches.
    func ask(
        _ requests: [SubstrateRequest],
        of base: String,
        into answers: inout SubstrateAnswers
    ) async throws(ProbeFailure) {
        if memory.way(for: base) != .singleCalls {
            if try await askTogether(requests, of: base, into: &answers) { return }
        }
        var first: ProbeFailure?
        for request in requests {
            do throws(ProbeFailure) {
                try await askAlone(request, of: base, into: &answers)
            } catch {
                // A gateway may refuse this method alone.
                guard error.mayConcernOneCall else { throw error }
                answers.add(error.reason, to: request.call)
                first = first ?? error
            }
        }
        if let first, answers.areAllRefused { throw first }
        memory.remember(answers.areAllRefused ? nil : .singleCalls, for: base)
    }

    /// Sends a batch; whether the node accepted it.
    private func askTogether(
        _ requests: [SubstrateRequest],
        of base: String,
        into answers: inout SubstrateAnswers
    ) async throws(ProbeFailure) -> Bool {
        let calls = requests.map { $0.call.rpc($0.parameters) }
        let answer = try await post(base, json: JSONRPC.batch(calls))
        if answer.refusal?.isOfServer == true { _ = try answer.successful() }
        let responses = try? answer.read { bytes throws(WireFormatError) in
            try JSONRPC.responses(in: bytes)
        }
        // One error for the whole batch: the calls by themselves tell what is wrong.
        guard let responses, responses.contains(where: { $0.id != nil }) else { return false }
        for request in requests {
            if let response = responses.answer(to: request.call.rawValue) {
                answers.add(response, to: request.call)
            }
        }
        return true
    }

    private func askAlone(
        _ request: SubstrateRequest,
        of base: String,
        into answers: inout SubstrateAnswers
    ) async throws(ProbeFailure) {
        let call = request.call.rpc(request.parameters)
        let answer = try await post(base, json: JSONRPC.request(call))
        let response = try? answer.read { bytes throws(WireFormatError) in
            try JSONRPC.response(in: bytes)
        }
        if let response {
            answers.add(response, to: request.call)
            return
        }
        let value = try? answer.read { bytes throws(WireFormatError) in
            try JSONValue(parsing: bytes)
        }
        if request.call == .health, let value, value["isSyncing"] != nil {
            answers.add(bare: value, to: .health)
            return
        }
        if let refusal = answer.refusal {
            guard case .status(let code) = refusal, code < 500 else { throw .answered(refusal) }
        }
        throw .answered(answer.notSubstrate)
    }
}

extension SubstrateCall {
    fileprivate func rpc(_ parameters: JSONValue) -> JSONRPC.Call {
        JSONRPC.Call(id: rawValue, method: method, parameters: parameters)
    }
}

extension HTTPAnswer {
    /// The words for a port that is not the JSON-RPC of a Substrate node.
    fileprivate var notSubstrate: FailureReason {
        // In 2022 WebSocket and HTTP had ports of their own.
        if status == 426 || contains("ebSocket") || contains("websocket") {
            return .wrongAPI("the port wants WebSocket: give the HTTP port, often 9933")
        }
        return .wrongAPI("the port answers, but not as the JSON-RPC of a Substrate node")
    }
}
