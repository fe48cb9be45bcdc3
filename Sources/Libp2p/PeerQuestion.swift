/// What is asked of a peer, and as whom.
package struct PeerQuestion: Equatable, Sendable {
    /// The id that the peer must prove; nil for whichever.
    package var expectedPeer: PeerID?
    /// The ids of which to find out whether the peer accepts them; at most 32 are tried.
    package var protocols: [String]
    /// The cluster that we say we belong to; nil to repeat that of the peer.
    package var cluster: UInt32?
    /// The client to behave like; nil for the probe that accepts whatever keeps a node content.
    package var client: PinnedClient?

    /// A question of these parts.
    package init(
        expectedPeer: PeerID? = nil,
        protocols: [String] = [],
        cluster: UInt32? = nil,
        client: PinnedClient? = nil
    ) {
        self.expectedPeer = expectedPeer
        self.protocols = Array(protocols.prefix(Self.protocolLimit))
        self.cluster = cluster
        self.client = client
    }

    private static let protocolLimit = 32

    /// The muxers to offer, the best first.
    var muxers: [String] { client?.muxers ?? [MuxerID.yamux, MuxerID.mplex] }

    /// What we say that we speak.
    ///
    /// The ids of relays are listed although we only listen, for nodes of the go family open the
    /// stream that shows their own id only to peers that list it.
    var ownProtocols: [String] {
        if let client { return [IdentifyMessage.protocolID] + client.protocols }
        let relays = Self.relays + protocols.filter { $0.isPubsub && !Self.relays.contains($0) }
        return [IdentifyMessage.protocolID, WakuMetadata.protocolID] + relays
    }

    private static let relays = ["/vac/waku/relay/2.0.0", "/vac/waku/relay/2.0.0-beta2"]

    /// Whether to accept what the peer asks of us: what keeps a node content, or exactly what
    /// the client speaks.
    func accepts(_ id: String) -> Bool {
        if id == IdentifyMessage.protocolID { return true }
        if let client { return client.protocols.contains(id) }
        return id == WakuMetadata.protocolID || id.isPubsub
    }
}

extension String {
    /// Whether the protocol is that of a relay network, of Waku or of libp2p itself.
    var isPubsub: Bool {
        ["/vac/waku/relay/", "/meshsub/", "/floodsub/"].contains { hasPrefix($0) }
    }
}
