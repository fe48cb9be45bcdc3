/// How a probe makes itself known to web servers, and which of them it trusts.
package struct WebAccess: Equatable, Sendable {
    /// Who asks, for servers that want to know.
    package var login: Login?
    /// PEM files with certificate authorities trusted besides the system's.
    package var authorities: [String]
    /// The certificate shown to servers that want one (mutual TLS).
    package var identity: Identity?

    /// Access of these parts; nothing is said and only the system's authorities are trusted
    /// without them.
    package init(login: Login? = nil, authorities: [String] = [], identity: Identity? = nil) {
        self.login = login
        self.authorities = authorities
        self.identity = identity
    }

    /// Credentials of HTTP authentication.
    package enum Login: Equatable, Sendable {
        /// A user and the password, sent at once (Basic, RFC 7617).
        case password(user: String, Secret)
        /// A file with `user:password` that the node writes anew at each start, such as the
        /// `.cookie` of Bitcoin Core; read at each poll and sent as with a password.
        case cookie(file: String)
        /// A user and the password, which is never sent: only a digest of it and of what the
        /// server asks for (RFC 7616).
        case digest(user: String, Secret)
    }

    /// A certificate with its key.
    package struct Identity: Hashable, Sendable {
        /// A PEM file with the certificate, and those between it and its authority.
        package var certificate: String
        /// A PEM file with the key of the certificate.
        package var key: String

        /// A certificate and its key, both files.
        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }
}
