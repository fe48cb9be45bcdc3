import Testing

@testable import Libp2p

/// Could a client that matches ids exactly work with a node? The table of July 2021.
struct PinnedClientTests {
    private static let stable = "/vac/waku/relay/2.0.0"
    private static let beta = "/vac/waku/relay/2.0.0-beta2"

    private let js08 = PinnedClient(
        name: "js-waku 0.8",
        protocols: [beta],
        muxers: [MuxerID.mplex]
    )
    private let js09 = PinnedClient(
        name: "js-waku 0.9",
        protocols: [stable, beta],
        muxers: [MuxerID.mplex]
    )

    private func node(listing id: String, dropping: Bool = true) -> ScriptedPeer {
        var peer = ScriptedPeer()
        peer.muxerID = MuxerID.mplex
        peer.listed = ["/ipfs/id/1.0.0", id]
        peer.asks = [IdentifyMessage.protocolID, id]
        peer.dropsOnRefusal = dropping
        // The prefix matcher of master.
        if id == Self.stable { peer.alsoAccepts = [Self.beta] }
        return peer
    }

    private func obstacle(_ client: PinnedClient, with peer: ScriptedPeer) throws -> String? {
        let report = try Conversation.report(PeerQuestion(client: client), with: peer)
        return client.obstacle(in: report)
    }

    @Test func `a node of the client's own release is fine`() throws {
        #expect(try obstacle(js08, with: node(listing: Self.beta)) == nil)
    }

    @Test func `a node that lists another version is no use, and drops the client`() throws {
        #expect(
            try obstacle(js08, with: node(listing: Self.stable))
                == "the node does not list \(Self.beta), but \(Self.stable); the node asks the "
                + "client for \(Self.stable) and drops it when it refuses"
        )
    }

    /// The words are a fact that is kept, and must be the same in every poll.
    @Test func `how long a node takes to drop the client is a number beside the words`() throws {
        let report = try Conversation.report(
            PeerQuestion(client: js08),
            with: node(listing: Self.stable)
        )
        #expect(report.timeToDrop == .milliseconds(2))
        #expect(js08.obstacle(in: report)?.contains(" ms") == false)
    }

    @Test func `a node that lists another version is no use even if it drops nobody`() throws {
        #expect(
            try obstacle(js08, with: node(listing: Self.stable, dropping: false))
                == "the node does not list \(Self.beta), but \(Self.stable)"
        )
    }

    @Test func `a node without a muxer of the client is no use`() throws {
        var peer = node(listing: Self.beta)
        peer.muxerID = MuxerID.yamux
        #expect(try obstacle(js08, with: peer) == "the node speaks none of /mplex/6.7.0")
    }

    @Test func `a node that lists the id but refuses it is no use`() throws {
        var peer = node(listing: Self.beta)
        peer.refuses = [Self.beta]
        #expect(try obstacle(js08, with: peer) == "the node lists \(Self.beta), but refuses it")
    }

    @Test func `a client asks for nothing that the node does not list`() throws {
        var conversation = try Conversation(
            PeerQuestion(client: js08),
            with: node(listing: Self.stable, dropping: false)
        )
        try conversation.run()
        #expect(conversation.peer.asked == [IdentifyMessage.protocolID])
        #expect(conversation.peer.refusals == [Self.stable])
        #expect(conversation.now >= PeerPlan.stay)
    }

    @Test func `a client of several versions needs each`() throws {
        #expect(
            try obstacle(js09, with: node(listing: Self.beta))
                == "the node does not list \(Self.stable), but \(Self.beta)"
        )
    }
}
