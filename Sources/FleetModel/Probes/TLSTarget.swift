package import Primitives

/// What a `tls` probe asks: the certificate that a port shows.
package struct TLSTarget: ProbeDescriptor {
    /// The host and port, such as `node.example.org:443`.
    package var address: String
    /// The name asked for, which the certificate must be for; nil for the host.
    package var name: String?
    /// Whether a chain that is not trusted, or a certificate for another name, is a fault; without
    /// it only the dates count.
    package var isVerified: Bool

    /// A target of these parts.
    package init(
        address: String,
        name: String? = nil,
        isVerified: Bool = true
    ) {
        self.address = address
        self.name = name
        self.isVerified = isVerified
    }

    /// Of a port no more is learned than its certificate.
    package static let row = ProbeRow("tls", reachesNode: true)

    /// The host of the port.
    package var reach: ProbeReach { .port(address) }

    /// The certificate.
    package var names: ProbeNames {
        var names = ProbeNames(of: .certificate)
        names.add(facts: [.certificateNames, .certificateIssuer, .certificateExpiry, .tlsVersion])
        return names
    }
}

extension Identifier where Subject == Fact {
    /// The names that the node's certificate is for.
    package static let certificateNames = Self("certificate.names")
    /// Who issued the node's certificate.
    package static let certificateIssuer = Self("certificate.issuer")
    /// The day on which the node's certificate expires.
    package static let certificateExpiry = Self("certificate.expires")
    /// The version of TLS agreed on.
    package static let tlsVersion = Self("tls.version")
}
