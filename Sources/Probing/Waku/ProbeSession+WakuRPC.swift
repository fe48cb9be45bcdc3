import Primitives
import WireFormats

extension ProbeSession {
    /// Asks the JSON-RPC API that Waku nodes had until v0.25.
    func readWakuRPC(_ base: String) async -> PollResult {
        await part("rpc") { reading throws(ProbeFailure) in
            let info: WakuInfo
            switch await wakuRPCInfo(base) {
            case .success(let found): info = found
            case .failure(let failure): throw await otherThanRPC(base, failure)
            }
            reading.isAnswered = true
            reading.record(.api, "json-rpc")
            reading.record(.peerID, info.peerID)
            // Nodes of 2021 have no such method.
            do throws(ProbeFailure) {
                let version = try await call(base, "get_waku_v2_debug_v1_version")
                reading.record(.version, version.result?.string)
            } catch {
                guard error.isAnswer else { throw error }
                reading.note("rpc", error.reason)
            }
            let peers = try await call(base, "get_waku_v2_admin_v1_peers")
            if let refusal = peers.error {
                guard refusal.code == -32601 else {
                    throw .answered(FailureReason(WireFormatError.refused(refusal)))
                }
                reading.note("rpc", .adminDisabled)
                return
            }
            do throws(WireFormatError) {
                reading.record(try WakuPeers(peers.result ?? .null), protocolsAreOwn: true)
            } catch {
                reading.note("rpc", FailureReason(error))
            }
        }
    }

    /// What `get_waku_v2_debug_v1_info` answers.
    func wakuRPCInfo(_ base: String) async -> Result<WakuInfo, ProbeFailure> {
        do throws(ProbeFailure) {
            let response = try await call(base, "get_waku_v2_debug_v1_info")
            if response.error?.code == -32601 {
                return .failure(
                    .answered(.wrongAPI("the port speaks JSON-RPC, but not as a Waku node"))
                )
            }
            do throws(WireFormatError) {
                return .success(try WakuInfo(response.value()))
            } catch {
                return .failure(.answered(FailureReason(error)))
            }
        } catch {
            return .failure(error)
        }
    }

    /// Makes one call.
    func call(
        _ base: String,
        _ method: String,
        _ parameters: JSONValue = []
    ) async throws(ProbeFailure) -> JSONRPC.Response {
        let call = JSONRPC.Call(id: 1, method: method, parameters: parameters)
        let answer = try await post(base, json: JSONRPC.request(call)).successful()
        return try answer.read { bytes throws(WireFormatError) in
            try JSONRPC.response(in: bytes)
        }
    }

    /// What a port that is not the old JSON-RPC API is instead.
    private func otherThanRPC(_ base: String, _ failure: ProbeFailure) async -> ProbeFailure {
        guard failure.isAnswer else { return failure }
        switch failure.reason {
        case .status, .badBody:
            let health = try? await get(WebAddress.join(base, "/health"))
            if let health, WakuHealth(health) != nil {
                return .answered(
                    .wrongAPI("the port speaks REST, not the JSON-RPC of 2021: give it as rest")
                )
            }
            if case .status(let code) = failure.reason, code >= 500 { return failure }
            return .answered(.wrongAPI("the port answers, but not as JSON-RPC of a Waku node"))
        case .invalidAddress, .refused, .timedOut, .unknownHost, .nameServerSilent, .unreachable,
            .connectionClosed, .tls, .unauthorised, .rateLimited, .initialising, .adminDisabled,
            .relayNotMounted, .unsafeRefused, .wrongAPI, .tooLarge, .redirected, .missingText,
            .other:
            return failure
        }
    }
}
