import Testing

@testable import WireFormats

struct MultiaddressTests {
    @Test(
        arguments: [
            ("/ip4/104.154.239.128/tcp/30303/p2p/16UA", "104.154.239.128", 30303, "16UA", .tcp),
            ("/dns4/a.example/tcp/8000/wss/p2p/16UA", "a.example", 8000, "16UA", .secureWebSocket),
            ("/dns4/a.example/tcp/443/tls/ws/ipfs/QmA", "a.example", 443, "QmA", .secureWebSocket),
            ("/ip6/::1/tcp/8000/ws", "::1", 8000, nil, .webSocket),
            ("/ip4/1.2.3.4/udp/9000/quic-v1/p2p/12D3", "1.2.3.4", 9000, "12D3", .quic),
            ("/ip4/1.2.3.4/tcp/1/p2p/R/p2p-circuit/p2p/T", "1.2.3.4", 1, "T", .tcp),
            ("/p2p/16UA", nil, nil, "16UA", .other), ("/dns/x/tcp/99999/", "x", nil, nil, .tcp),
        ] as [(String, String?, UInt16?, String?, Multiaddress.Transport)]
    )
    func `host, port, identity and transport are found`(
        text: String,
        host: String?,
        port: UInt16?,
        peerID: String?,
        transport: Multiaddress.Transport
    ) throws {
        let address = try Multiaddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.peerID == peerID)
        #expect(address.transport == transport)
        #expect(Multiaddress.peerID(in: text) == peerID)
        #expect(address.isRelayed == text.contains("p2p-circuit"))
    }

    @Test(arguments: ["", "/", "ip4/1.2.3.4", "/ip4", "/ip4//tcp/1", "//", "/tcp/1/p2p"])
    func `a broken address is an error`(text: String) {
        #expect(throws: WireFormatError.self) { try Multiaddress(text) }
    }

    @Test
    func `an identity is shortened to its ends`() throws {
        let peerID = "16Uiu2HAkykgaECHswi3YKJ5dMLbq2kPVCo89fcyTd38UcQD6ej5W"
        #expect(Multiaddress.shortPeerID(peerID) == "16U*D6ej5W")
        #expect(Multiaddress.shortPeerID("16UA") == "16UA")
        #expect(try Multiaddress("/p2p/\(peerID)").shortPeerID == "16U*D6ej5W")
    }
}
