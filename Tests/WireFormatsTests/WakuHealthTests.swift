import Testing

@testable import WireFormats

struct WakuHealthTests {
    @Test(
        arguments: [
            ("Node is healthy", .ready), ("Node is not ready\n", .notReady), ("OK", .ready),
            ("\"Node is healthy\"", .ready), ("\"Node is not ready\"", .notReady),
            ("Health check timed out", .unknown("Health check timed out")),
            ("Waku is initializing.", .initializing),
        ] as [(String, WakuHealth.Status)]
    )
    func `a sentence of an older node is understood`(text: String, status: WakuHealth.Status) throws
    {
        let health = try WakuHealth(body: text.body.span)
        #expect(health.nodeHealth == status)
        #expect(health.protocols.isEmpty)
        #expect(health.connectionStatus == nil)
    }

    @Test(
        arguments: [
            ("Ready", .ready), ("READY", .ready), ("Not Ready", .notReady),
            ("NOT_READY", .notReady),
            ("NotReady", .notReady), ("NOT_MOUNTED", .notMounted), ("Not Mounted", .notMounted),
            ("Initializing", .initializing), ("SYNCHRONIZING", .synchronizing),
            ("Shutting Down", .shuttingDown), ("EVENT_LOOP_LAGGING", .eventLoopLagging),
            ("Asleep", .unknown("Asleep")),
        ] as [(String, WakuHealth.Status)]
    )
    func `a status word is understood in every spelling`(word: String, status: WakuHealth.Status) {
        #expect(WakuHealth.Status(word) == status)
    }

    @Test
    func `the object of v0.35 lists one protocol`() throws {
        let bytes = try Fixture.bytes("waku-health-v0.35.json")
        let health = try WakuHealth(body: bytes.span)
        #expect(health.nodeHealth == .ready)
        #expect(
            health.protocols == [.init(name: "Rln Relay", status: .ready, description: nil)]
        )
    }

    @Test
    func `a starting node of v0.35 lists no protocol`() throws {
        let bytes = try Fixture.bytes("waku-health-v0.35-initializing.json")
        let health = try WakuHealth(body: bytes.span)
        #expect(health.nodeHealth == .initializing)
        #expect(health.protocols.isEmpty)
    }

    @Test
    func `the object of v0.38 tells why a protocol is not ready`() throws {
        let text = """
            {"nodeHealth":"READY","connectionStatus":"PartiallyConnected","protocolsHealth":[
            {"Relay":"READY","desc":null},{"Rln Relay":"NOT_MOUNTED","desc":null},
            {"Lightpush":"NOT_READY","desc":"Node has no relay peers"}]}
            """
        let health = try WakuHealth(body: text.body.span)
        #expect(health.connectionStatus == .partiallyConnected)
        #expect(health.protocols.map(\.name) == ["Relay", "Rln Relay", "Lightpush"])
        #expect(health.protocols.map(\.status) == [.ready, .notMounted, .notReady])
        #expect(health.protocols.last?.description == "Node has no relay peers")
    }

    @Test(arguments: ["", "  ", "<html>", "[]", "{}", "{\"nodeHealth\":3}", "{", "\"", "\"\\u00\""])
    func `another body is an error with a sentence`(text: String) {
        let error = #expect(throws: WireFormatError.self) { try WakuHealth(body: text.body.span) }
        #expect(error?.message.hasSuffix(".") == true)
    }
}
