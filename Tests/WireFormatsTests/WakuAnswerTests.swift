import Testing

@testable import WireFormats

struct WakuAnswerTests {
    @Test
    func `the single address of 2021 is a list of one`() throws {
        let bytes = try Fixture.bytes("waku-jsonrpc-debug-info-2021.json")
        let info = try WakuInfo(body: bytes.span)
        #expect(info.listenAddresses.count == 1)
        #expect(info.peerID == "16Uiu2HAm9R5sa7ivrCFLvGtLfc6WSyeHjiofdjZSHahJq1andKEG")
        #expect(info.enrURI == nil)
    }

    @Test
    func `the REST body has addresses and a record`() throws {
        let text =
            """
            {"listenAddresses":["/dns4/a/tcp/1/p2p/16UA","/ip4/0.0.0.0/tcp/2"],"enrUri":"enr:-x"}
            """
        let info = try WakuInfo(body: text.body.span)
        #expect(info.listenAddresses.count == 2)
        #expect(info.enrURI == "enr:-x")
        #expect(info.peerID == "16UA")
    }

    @Test(arguments: ["{}", "null", "[]", "\"x\""])
    func `an answer without addresses is an error`(text: String) {
        #expect(throws: WireFormatError.self) { try WakuInfo(body: text.body.span) }
    }

    @Test(arguments: [
        "v0.35.1-64-g4f6983\n", "\"v0.35.1-64-g4f6983\"",
        #"{"jsonrpc":"2.0","id":1,"result":"v0.35.1-64-g4f6983"}"#,
    ])
    func `a version is read plain, quoted and in an envelope`(text: String) throws {
        let version = try WakuVersion(body: text.body.span)
        #expect(version.text == "v0.35.1-64-g4f6983")
    }

    @Test(arguments: [
        "", "<html></html>", "a\nb", "\"\"", "{}", String(repeating: "a", count: 300),
    ])
    func `a body that is no version is an error`(text: String) {
        #expect(throws: WireFormatError.self) { try WakuVersion(body: text.body.span) }
    }

    @Test(
        arguments: [
            (404, "/admin endpoints are not available while initializing.", .initializing),
            (
                404,
                "/admin endpoints are not available. Please check … --rest-admin=true",
                .adminDisabled
            ),
            (400, "Bad request initiated. Invalid path or method used.", .wrongPath),
            (404, "Peer with ID 16UA not found", .notFound), (404, "", .notFound),
            (503, "Relay Protocol is not mounted to the node", .relayNotMounted),
            (500, "\u{1B}boom", .other(status: 500, text: "\u{FFFD}boom")),
        ] as [(Int, String, WakuRESTRefusal)]
    )
    func `a refusal is told apart by its text`(status: Int, text: String, refusal: WakuRESTRefusal)
    {
        let seen = WakuRESTRefusal.classify(status: status, body: text.body.span)
        #expect(seen == refusal)
    }
}
