import AsyncHTTPClient
import IncidentCore
import NIOCore
import NIOHTTP1

/// The requests of one poll: they share headers, limits and the moment when all must be done.
struct ProbeSession: Sendable {
    let client: HTTPClient
    let lookup: HostLookup
    let memory: APIMemory
    let headers: [String: Secret]
    let bodyLimit: Int
    /// The whole time the poll has, for the words of a time-out.
    let deadline: Duration
    /// The moment when it is over.
    let expiry: NIODeadline

    /// Asks for a page.
    func get(_ url: String) async throws(ProbeFailure) -> HTTPAnswer {
        try await send(.GET, url, body: nil)
    }

    /// Sends a JSON body.
    func post(_ url: String, json: [UInt8]) async throws(ProbeFailure) -> HTTPAnswer {
        try await send(.POST, url, body: ByteBuffer(bytes: json))
    }

    private func send(
        _ method: HTTPMethod,
        _ url: String,
        body: ByteBuffer?
    ) async throws(ProbeFailure) -> HTTPAnswer {
        guard let address = WebAddress(url) else {
            throw .silent(.other("the address is no http or https URL"))
        }
        switch await lookup.outcome(of: address.host) {
        case .found: break
        case .notFound: throw .silent(.unknownHost(address.host))
        case .noAnswer: throw .silent(.other("no name server answers for \(address.host)"))
        case nil: throw .silent(.timedOut(after: deadline))
        }
        let request = request(method, url, body)
        do throws(ProbeFailure) {
            return try await exchange(request, address)
        } catch {
            // A server may close an idle connection just as it is used again. Every request here
            // only reads, so asking once more is safe and tells that from a real fault.
            guard error.reason == .connectionClosed, !Task.isCancelled else { throw error }
        }
        return try await exchange(request, address)
    }

    private func request(
        _ method: HTTPMethod,
        _ url: String,
        _ body: ByteBuffer?
    ) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers.add(name: "user-agent", value: "tocsin")
        request.headers.add(name: "accept-encoding", value: "identity")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(body)
        }
        for (name, secret) in headers {
            request.headers.replaceOrAdd(name: name, value: secret.reveal())
        }
        return request
    }

    private func exchange(
        _ request: HTTPClientRequest,
        _ address: WebAddress
    ) async throws(ProbeFailure) -> HTTPAnswer {
        do {
            // The client's own deadline ends with the head of the answer; a slow body is ended by
            // cancelling the task, which `ProbeClient` does.
            let response = try await client.execute(request, deadline: expiry)
            let encoding = response.headers.first(name: "content-encoding")?.lowercased()
            if let encoding, encoding != "identity" {
                // Unasked, and a few bytes of it can unpack to any size.
                throw ProbeFailure.answered(
                    .badBody("a body packed with \(encoding.prefix(20))".withoutControls)
                )
            }
            let body = try await response.body.collect(upTo: bodyLimit)
            guard !Task.isCancelled else { throw CancellationError() }
            return HTTPAnswer(
                status: Int(response.status.code),
                headers: response.headers,
                body: body
            )
        } catch {
            throw await failure(error, address)
        }
    }

    private func failure(_ error: any Error, _ address: WebAddress) async -> ProbeFailure {
        if let failure = error as? ProbeFailure { return failure }
        if Task.isCancelled { return .silent(.timedOut(after: deadline)) }
        let context = RequestContext(host: address.host, deadline: deadline, bodyLimit: bodyLimit)
        let reason = FailureReason(error, in: context)
        switch reason {
        case .tls(.untrusted):
            let cause = await CertificateInspection.cause(
                host: address.host,
                port: address.port,
                group: client.eventLoopGroup,
                within: expiry - .now()
            )
            return .silent(.tls(cause))
        case .tooLarge, .badBody: return .answered(reason)
        case .refused, .timedOut, .unknownHost, .unreachable, .connectionClosed, .tls, .status,
            .unauthorised, .rateLimited, .initialising, .adminDisabled, .unsafeRefused, .wrongAPI,
            .redirected, .missingText, .other:
            return .silent(reason)
        }
    }
}
