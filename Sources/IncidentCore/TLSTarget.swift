/// What a `tls` probe asks: the certificate that a port shows.
package struct TLSTarget: Equatable, Sendable {
    /// The host and port, such as `node.example.org:443`.
    package var address: String

    /// A target of these parts.
    package init(address: String) {
        self.address = address
    }
}
