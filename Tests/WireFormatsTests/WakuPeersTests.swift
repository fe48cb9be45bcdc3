import Testing

@testable import WireFormats

struct WakuPeersTests {
    private let relay = "/vac/waku/relay/2.0.0"
    private let store = "/vac/waku/store/2.0.0-beta4"

    private func only(_ text: String) throws -> WakuPeer {
        let peers = try WakuPeers(body: text.body.span)
        try #require(peers.peers.count == 1)
        #expect(peers.unreadableRows == 0)
        return peers.peers[0]
    }

    @Test
    func `rows of one peer from JSON-RPC are put together`() throws {
        let bytes = try Fixture.bytes("waku-jsonrpc-admin-peers-2023.json")
        let peers = try WakuPeers(body: bytes.span)
        let peer = try #require(peers.peers.first)
        #expect(peers.peers.count == 1)
        #expect(peer.peerID == "16Uiu2HAm8T4FHwZGcvo5YoBwbve6CLpWwgAgzCH29pMRbdCCR7VA")
        #expect(peer.protocols == [relay, store])
        #expect(peer.multiaddrs.count == 1)
        #expect(peer.connected == true)
    }

    @Test
    func `the first relay identifier of 2021 is kept as it is`() throws {
        let bytes = try Fixture.bytes("waku-jsonrpc-admin-peers-2021.json")
        let peers = try WakuPeers(body: bytes.span)
        #expect(peers.peers.first?.protocols == ["/vac/waku/relay/2.0.0-beta2"])
    }

    @Test
    func `protocol objects before v0.36 carry the connected flag`() throws {
        let peer = try only(
            """
            [{"multiaddr":"/ip4/1.2.3.4/tcp/1/p2p/16UA","origin":"Discv5","protocols":[
            {"protocol":"\(relay)","connected":false},{"protocol":"\(store)","connected":true}]}]
            """
        )
        #expect(peer.protocols == [relay, store])
        #expect(peer.connected == true)
        #expect(peer.origin == "Discv5")
    }

    @Test(
        arguments: [
            ("Connected", true), ("NotConnected", false), ("CanConnect", false),
            ("CannotConnect", false), ("Perhaps", nil),
        ] as [(String, Bool?)]
    )
    func `a peer of v0.36 has shards, agent and a word for its connection`(
        word: String,
        connected: Bool?
    ) throws {
        let peer = try only(
            """
            [{"multiaddr":"/dns4/a.example/tcp/8000/wss/p2p/16UA","protocols":["\(relay)"],
            "shards":[3,1],"connected":"\(word)","agent":"nwaku-v0.36.0","origin":"Dns",
            "score":100.0}]
            """
        )
        #expect(peer.connected == connected)
        #expect(peer.shards == [1, 3])
        #expect(peer.agent == "nwaku-v0.36.0")
        #expect(peer.score == 100)
    }

    @Test
    func `a go-waku peer is read by its id and its topics`() throws {
        let peer = try only(
            """
            [{"id":"16UA","multiaddrs":["/ip4/1.2.3.4/tcp/1"],"protocols":["\(relay)"],
            "connected":true,"pubsubTopics":["/waku/2/rs/1/5","/waku/2/default-waku/proto"]}]
            """
        )
        #expect(peer.peerID == "16UA")
        #expect(peer.shards == [5])
        #expect(peer.connected == true)
        #expect(peer.score == nil)
    }

    @Test
    func `rows without an identity are counted`() throws {
        let peers = try WakuPeers(body: #"[{"multiaddr":"/ip4/1.2.3.4/tcp/1"},7,null]"#.body.span)
        #expect(peers.peers.isEmpty)
        #expect(peers.unreadableRows == 3)
    }

    @Test
    func `a refused call is a refusal and not an empty list`() {
        let text = #"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no such method"}}"#
        #expect(
            throws: WireFormatError.refused(.init(code: -32601, message: "no such method"))
        ) {
            try WakuPeers(body: text.body.span)
        }
    }

    @Test
    func `mesh peers are read as a list of shards or as one shard`() throws {
        let shard = #"{"shard":2,"peers":[{"multiaddr":"/ip4/1.2.3.4/tcp/1/p2p/16UA"}]}"#
        let one = try WakuMeshPeers(body: shard.body.span)
        let list = try WakuMeshPeers(body: "[\(shard),{\"shard\":3,\"peers\":[]}]".body.span)
        #expect(one.shards.map(\.shard) == [2])
        #expect(list.shards.map(\.shard) == [2, 3])
        #expect(list.peerIDs == ["16UA"])
    }

    @Test(arguments: ["{}", "7", "[1]", "{\"shard\":1}"])
    func `other JSON is no mesh`(text: String) {
        #expect(throws: WireFormatError.self) { try WakuMeshPeers(body: text.body.span) }
    }
}
