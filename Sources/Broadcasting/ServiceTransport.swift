import AsyncHTTPClient
import FoundationEssentials
import IncidentCore
import NIOCore
import NIOHTTP1

/// Carries one request to a service and its answer back, in bounded time and space.
struct ServiceTransport: Sendable {
    /// The largest body that is read of an answer.
    static let longestBodyBytes = 1 << 20

    let client: HTTPClient
    /// The absolute deadline of an attempt, connecting and reading included.
    let deadline: Duration
    /// The present moment.
    let now: @Sendable () -> Timestamp

    /// Sends a request.
    ///
    /// - Parameter readsSuccess: Whether the body of a success matters. A body that fails to
    ///   arrive makes such an answer a failure; the status of any other answer counts alone.
    /// - Throws: A retryable failure when the service was not reached or did not answer.
    func exchange(
        _ request: HTTPClientRequest,
        with service: String,
        readsSuccess: Bool = true
    ) async throws(DeliveryFailure) -> ServiceAnswer {
        var request = request
        request.headers.replaceOrAdd(name: "User-Agent", value: "tocsin")
        do {
            return try await withDeadline { [request] in
                try await answer(to: request, readsSuccess: readsSuccess)
            }
        } catch is NIOTooManyBytesError {
            let limit = FailureReason.tooLarge(limitBytes: Self.longestBodyBytes).sentence
            throw .permanent(
                reason: "\(service) took the request, but gave no receipt: \(limit);"
                    + " check the address in the fleet file"
            )
        } catch {
            let cause = FailureReason(network: error, deadline: deadline).sentence
            throw .retryable(reason: "\(service) was not reached: \(cause)", after: nil)
        }
    }

    private func answer(
        to request: HTTPClientRequest,
        readsSuccess: Bool
    ) async throws -> ServiceAnswer {
        let response = try await client.execute(request, deadline: .distantFuture)
        let status = Int(response.status.code)
        var body: [UInt8] = []
        if !(200..<300).contains(status) {
            body = (try? await Self.bytes(of: response)) ?? []
        } else if readsSuccess {
            body = try await Self.bytes(of: response)
        }
        return ServiceAnswer(status: status, headers: response.headers, body: body, at: now())
    }

    /// Cancels an attempt that takes too long.
    ///
    /// The client's own deadline ends with the head of the answer: a body might stall for ever.
    private func withDeadline(
        _ attempt: @escaping @Sendable () async throws -> ServiceAnswer
    ) async throws -> ServiceAnswer {
        try await withThrowingTaskGroup(of: ServiceAnswer?.self) { group in
            group.addTask { try await attempt() }
            group.addTask { [deadline] in
                try await Task.sleep(for: deadline)
                return nil
            }
            defer { group.cancelAll() }
            if let answer = try await group.next() ?? nil { return answer }
            group.cancelAll()
            // An answer whose status says enough ends here without the rest of its body.
            guard let answer = try? await group.next() ?? nil else {
                throw HTTPClientError.deadlineExceeded
            }
            return answer
        }
    }

    private static func bytes(of response: HTTPClientResponse) async throws -> [UInt8] {
        Array(try await response.body.collect(upTo: longestBodyBytes).readableBytesView)
    }
}

extension HTTPClientRequest {
    /// A request that carries JSON.
    ///
    /// - Throws: A permanent failure when the value cannot be written as JSON.
    init(_ method: HTTPMethod, _ url: String, json value: some Encodable) throws(DeliveryFailure) {
        self.init(url: url)
        self.method = method
        headers.add(name: "Content-Type", value: "application/json")
        body = .bytes(ByteBuffer(bytes: try jsonBytes(of: value)))
    }
}

/// A value as JSON with a fixed order of keys, so that a retry sends the same bytes.
///
/// - Throws: A permanent failure when the value cannot be written.
func jsonBytes(of value: some Encodable) throws(DeliveryFailure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
        return Array(try encoder.encode(value))
    } catch {
        throw .permanent(reason: "the update cannot be written as JSON")
    }
}
