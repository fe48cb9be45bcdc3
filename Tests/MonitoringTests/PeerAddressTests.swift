import FleetModel
import Monitoring
import Primitives
import TestSupport
import Testing

/// Multiaddresses that can be dialled.
struct PeerAddressTests {
    private static let id = "16Uiu2HAmLhLvBoYaoZfaMUKuibM6ac163GwKY74c5kiSLg5KvLpY"

    @Test func `an address is taken apart`() throws {
        let address = try PeerAddress("/dns4/a.example/tcp/8000/wss/p2p/\(Self.id)")
        #expect(address.network == .dns4)
        #expect(address.host == "a.example")
        #expect(address.port == 8000)
        #expect(address.transport == .secureWebSocket)
        #expect(address.peerID == Self.id)
        #expect(address.hostAndPort == "a.example:8000")
        #expect(try PeerAddress("/ip6/::1/tcp/1").hostAndPort == "[::1]:1")
        let named = try PeerAddress("/ip4/192.0.2.1/tcp/443/tls/sni/b.example/ws")
        #expect(named.transport == .secureWebSocket)
        #expect(named.serverName == "b.example")
        #expect(try PeerAddress("/dns/a/tcp/1/ws/").transport == .webSocket)
        #expect(try PeerAddress("/ip4/192.0.2.1/tcp/1/ipfs/\(Self.id)").peerID == Self.id)
    }

    @Test func `a peer id may be a CID`() throws {
        let id = "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe"
        #expect(try PeerAddress("/ip6/::1/tcp/1/p2p/\(id)").peerID == id)
    }

    @Test(
        arguments: [
            ("", .notMultiaddress), ("127.0.0.1:30303", .notMultiaddress),
            ("/ip4/1.2.3.4 /tcp/1", .badCharacter), ("/unix/a", .unknownNetwork),
            ("/", .unknownNetwork),
            ("/ip4/1.2.3/tcp/1", .badHost), ("/ip4/1.2.3.256/tcp/1", .badHost),
            ("/ip6/a.example/tcp/1", .badHost), ("/dns4//tcp/1", .badHost), ("/ip4", .badHost),
            ("/ip4/1.2.3.4", .noPort), ("/ip4/1.2.3.4/tcp", .noPort),
            ("/ip4/1.2.3.4/udp/1/quic-v1", .notTCP("udp")), ("/ip4/1.2.3.4/tcp/0", .badPort),
            ("/ip4/1.2.3.4/tcp/+1", .badPort), ("/ip4/1.2.3.4/tcp/65536", .badPort),
            ("/ip4/1.2.3.4/tcp/1/tls", .tlsWithoutWebSocket),
            ("/ip4/1.2.3.4/tcp/1/p2p", .badPeerID), ("/ip4/1.2.3.4/tcp/1/p2p/0OIl", .badPeerID),
            ("/ip4/1.2.3.4/tcp/1/p2p/bafzaajaiaejcaui", .badPeerID),
            ("/ip4/1.2.3.4/tcp/1/p2p-circuit", .unknownPart("p2p-circuit")),
        ] as [(String, PeerAddress.Mistake)]
    )
    func `a mistake is named`(_ text: String, _ mistake: PeerAddress.Mistake) {
        #expect(throws: mistake) { try PeerAddress(text) }
        #expect(!mistake.sentence.isEmpty)
    }

    @Test func `a probe asks for what the parties of its fleet need, and not too often`() throws {
        let fleet = Fleet(
            name: "f",
            parties: [
                Party(
                    id: "a",
                    needs: [
                        try Condition(parsing: "protocols contains \"/a/1\""),
                        try Condition(parsing: "peers > 1 and protocols contains \"/b/1\""),
                    ]
                ), Party(id: "b", needs: [try Condition(parsing: "protocols contains \"/a/1\"")]),
            ]
        )
        let bare = ProbeSpec(target: .libp2p(Libp2pTarget(address: "/ip4/127.0.0.1/tcp/1")))
        let spec = fleet.completed(bare)
        let target = Libp2pTarget(
            address: "/ip4/127.0.0.1/tcp/1",
            protocols: ["/a/1", "/b/1"]
        )
        #expect(spec.target == .libp2p(target))
        #expect(spec.interval == .seconds(60))
        #expect(spec.timeout == .seconds(15))
        var own = bare
        own.target = .libp2p(Libp2pTarget(address: "/", protocols: ["/c/1"]))
        own.interval = .seconds(5)
        #expect(fleet.completed(own).target == own.target)
        #expect(fleet.completed(own).interval == .seconds(5))
    }

    @Test func `what a node proves counts more than what its other probes gather`() {
        func observation(_ seconds: Int, _ ids: [String], isProven: Bool) -> Observation {
            Observation(
                node: "a",
                probeIndex: isProven ? 1 : 0,
                at: Timestamp(seconds: 1_000_000 + Int64(seconds)),
                latency: .milliseconds(1),
                facts: [Fact(.protocols, ids)],
                isProven: isProven,
                interval: .seconds(60)
            )
        }
        var readings = FleetReadings()
        readings.apply(observation(0, ["/gathered"], isProven: false))
        #expect(readings.nodes["a"]?[.protocols] == "/gathered")
        readings.apply(observation(1, ["/proven"], isProven: true))
        readings.apply(observation(60, ["/gathered"], isProven: false))
        #expect(readings.nodes["a"]?[.protocols] == "/proven")
        readings.apply(observation(300, ["/gathered"], isProven: false))
        #expect(readings.nodes["a"]?[.protocols] == "/gathered")
    }
}
