import AsyncHTTPClient
package import IncidentCore
import NIOCore
import NIOHTTP1

/// Requests that must all be done by the same moment.
package struct WebSession: Sendable {
    let client: HTTPClient
    let lookup: HostLookup
    let addresses: AddressBook
    let bodyLimitBytes: Int
    /// The whole time there is, for the words of a time-out.
    package let deadline: Duration
    /// The moment when it is over.
    package let expiry: ContinuousClock.Instant

    /// Sends one request.
    /// - Throws: why no complete answer came; its words hold no header and no part of a body.
    package func exchange(
        _ request: WebRequest,
        reading need: BodyNeed = .always
    ) async throws(FailureReason) -> WebAnswer {
        let address: WebAddress
        do throws(WebAddress.Mistake) {
            address = try addresses.address(request.url)
        } catch {
            throw .invalidAddress(error)
        }
        try await find(address.host)
        do {
            return try await answer(to: request, reading: need)
        } catch {
            throw await reason(for: error, address, request.trust)
        }
    }

    /// Makes sure that a name has an address before anything connects to it.
    /// - Throws: why it has none.
    package func find(_ host: String) async throws(FailureReason) {
        switch await lookup.outcome(of: host) {
        case .found: break
        case .notFound: throw .unknownHost(host)
        case .noAnswer: throw .nameServerSilent(host: host)
        case nil: throw stopped
        }
    }

    private func answer(to request: WebRequest, reading need: BodyNeed) async throws -> WebAnswer {
        var sent = HTTPClientRequest(request)
        if !request.trust.isUsual { sent.tlsConfiguration = try request.trust.verifying() }
        let response = try await client.execute(
            sent,
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

    /// Why a cancelled request ended: its time was over, or somebody gave it up.
    package var stopped: FailureReason {
        .now >= expiry ? .timedOut(after: deadline) : .other("the attempt was stopped")
    }

    private func reason(
        for error: any Error,
        _ address: WebAddress,
        _ trust: WebTrust
    ) async -> FailureReason {
        if let reason = error as? FailureReason { return reason }
        if Task.isCancelled { return stopped }
        return await reason(for: error, host: address.host, port: address.port, trusting: trust)
    }

    /// The reason behind an error of the network, with a closer look at untrusted certificates.
    package func reason(
        for error: any Error,
        host: String,
        port: Int,
        trusting trust: WebTrust = WebTrust()
    ) async -> FailureReason {
        let reason = FailureReason(error, host: host, deadline: deadline)
        guard reason == .tls(.untrusted) else { return reason }
        return .tls(await distrustCause(of: PortAddress(host: host, port: port), trust))
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
