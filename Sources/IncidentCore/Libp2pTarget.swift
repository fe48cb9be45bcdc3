/// What a `libp2p` probe asks: who a peer is, and which protocols it speaks.
package struct Libp2pTarget: Equatable, Sendable {
    /// The multiaddr, such as `/ip4/127.0.0.1/tcp/30303/p2p/16Uiu2…`.
    package var address: String

    /// A target of these parts.
    package init(address: String) {
        self.address = address
    }
}
