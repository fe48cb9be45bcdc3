import FleetModel
import Primitives
import Probing
import Testing

/// Substrate nodes with both halves.
@Suite(.timeLimit(.minutes(15)))
struct SubstrateProbeTests {
    private static let results = [
        "system_health": "{\"peers\":41,\"isSyncing\":true,\"shouldHavePeers\":true}",
        "chain_getHeader/": header("0x1e8a09"),
        "chain_getFinalizedHead": "\"0xF1\"",
        "chain_getHeader/0xf1": header("0x1e8a07"),
        "state_getRuntimeVersion": "{\"specName\":\"calamari\",\"implName\":\"calamari\","
            + "\"authoringVersion\":1,\"specVersion\":3200,\"implVersion\":1,\"apis\":[]}",
        "system_version": "\"3.2.1-ff69d35\"",
        "chain_getBlockHash": "\"0x4AC80c\"",
        "system_chain": "\"Calamari Parachain\"",
        "system_nodeRoles": "[\"Authority\"]",
        "system_syncState": "{\"startingBlock\":0,\"currentBlock\":10,\"highestBlock\":2001500}",
        "system_localPeerId": "\"12D3KooW\"",
    ]

    private static func header(_ number: String) -> String {
        "{\"number\":\"\(number)\",\"parentHash\":\"0x0a\",\"stateRoot\":\"0x0b\"}"
    }

    /// Values of the chain's state by a part of their key.
    private static let storage = [
        "f9cce9c888469bb1a0dceaa129672ef8": "\"0x01322063616c616d617269\"",
        "45323df7cc47150b3930e2666b0aa3132fa9f1bf": "\"0x" + String(repeating: "ab", count: 32)
            + "\"",
        // Nine seconds before the moment of the observations.
        "f0c365c3cf59d671": "\"0x" + littleEndian(noon.milliseconds - 9000, bytes: 8) + "\"",
        "7f17cdfbfa73331856cca0acddd7842e": "\"0x0d000000\"",
        "e2f6cb0456905c189bcb0458f9440f13": "\"0x0c000000\"",
        "b9e0c7dac4238b700a83735192cb921c": "\"0x0090ab1e00" + String(repeating: "cd", count: 32)
            + "01201c00003d" + String(repeating: "0", count: 30) + "27"
            + String(repeating: "0", count: 30) + "64" + String(repeating: "0", count: 30) + "\"",
    ]

    private static func littleEndian(_ number: Int64, bytes: Int) -> String {
        (0..<bytes).map { place in
            let byte = UInt8(truncatingIfNeeded: number >> (8 * Int64(place)))
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Answers one call in a body; calls of a batch are cut apart at their braces.
    private static func answer(_ call: Substring, _ overrides: [String: String]) -> String {
        if call.contains("state_getStorage"), overrides["state_getStorage"] == nil {
            let id = call.firstRange(of: "\"id\":").map { range in
                call[range.upperBound...].prefix { $0 != "," && $0 != "}" }
            }
            let value = storage.first { call.contains($0.key) }?.value ?? "null"
            return "{\"jsonrpc\":\"2.0\",\"result\":\(value),\"id\":\(id ?? "null")}"
        }
        func value(_ mark: String, _ end: Character) -> Substring {
            guard let start = call.firstRange(of: mark) else { return "" }
            return call[start.upperBound...].prefix { $0 != end && $0 != "}" }
        }
        let id = value("\"id\":", ",")
        let method = String(value("\"method\":\"", "\""))
        let parameter = value("\"params\":[", "]").filter { $0 != "\"" }
        let key = method == "chain_getHeader" ? method + "/" + parameter : method
        if let error = overrides[method] {
            return "{\"jsonrpc\":\"2.0\",\"error\":\(error),\"id\":\(id)}"
        }
        return "{\"jsonrpc\":\"2.0\",\"result\":\(results[key] ?? "null"),\"id\":\(id)}"
    }

    /// A node that answers calls; `errors` gives the error object of a method.
    private static func node(
        batches: Bool = true,
        errors: [String: String] = [:]
    ) -> ScriptedServer.Script {
        { request in
            guard request.body.hasPrefix("[") else { return .ok(answer(request.body[...], errors)) }
            guard batches else {
                return .ok(
                    "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32005,"
                        + "\"message\":\"Batched requests "
                        + "are not supported by this server\"},\"id\":null}"
                )
            }
            let calls = request.body.dropFirst().dropLast().split(separator: "},{")
            return .ok("[" + calls.map { answer($0, errors) }.joined(separator: ",") + "]")
        }
    }

    private func poll(_ script: @escaping ScriptedServer.Script) async throws -> Observation {
        try await ProbingTests.poll(
            { .substrate(rpc: $0, relayRPC: nil, metrics: nil, relayMetrics: nil) },
            script: script
        )
    }

    private func expectEverything(_ observation: Observation) {
        #expect(observation[.peers] == 41)
        #expect(observation[.syncing] == 1)
        #expect(observation[.shouldHavePeers] == 1)
        #expect(observation[.heightBest] == 2_001_417)
        #expect(observation[.heightFinalized] == 2_001_415)
        #expect(observation[.heightTarget] == 2_001_500)
        #expect(observation[.version] == ["3.2.1-ff69d35"])
        #expect(observation[.runtime] == ["calamari-3200"])
        #expect(observation[.genesis] == ["0x4ac80c"])
        #expect(observation[.chain] == ["Calamari Parachain"])
        #expect(observation[.roles] == ["authority"])
        #expect(observation[.peerID] == ["12D3KooW"])
        #expect(observation[.headAge] == 9)
        #expect(observation[.lastRuntimeUpgrade] == ["calamari-3200"])
        #expect(observation[.authorisedRuntime] == ["0x" + String(repeating: "ab", count: 32)])
        #expect(
            observation[.referendum] == ["#12 ongoing, ayes 61 %, ends at block 2010000"]
        )
    }

    @Test
    func `two batches tell everything, the chain's state is asked seldom`() async throws {
        try await ScriptedServer.run(Self.node()) { server in
            try await withClient { client in
                for _ in 0..<2 {
                    let observation = await client.poll(
                        .substrate(rpc: server.url, relayRPC: nil, metrics: nil, relayMetrics: nil)
                    )
                    #expect(observation.problems.isEmpty)
                    expectEverything(observation)
                }
            }
            // Of the state: a batch, and one for the only referendum that is not over.
            #expect(server.counts.requests.count == 6)
        }
    }

    @Test(arguments: [
        "{\"code\":-32601,\"message\":\"Method not found\"}",
        "{\"code\":-32601,\"message\":\"RPC call is unsafe to be called externally\"}",
        "{\"code\":4003,\"message\":\"Client error: UnknownBlock: State already discarded\"}",
    ])
    func `a node that keeps its state to itself is no worse for it`(error: String) async throws {
        let observation = try await poll(
            Self.node(errors: ["state_getStorage": error, "state_getStorageSize": error])
        )
        #expect(observation.problems.isEmpty)
        #expect(observation[.heightFinalized] == 2_001_415)
        #expect(observation[.runtime] == ["calamari-3200"])
        #expect(observation[.headAge] == nil)
        let told: [FactName] = [.authorisedRuntime, .referendum, .lastRuntimeUpgrade]
        #expect(told.allSatisfy { observation[$0] == nil })
    }

    @Test
    func `a node that refuses batches is asked call by call, also the next time`() async throws {
        try await ScriptedServer.run(Self.node(batches: false)) { server in
            try await withClient { client in
                for _ in 0..<2 {
                    let observation = await client.poll(
                        .substrate(rpc: server.url, relayRPC: nil, metrics: nil, relayMetrics: nil)
                    )
                    #expect(observation.problems.isEmpty)
                    expectEverything(observation)
                }
            }
            // A refused batch; two rounds and the state with its referendum; two rounds.
            let expected: Int = [1, 12, 9, 1, 12].reduce(0, +)
            #expect(server.counts.requests.count == expected)
            #expect(server.counts.accepts == 1)
        }
    }

    @Test
    func `methods kept from strangers are notes, missing ones are nothing`() async throws {
        let observation = try await poll(
            Self.node(errors: [
                "system_nodeRoles":
                    "{\"code\":-32601,\"message\":\"RPC call is unsafe to be called externally\"}",
                "system_syncState": "{\"code\":-32601,\"message\":\"Method not found\"}",
            ])
        )
        let refused = FailureReason.unsafeRefused(method: "system_nodeRoles")
        #expect(observation.problems == [Problem(part: "rpc", reason: refused, isFault: false)])
        #expect(observation[.heightTarget] == nil)
        #expect(observation[.heightBest] == 2_001_417)
    }

    @Test
    func `what a gateway refuses in words of its own is a note`() async throws {
        let refusal = "{\"code\":-32000,\"message\":\"not in your plan\"}"
        let observation = try await poll(
            Self.node(errors: [
                "system_nodeRoles": refusal, "system_localPeerId": refusal,
                "chain_getFinalizedHead": refusal, "system_health": refusal,
            ])
        )
        #expect(observation[.heightBest] == 2_001_417)
        #expect(!observation.problems.isEmpty)
        #expect(observation.problems.filter(\.isFault) == [])
    }

    @Test
    func `a node that tells no height is ill`() async throws {
        for code in [-32000, -32601] {
            let refusal = "{\"code\":\(code),\"message\":\"no\"}"
            let observation = try await poll(Self.node(errors: ["chain_getHeader": refusal]))
            #expect(observation[.peers] == 41)
            #expect(
                observation.problems.filter(\.isFault).map(\.reason.sentence)
                    == ["chain_getHeader tells no height"]
            )
        }
    }

    @Test
    func `the JSON-RPC of another kind of node is named`() async throws {
        let missing = "{\"code\":-32601,\"message\":\"Method not found\"}"
        let observation = try await poll { _ in
            .ok("{\"jsonrpc\":\"2.0\",\"error\":\(missing),\"id\":1}")
        }
        let words = "the port speaks JSON-RPC, but not as a Substrate node"
        #expect(observation.problems == [Problem(part: "rpc", reason: .wrongAPI(words))])
    }

    @Test(arguments: [
        (
            400, "Connection header did not include 'upgrade' for WebSocket",
            "the port wants WebSocket: give the HTTP port, often 9933"
        ),
        (404, "Not found.", "the port answers, but not as the JSON-RPC of a Substrate node"),
        (200, "<html>hello", "the port answers, but not as the JSON-RPC of a Substrate node"),
    ])
    func `other servers are named`(_ status: Int, _ body: String, _ words: String) async throws {
        let observation = try await poll { _ in .answer(status, body) }
        #expect(observation.problems == [Problem(part: "rpc", reason: .wrongAPI(words))])
    }

    @Test
    func `a host filter says not authorised`() async throws {
        let observation = try await poll { _ in .answer(403, "Host not allowed") }
        #expect(observation.reasons == [.unauthorised(status: 403)])
    }

    @Test
    func `both halves are read, and each failing part has its name`() async throws {
        let page = try fixture("metrics-relay-leaking-synthetic.prom")
        let node = Self.node()
        try await ScriptedServer.run({ request in
            request.method == "GET" ? .ok(page) : node(request)
        }) { server in
            let observation = try await ProbingTests.poll({
                .substrate(
                    rpc: $0,
                    relayRPC: server.url,
                    metrics: $0,
                    relayMetrics: server.url
                )
            }) { _ in .answer(500, "") }
            let status = FailureReason.status(500)
            #expect(
                observation.problems == [
                    Problem(part: "rpc", reason: status), Problem(part: "metrics", reason: status),
                ]
            )
            #expect(observation[.relayPeers] == 41)
            #expect(observation[.relaySyncing] == 1)
            #expect(observation[.relayHeightBest] == 2_001_417)
            #expect(observation[.relayHeightFinalized] == 2_001_415)
            #expect(observation[.relayGenesis] == ["0x4ac80c"])
            #expect(observation[.relayChain] == ["Calamari Parachain"])
            #expect(observation[.backlog] == 2200)
            #expect(observation[.gossipBacklog] == 691_002)
            #expect(observation[.beefy] == 1)
            #expect(observation[.memory] == 679_718_912)
            #expect(observation[.peers] == nil)
            #expect(observation.latency != nil)
        }
    }

    @Test
    func `a channel gauge comes before the difference of counters`() async throws {
        let observation = try await ProbingTests.poll({
            .substrate(rpc: $0, relayRPC: nil, metrics: nil, relayMetrics: $0)
        }) { request in
            request.method == "POST"
                ? .close
                : .ok(
                    """
                    substrate_unbounded_channel_len{action="send",entity="a"} 900
                    substrate_unbounded_channel_size{entity="a"} 3
                    substrate_unbounded_channel_size{entity="b"} 7

                    """
                )
        }
        #expect(observation[.backlog] == 7)
        #expect(observation[.beefy] == 0)
        #expect(observation.reasons == [.connectionClosed])
    }

    @Test
    func `a real page fills in what the RPC lacks`() async throws {
        let page = try fixture("metrics-solo-authority-2021-12.prom")
        let observation = try await ProbingTests.poll({
            .substrate(rpc: $0, relayRPC: nil, metrics: $0, relayMetrics: nil)
        }) { request in request.method == "POST" ? .answer(503, "") : .ok(page) }
        #expect(observation[.heightBest] == 140_434)
        #expect(observation[.heightFinalized] == 140_431)
        #expect(observation[.heightTarget] == 140_434)
        #expect(observation[.peers] == 43)
        #expect(observation[.startTime] == 1_640_391_531)
        #expect(observation[.version] == ["0.1.0-2b496be2-x86_64-linux-gnu"])
        #expect(observation.reasons == [.status(503)])
    }

    /// A node whose answers to some calls are other than they should be.
    private static func odd(_ answers: [String: String]) -> ScriptedServer.Script {
        { request in
            let calls = request.body.split(separator: "},{").map { call in
                let id = call.firstRange(of: "\"id\":").map { range in
                    call[range.upperBound...].prefix { $0.isNumber }
                }
                let odd = answers.first { call.contains("\"\($0.key)\"") }?.value
                return odd.map { "{\"id\":\(id ?? "0"),\"result\":\($0)}" }
                    ?? answer(call, [:])
            }
            return .ok("[" + calls.joined(separator: ",") + "]")
        }
    }

    @Test
    func `an odd field is left out by itself and named`() async throws {
        let observation = try await poll(
            Self.odd([
                "system_health": "{\"peers\":\"7\",\"isSyncing\":\"perhaps\"}",
                "system_syncState": "{\"currentBlock\":\"x\",\"highestBlock\":2001500}",
                "system_nodeRoles": "7", "system_localPeerId": "null",
            ])
        )
        #expect(observation[.peers] == 7)
        #expect(observation[.syncing] == nil)
        #expect(observation[.heightTarget] == 2_001_500)
        #expect(observation[.heightBest] == 2_001_417)
        #expect(
            observation.reasons.map(\.sentence) == [
                "system_health: unexpected answer: expected true or false at /isSyncing, "
                    + "got the text \"perhaps\"",
                "system_nodeRoles: unexpected answer: expected list of roles, got the number 7",
            ]
        )
        #expect(observation.problems.allSatisfy { !$0.isFault })
    }

    @Test
    func `a gateway that refuses single methods with a page is no fault`() async throws {
        let node = Self.node(batches: false)
        for method in ["system_health", "system_chain", "state_getRuntimeVersion"] {
            let observation = try await poll { request in
                request.body.contains(method) && !request.body.hasPrefix("[")
                    ? .answer(403, "<html>blocked</html>") : node(request)
            }
            #expect(observation[.heightBest] == 2_001_417)
            #expect(observation[.heightFinalized] == 2_001_415)
            #expect(
                observation.problems.map(\.reason.sentence)
                    == ["\(method): not authorised (HTTP 403)"]
            )
            #expect(observation.problems.allSatisfy { !$0.isFault })
        }
    }
}
