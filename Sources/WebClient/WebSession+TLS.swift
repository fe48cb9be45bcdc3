import AsyncHTTPClient
import Glibc
package import Primitives
import NIOCore
import NIOSSL
import NIOTLS
import Synchronization

/// Handshakes of TLS without anything after them, to see what a port shows.
extension WebSession {
    /// Looks at the certificates of a port: once to see them whatever they are, and once more to
    /// hear whether they are accepted, because the library that verifies does not show what it
    /// refuses.
    ///
    /// - Parameters:
    ///   - name: The name asked for, which the certificate must be for; nil for the host.
    ///   - trust: Whom to trust, and what to show of ourselves.
    /// - Throws: why no certificate was seen.
    package func inspectTLS(
        of port: PortAddress,
        as name: String?,
        trusting trust: WebTrust
    ) async throws(FailureReason) -> TLSReport {
        let strict = try trust.verifyingContext()
        let lenient = try trust.openContext()
        let name = name ?? (HostLookup.isAddress(port.host) ? nil : port.host)
        let seen = try await handshake(with: port, as: name, lenient, accepting: true)
        var distrust = Self.mistakenDates(seen.certificates)
        if distrust == nil {
            do throws(FailureReason) {
                _ = try await handshake(with: port, as: name, strict, accepting: false)
            } catch {
                guard case .tls(let failure) = error else { throw error }
                distrust = failure
            }
        }
        return TLSReport(
            certificates: seen.certificates,
            version: seen.version,
            span: seen.span,
            distrust: distrust,
            refusal: seen.refusal
        )
    }

    /// Why a server's certificate was not accepted: its dates are wrong, or it is not trusted.
    func distrustCause(
        of port: PortAddress,
        _ trust: WebTrust
    ) async -> FailureReason.TLSFailure {
        do throws(FailureReason) {
            let name = HostLookup.isAddress(port.host) ? nil : port.host
            let context = try trust.openContext()
            let seen = try await handshake(with: port, as: name, context, accepting: true)
            return Self.mistakenDates(seen.certificates) ?? .untrusted
        } catch {
            return .untrusted
        }
    }

    /// A chain is valid only while each of its certificates is.
    private static func mistakenDates(
        _ certificates: [TLSReport.Certificate]
    ) -> FailureReason.TLSFailure? {
        // The real time, also in a drill: the library that verifies goes by it.
        let now = Int64(time(nil))
        if certificates.contains(where: { now > $0.ends }) { return .expired }
        if certificates.contains(where: { now < $0.begins }) { return .notYetValid }
        return nil
    }

    private func handshake(
        with port: PortAddress,
        as name: String?,
        _ context: NIOSSLContext,
        accepting acceptsAll: Bool
    ) async throws(FailureReason) -> Handshake {
        let loop = client.eventLoopGroup.next()
        let promise = loop.makePromise(of: Void.self)
        let record = HandshakeRecord()
        // Who waits for the end of the handshake only need not wait for its aftermath.
        let grace: TimeAmount? = acceptsAll ? .milliseconds(100) : nil
        try await connect(to: port, on: loop, failing: promise) { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                if acceptsAll {
                    let secure = try NIOSSLClientHandler(
                        context: context,
                        serverHostname: name,
                        customVerificationCallback: { certificates, verdict in
                            record.take(certificates)
                            verdict.succeed(.certificateVerified)
                        }
                    )
                    try pipeline.addHandler(secure)
                } else {
                    let secure = try NIOSSLClientHandler(context: context, serverHostname: name)
                    try pipeline.addHandler(secure)
                }
                try pipeline.addHandler(HandshakeWatch(record, grace: grace, promise))
            }
        }
        do throws(FailureReason) {
            try await outcome(of: promise, host: port.host)
        } catch {
            let seen = record.handshake
            if acceptsAll, !seen.certificates.isEmpty {
                return seen.broken(off: error)
            }
            if case .timedOut = error, seen.isConnected {
                throw .tls(.other("connected, but no answer to the handshake"))
            }
            throw error
        }
        return record.handshake
    }
}

/// What was seen of a handshake so far.
private struct Handshake: Sendable {
    var isConnected = false
    var certificates: [TLSReport.Certificate] = []
    var version: String?
    var span = Duration.zero
    var refusal: FailureReason?

    func broken(off reason: FailureReason) -> Self {
        var copy = self
        copy.refusal = reason
        return copy
    }
}

private final class HandshakeRecord: Sendable {
    private let seen = Mutex(Handshake())
    private let start = ContinuousClock.now

    var handshake: Handshake { seen.withLock { $0 } }

    /// How many certificates are kept of a chain; the library itself reads no more than 100 KiB.
    private static let chainLimit = 16

    func take(_ certificates: [NIOSSLCertificate]) {
        let now = Int64(time(nil))
        let kept = certificates.prefix(Self.chainLimit).compactMap { certificate in
            (try? certificate.toDERBytes()).map { der in
                TLSReport.Certificate(
                    der: der,
                    begins: Int64(certificate.notValidBefore),
                    ends: Int64(certificate.notValidAfter),
                    secondsLeft: Int64(certificate.notValidAfter) - now
                )
            }
        }
        seen.withLock {
            $0.certificates = kept
            $0.span = .now - start
        }
    }

    func connected() { seen.withLock { $0.isConnected = true } }

    func finished(_ version: String?) {
        seen.withLock {
            $0.version = version
            $0.span = .now - start
        }
    }

    var span: Duration { .now - start }
}

/// Waits for the end of a handshake and, for a moment, for what the server thinks of it: with TLS
/// 1.3 a server that wants a certificate of the client says so only afterwards (RFC 8446, 4.4.2).
private final class HandshakeWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let record: HandshakeRecord
    private let grace: TimeAmount?
    private let promise: EventLoopPromise<Void>

    init(_ record: HandshakeRecord, grace: TimeAmount?, _ promise: EventLoopPromise<Void>) {
        self.record = record
        self.grace = grace
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        record.connected()
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted = event else { return }
        let pipeline = context.pipeline.syncOperations
        let handler = try? pipeline.handler(type: NIOSSLClientHandler.self)
        record.finished(handler?.tlsVersion?.words)
        guard let grace else { return promise.succeed() }
        let (promise, least) = (promise, TimeAmount(record.span * 2))
        context.eventLoop.scheduleTask(in: min(max(grace, least), .seconds(1))) {
            promise.succeed()
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
    }
}

extension TLSVersion {
    fileprivate var words: String {
        switch self {
        case .tlsv1: "1.0"
        case .tlsv11: "1.1"
        case .tlsv12: "1.2"
        case .tlsv13: "1.3"
        }
    }
}
