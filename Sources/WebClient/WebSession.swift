import AsyncHTTPClient
package import IncidentCore
import NIOCore
import NIOHTTP1

/// Requests that must all be done by the same moment.
package struct WebSession: Sendable {
    let client: HTTPClient
    let lookup: HostLookup
    let bodyLimitBytes: Int
    /// The whole time there is, for the words of a time-out.
    let deadline: Duration
    /// The moment when it is over.
    let expiry: ContinuousClock.Instant

    /// How long there is still time; never negative.
    package var remaining: Duration { max(.zero, expiry - .now) }

    /// Sends one request.
    /// - Throws: why no complete answer came; its words hold no header and no part of a body.
    package func exchange(
        _ request: WebRequest,
        reading need: BodyNeed = .always
    ) async throws(FailureReason) -> WebAnswer {
        let address: WebAddress
        do throws(WebAddress.Mistake) {
            address = try WebAddress(request.url)
        } catch {
            throw .invalidAddress(error)
        }
        switch await lookup.outcome(of: address.host) {
        case .found: break
        case .notFound: throw .unknownHost(address.host)
        case .noAnswer: throw .nameServerSilent(host: address.host)
        case nil: throw stopped
        }
        do {
            return try await answer(to: request, reading: need)
        } catch {
            throw await reason(for: error, address)
        }
    }

    private func answer(to request: WebRequest, reading need: BodyNeed) async throws -> WebAnswer {
        let response = try await client.execute(
            HTTPClientRequest(request),
            deadline: .now() + timeLeft
        )
        let status = Int(response.status.code)
        let isSuccess = (200..<300).contains(status)
        let body: [UInt8] =
            switch need {
            case .always: try await self.body(of: response)
            case .ofSuccess where isSuccess: try await self.body(of: response)
            case .never where isSuccess: []
            case .ofSuccess, .never: (try? await self.body(of: response)) ?? []
            }
        return WebAnswer(status: status, headers: response.headers, body: body)
    }

    private func body(of response: HTTPClientResponse) async throws -> [UInt8] {
        if let packing = response.headers.first(name: "content-encoding")?.lowercased(),
            packing != "identity"
        {
            // Unasked, and a few bytes of it can unpack to any size.
            let known = ["gzip", "deflate", "br", "zstd"].first { $0 == packing }
            throw FailureReason.badBody("a body packed with \(known ?? "an unknown method")")
        }
        let announced = response.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        guard announced <= bodyLimitBytes else { throw tooLarge }
        var body: [UInt8] = []
        body.reserveCapacity(max(0, announced))
        for try await part in response.body {
            guard part.readableBytes <= bodyLimitBytes - body.count else { throw tooLarge }
            body.append(contentsOf: part.readableBytesView)
        }
        guard !Task.isCancelled else { throw CancellationError() }
        return body
    }

    private var timeLeft: TimeAmount { TimeAmount(expiry - .now) }

    private var tooLarge: FailureReason { .tooLarge(limitBytes: bodyLimitBytes) }

    /// Why something cancelled ended: its time was over, or somebody gave it up.
    package var stopped: FailureReason {
        .now >= expiry ? .timedOut(after: deadline) : .other("the attempt was stopped")
    }

    private func reason(for error: any Error, _ address: WebAddress) async -> FailureReason {
        if let reason = error as? FailureReason { return reason }
        if Task.isCancelled { return stopped }
        let reason = FailureReason(error, host: address.host, deadline: deadline)
        guard reason == .tls(.untrusted) else { return reason }
        let cause = await CertificateInspection.cause(
            host: address.host,
            port: address.port,
            group: client.eventLoopGroup,
            within: timeLeft
        )
        return .tls(cause)
    }
}

extension HTTPClientRequest {
    fileprivate init(_ request: WebRequest) {
        self.init(url: request.url)
        method = HTTPMethod(rawValue: request.method.rawValue)
        headers.add(name: "user-agent", value: "tocsin")
        headers.add(name: "accept-encoding", value: "identity")
        for (name, value) in request.headers { headers.replaceOrAdd(name: name, value: value) }
        body = request.body.map { .bytes(ByteBuffer(bytes: $0)) }
    }
}
