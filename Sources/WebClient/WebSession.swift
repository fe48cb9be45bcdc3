import AsyncHTTPClient
package import Primitives
import NIOCore
import NIOHTTP1

/// Requests that must all be done by the same moment.
package struct WebSession: Sendable {
    let client: HTTPClient
    /// What carries requests that are not encrypted; nil when the client does.
    let plain: PlainRequester?
    let lookup: HostLookup
    let addresses: AddressBook
    let resolve: HostAddresses.Resolve
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
        guard request.headers.allSatisfy({ Self.isHeader($0.name, $0.value) }) else {
            throw .other("a header has characters that HTTP forbids")
        }
        try await find(address.host)
        if !address.isSecure, let plain {
            return try await answer(of: plain, to: request, at: address)
        }
        do {
            return try await answer(to: request, reading: need)
        } catch {
            throw await reason(for: error, address, request.trust)
        }
    }

    /// Whether a header can be sent: a name of RFC 9110, 5.1, and a value without controls.
    private static func isHeader(_ name: String, _ value: String) -> Bool {
        func isToken(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
        return !name.isEmpty && name.utf8.allSatisfy(isToken)
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private func answer(
        of plain: PlainRequester,
        to request: WebRequest,
        at address: WebAddress
    ) async throws(FailureReason) -> WebAnswer {
        let promise = client.eventLoopGroup.next().makePromise(of: WebAnswer.self)
        plain.send(
            request,
            to: address,
            bodyLimitBytes: request.bodyLimitBytes ?? bodyLimitBytes,
            connectLimit: max(
                .milliseconds(1),
                min(TimeAmount(WebRequester.connectLimit), timeLeft)
            ),
            promise
        )
        return try await outcome(of: promise, host: address.host)
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
        let limit = request.bodyLimitBytes ?? bodyLimitBytes
        let status = Int(response.status.code)
        let isSuccess = (200..<300).contains(status)
        let body: [UInt8] =
            switch need {
            case .always: try await self.body(of: response, atMost: limit)
            case .ofSuccess where isSuccess: try await self.body(of: response, atMost: limit)
            case .never where isSuccess: []
            case .ofSuccess, .never: (try? await self.body(of: response, atMost: limit)) ?? []
            }
        return WebAnswer(status: status, headers: response.headers, body: body)
    }

    private func body(
        of response: HTTPClientResponse,
        atMost limit: Int
    ) async throws -> [UInt8] {
        let announced = try response.headers.bodyLength(atMost: limit)
        var body: [UInt8] = []
        body.reserveCapacity(announced)
        for try await part in response.body {
            guard part.readableBytes <= limit - body.count else {
                throw FailureReason.tooLarge(limitBytes: limit)
            }
            body.append(contentsOf: part.readableBytesView)
        }
        guard !Task.isCancelled else { throw CancellationError() }
        return body
    }

    private var timeLeft: TimeAmount { TimeAmount(expiry - .now) }

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
