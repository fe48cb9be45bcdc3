/// What a `tcp` probe asks: whether a port accepts a connection.
package struct TCPTarget: Equatable, Sendable {
    /// The host and port, such as `127.0.0.1:30303`.
    package var address: String

    /// A target of these parts.
    package init(address: String) {
        self.address = address
    }
}
