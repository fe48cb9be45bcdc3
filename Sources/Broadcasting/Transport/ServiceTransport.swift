import FoundationEssentials
import Primitives
import WebClient

/// Carries one request to a service and its answer back, in bounded time and space.
struct ServiceTransport: Sendable {
    let requester: WebRequester
    /// The absolute deadline of an attempt, connecting and reading included.
    let deadline: Duration
    /// The present moment.
    let now: @Sendable () -> Timestamp

    /// Sends a request.
    ///
    /// - Parameter need: Whether the body of a success matters; one that fails to arrive then makes
    ///   the attempt a failure.
    /// - Throws: A retryable failure when the service was not reached or did not answer.
    func exchange(
        _ request: WebRequest,
        with service: String,
        reading need: BodyNeed = .ofSuccess
    ) async throws(DeliveryFailure) -> ServiceAnswer {
        let result = await requester.withDeadline(deadline) { session in
            do throws(FailureReason) {
                return Result<_, FailureReason>.success(
                    try await session.exchange(request, reading: need)
                )
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let answer): return ServiceAnswer(answer, at: now())
        case .failure(let reason): throw Self.failure(of: service, reason)
        }
    }

    /// What an attempt without a usable answer means; names no address.
    private static func failure(of service: String, _ reason: FailureReason) -> DeliveryFailure {
        let cause: String
        switch reason {
        case .tooLarge, .badBody:
            return .permanent(
                reason: "\(service) took the request, but gave no receipt: \(reason.sentence);"
                    + " check the address in the fleet file"
            )
        case .unknownHost: cause = "its name has no address"
        case .nameServerSilent: cause = "no name server answers for its name"
        case .invalidAddress, .refused, .timedOut, .unreachable, .connectionClosed, .tls, .status,
            .unauthorised, .rateLimited, .initialising, .adminDisabled, .relayNotMounted,
            .unsafeRefused, .wrongAPI, .redirected, .missingText, .other:
            cause = reason.sentence
        }
        return .retryable(reason: "\(service) was not reached: \(cause)", after: nil)
    }
}

extension WebRequest {
    /// A request that carries a value as JSON.
    ///
    /// - Throws: A permanent failure when the value cannot be written as JSON.
    init(_ method: Method, _ url: String, json value: some Encodable) throws(DeliveryFailure) {
        self.init(method, url, json: try jsonBytes(of: value))
    }
}

/// A value as JSON with a fixed order of keys, so that a retry sends the same bytes.
///
/// - Throws: A permanent failure when the value cannot be written.
func jsonBytes(of value: some Encodable) throws(DeliveryFailure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
        let json = String(decoding: try encoder.encode(value), as: UTF8.self)
        return Array(UnsafeText.escaping(json: json).utf8)
    } catch {
        throw .permanent(reason: "the update cannot be written as JSON")
    }
}
