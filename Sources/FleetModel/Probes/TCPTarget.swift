import Primitives

/// What a `tcp` probe asks: whether a port accepts a connection and, if wanted, says the right
/// thing.
package struct TCPTarget: ProbeDescriptor {
    /// The host and port, such as `127.0.0.1:30303`.
    package var address: String
    /// What is said first; nil to wait for the other side.
    package var send: String?
    /// What the answer must contain; nil when an open port is enough.
    package var expect: String?

    /// A target of these parts.
    package init(address: String, send: String? = nil, expect: String? = nil) {
        self.address = address
        self.send = send
        self.expect = expect
    }

    /// Of a port no more is learned than that it answers.
    package static let row = ProbeRow("tcp", reachesNode: true)

    /// The host of the port.
    package var reach: ProbeReach { .port(address) }

    /// None but how long it took.
    package var names: ProbeNames { ProbeNames() }
}
