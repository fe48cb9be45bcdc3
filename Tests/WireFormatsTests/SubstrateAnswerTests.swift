import Testing

@testable import WireFormats

struct SubstrateAnswerTests {
    private func results(_ method: String) throws -> [JSONValue] {
        try Fixture.substrateBodies(method).map { try JSONRPC.payload(of: $0) }
    }

    @Test
    func `health is read bare and in an envelope`() throws {
        let bodies = try Fixture.substrateBodies("GET /health")
        let health = try bodies.map { try SubstrateHealth(body: $0.encoded.span) }
        #expect(health.map(\.peers) == [0, 12])
        #expect(health.map(\.shouldHavePeers) == [false, true])
        let calls = try results("system_health").map { try SubstrateHealth($0) }
        #expect(calls.map(\.peers) == [41, 8])
        #expect(calls.map(\.isSyncing) == [true, false])
    }

    @Test
    func `each field of the health counts by itself`() throws {
        let texts = try SubstrateHealth(["peers": "7", "isSyncing": "true"])
        #expect(texts.peers == 7)
        #expect(texts.isSyncing == true)
        #expect(texts.oddities == [])
        let snake = try SubstrateHealth([
            "peers": 7, "is_syncing": false, "should_have_peers": false,
        ])
        #expect(snake.isSyncing == false)
        #expect(!snake.shouldHavePeers)
        for odd in ["many", [], nil, -1, .number(1.5), true] as [JSONValue?] {
            var members: [String: JSONValue] = ["isSyncing": false]
            members["peers"] = odd
            let health = try SubstrateHealth(.object(members))
            #expect(health.peers == (odd == true ? 1 : nil))
            #expect(health.isSyncing == false)
            #expect(health.oddities.isEmpty == (odd == true))
        }
        #expect(throws: WireFormatError.self) { try SubstrateHealth(["peers": "many"]) }
    }

    @Test
    func `a header's height is a hexadecimal text`() throws {
        let headers = try results("chain_getHeader").map { try SubstrateHeader($0) }
        #expect(headers.map(\.number) == [0x59a9, 0x14fd])
        #expect(headers.map(\.parentHash.count) == [4, 66])
    }

    @Test(arguments: [
        "", "0x", "0xzz", "0x-1", "14fd", "0xffffffffffffffff", "0x00000000000000001",
    ])
    func `a height that is no number is an error`(number: String) {
        let header: JSONValue = ["number": .string(number), "parentHash": "0x", "stateRoot": "0x"]
        #expect(throws: WireFormatError.self) { try SubstrateHeader(header) }
    }

    @Test
    func `a height may be a plain number but not a negative one`() throws {
        func header(_ number: Int) throws -> SubstrateHeader {
            try SubstrateHeader([
                "number": .integer(number), "parentHash": "0x", "stateRoot": "0x",
            ])
        }
        #expect(try header(7).number == 7)
        #expect(throws: WireFormatError.self) { try header(-7) }
    }

    @Test
    func `an unknown block is absent`() {
        #expect(throws: WireFormatError.absent(expected: "block header")) {
            try SubstrateHeader(.null)
        }
        #expect(throws: WireFormatError.absent(expected: "block hash")) {
            try SubstrateAnswer.blockHash(.null)
        }
    }

    @Test
    func `the highest block may be missing`() throws {
        let states = try results("system_syncState").map { try SubstrateSyncState($0) }
        #expect(states.map(\.highestBlock) == [10_525_440, 22955])
        let alone = try SubstrateSyncState(["startingBlock": 1, "currentBlock": 2])
        #expect(alone.highestBlock == nil)
        #expect(alone.currentBlock == 2)
    }

    @Test
    func `a runtime version is read with and without the newer members`() throws {
        let versions = try results("state_getRuntimeVersion").map {
            try SubstrateRuntimeVersion($0)
        }
        #expect(versions.map(\.shortText) == ["node-60", "calamari-3200"])
        #expect(versions.map(\.transactionVersion) == [nil, 5])
        #expect(versions.map { $0.apis["0xdf6acb689907609b"] } == [2, 4])
    }

    @Test
    func `interfaces may be an object`() throws {
        let version = try SubstrateRuntimeVersion([
            "specName": "a", "implName": "a", "specVersion": 1, "implVersion": 1,
            "authoringVersion": 1, "apis": ["0xdf": 4],
        ])
        #expect(version.apis == ["0xdf": 4])
    }

    @Test
    func `texts, hashes and roles are read`() throws {
        let roles: [SubstrateAnswer.Role] = [.authority, .full, .lightClient, .other("Sentry")]
        #expect(
            try SubstrateAnswer.nodeRoles(["Authority", "Full", "LightClient", "Sentry"]) == roles
        )
        #expect(try SubstrateAnswer.blockHash("0xB0A8") == "0xb0a8")
        #expect(try SubstrateAnswer.text("Calamari Parachain") == "Calamari Parachain")
        #expect(throws: WireFormatError.self) { try SubstrateAnswer.blockHash("b0a8") }
        #expect(throws: WireFormatError.self) { try SubstrateAnswer.text(7) }
    }

    @Test(
        arguments: [
            (-32601, "RPC call is unsafe to be called externally", .unsafe),
            (4003, "RPC call is unsafe to be called externally", .unsafe),
            (-32601, "Method not found", .methodMissing),
            (4003, "Client error: UnknownBlock: State already discarded for 0x1", .stateDiscarded),
        ] as [(Int, String, SubstrateRefusal)]
    )
    func `a refusal is told by its text`(code: Int, message: String, refusal: SubstrateRefusal) {
        #expect(SubstrateRefusal(.init(code: code, message: message)) == refusal)
    }

    @Test
    func `an unknown refusal keeps the node's words`() {
        let failure = JSONRPC.Failure(code: 1010, message: "Invalid Transaction", data: "x")
        #expect(SubstrateRefusal(failure) == .other(failure))
    }
}
