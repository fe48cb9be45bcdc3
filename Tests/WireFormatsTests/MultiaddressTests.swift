import Testing

@testable import WireFormats

struct MultiaddressTests {
    @Test(
        arguments: [
            ("/ip4/104.154.239.128/tcp/30303/p2p/16UA", "16UA"),
            ("/dns4/a.example/tcp/443/tls/ws/ipfs/QmA", "QmA"),
            ("/ip4/1.2.3.4/tcp/1/p2p/R/p2p-circuit/p2p/T", "T"), ("/p2p/16UA", "16UA"),
            ("/ip6/::1/tcp/8000/ws", nil), ("", nil), ("/", nil), ("/tcp/1/p2p", nil),
            ("/tcp/1/p2p/", nil),
        ] as [(String, String?)]
    )
    func `the identity is found`(text: String, peerID: String?) {
        #expect(Multiaddress.peerID(in: text) == peerID)
    }
}
