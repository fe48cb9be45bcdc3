import Glibc
import IncidentCore
import NIOCore
import NIOPosix
import NIOSSL

/// A second look at a server whose certificate was not accepted.
///
/// The TLS library says only that verification failed. The validity dates, which tell an expired
/// certificate from a foreign one, are read in a handshake of our own that is broken off as soon
/// as the certificates are there.
enum CertificateInspection {
    /// When the certificates of a server begin and cease to be valid, in seconds since 1970.
    struct Validity: Sendable {
        var begins: Int64
        var ends: Int64
    }

    /// The cause of a refused certificate; `.untrusted` when its dates are right or unknown.
    static func cause(
        host: String,
        port: Int,
        group: any EventLoopGroup,
        within span: TimeAmount
    ) async -> FailureReason.TLSFailure {
        guard let validity = try? await validity(host, port, group, span) else { return .untrusted }
        // The real time, also in a drill: the library that refused the certificate went by it.
        let now = Int64(time(nil))
        if now > validity.ends { return .expired }
        if now < validity.begins { return .notYetValid }
        return .untrusted
    }

    private static func validity(
        _ host: String,
        _ port: Int,
        _ group: any EventLoopGroup,
        _ span: TimeAmount
    ) async throws -> Validity {
        let loop = group.next()
        let promise = loop.makePromise(of: Validity.self)
        let context = try NIOSSLContext(configuration: .makeClientConfiguration())
        let name = HostLookup.isAddress(host) ? nil : host
        do {
            let channel = try await ClientBootstrap(group: loop)
                .connectTimeout(span)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = try NIOSSLClientHandler(
                            context: context,
                            serverHostname: name,
                            customVerificationCallback: { certificates, verdict in
                                promise.take(certificates)
                                verdict.succeed(.failed)
                            }
                        )
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }
                .connect(host: host, port: port).get()
            loop.scheduleTask(in: span) { channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in promise.fail(ChannelError.eof) }
        } catch {
            promise.fail(error)
        }
        return try await promise.futureResult.get()
    }
}

extension EventLoopPromise<CertificateInspection.Validity> {
    /// A chain is valid only while each of its certificates is.
    fileprivate func take(_ certificates: [NIOSSLCertificate]) {
        guard let begins = certificates.map(\.notValidBefore).max(),
            let ends = certificates.map(\.notValidAfter).min()
        else { return fail(ChannelError.eof) }
        succeed(CertificateInspection.Validity(begins: Int64(begins), ends: Int64(ends)))
    }
}
