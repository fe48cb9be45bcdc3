package import FleetModel
package import Primitives
package import NIOSSL
import Synchronization

/// Whom a client trusts besides the system's authorities, and what it shows of itself.
package struct WebTrust: Hashable, Sendable {
    /// PEM files with certificate authorities.
    package var authorities: [String]
    /// The client's own certificate, for servers that want one.
    package var identity: WebAccess.Identity?

    /// Trust by these files.
    package init(authorities: [String] = [], identity: WebAccess.Identity? = nil) {
        self.authorities = authorities
        self.identity = identity
    }

    /// Whether it is what every client does.
    var isUsual: Bool { self == Self() }

    /// Settings that verify the server.
    /// - Throws: which of the files cannot be used.
    func verifying() throws(FailureReason) -> TLSConfiguration { try kept().settings }

    /// The same, ready for handshakes.
    /// - Throws: which of the files cannot be used.
    package func verifyingContext() throws(FailureReason) -> NIOSSLContext { try kept().strict }

    /// For handshakes whose certificates are taken as they are: the name is not looked at either.
    /// - Throws: which of the files cannot be used.
    func openContext() throws(FailureReason) -> NIOSSLContext { try kept().open }

    private struct Kept {
        let settings: TLSConfiguration
        let strict: NIOSSLContext
        let open: NIOSSLContext
        let end: ContinuousClock.Instant
    }

    /// There are over a hundred authorities to read; kept for a while, because files may be
    /// renewed.
    private static let known = Mutex<[WebTrust: Kept]>([:])
    private static let lifetime = Duration.seconds(300)
    private static let limit = 64

    private func kept() throws(FailureReason) -> Kept {
        if let kept = Self.known.withLock({ $0[self] }), .now < kept.end { return kept }
        let read = try read()
        Self.known.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[self] = read
        }
        return read
    }

    private func read() throws(FailureReason) -> Kept {
        var settings = TLSConfiguration.makeOfUsualSafety()
        for file in authorities {
            guard let found = try? NIOSSLCertificate.fromPEMFile(file), !found.isEmpty else {
                throw .other("the file of certificate authorities \(file) cannot be read")
            }
            settings.additionalTrustRoots.append(.certificates(found))
        }
        if let identity {
            guard let chain = try? NIOSSLCertificate.fromPEMFile(identity.certificate),
                !chain.isEmpty
            else { throw .other("the certificate \(identity.certificate) cannot be read") }
            guard let key = try? NIOSSLPrivateKey(file: identity.key, format: .pem) else {
                throw .other("the key \(identity.key) cannot be read")
            }
            settings.certificateChain = chain.map { .certificate($0) }
            settings.privateKey = .privateKey(key)
        }
        var open = settings
        open.certificateVerification = .noHostnameVerification
        do {
            return Kept(
                settings: settings,
                strict: try NIOSSLContext(configuration: settings),
                open: try NIOSSLContext(configuration: open),
                end: .now + Self.lifetime
            )
        } catch {
            throw .other(
                identity == nil
                    ? "TLS cannot be used on this computer" : "certificate and key do not fit"
            )
        }
    }
}

extension TLSConfiguration {
    /// The settings of every client here: TLS 1.0 and 1.1 are not spoken (RFC 8996).
    static func makeOfUsualSafety() -> TLSConfiguration {
        var settings = makeClientConfiguration()
        settings.minimumTLSVersion = .tlsv12
        return settings
    }
}
