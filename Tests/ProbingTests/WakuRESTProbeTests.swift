import FleetModel
import Primitives
import Probing
import Testing

/// Waku nodes with the REST API, nwaku from v0.10 on.
@Suite(.timeLimit(.minutes(15)))
struct WakuRESTProbeTests {
    static let peerID = "16Uiu2HAm9R5sa7ivrCFLvGtLfc6WSyeHjiofdjZSHahJq1andKEG"
    static let info = "{\"listenAddresses\":[\"/ip4/0.0.0.0/tcp/60000/p2p/\(peerID)\"]}"
    static let wrongPath = ServedReply.answer(
        400,
        "Bad request initiated. Invalid path or method used."
    )

    private func poll(_ script: @escaping ScriptedServer.Script) async throws -> Observation {
        try await ProbingTests.poll({ .waku(rest: $0, rpc: nil, metrics: nil) }, script: script)
    }

    @Test
    func `a node of today tells everything`() async throws {
        let peers = """
            [{"multiaddr":"/ip4/10.0.0.1/tcp/1/p2p/16Ubbb","protocols":["/vac/waku/relay/2.0.0",
            "/ipfs/ping/1.0.0"],"shards":[0],"connected":"Connected"},
            {"multiaddr":"/ip4/10.0.0.2/tcp/1/p2p/16Uccc","protocols":[],
            "connected":"CannotConnect"},
            {"multiaddr":"/ip4/10.0.0.3/tcp/1/p2p/16Uaaa","protocols":[],"connected":"Connected"}]
            """
        let observation = try await poll { request in
            switch request.path {
            case "/health":
                .ok("{\"nodeHealth\":\"NOT_READY\",\"connectionStatus\":\"PartiallyConnected\"}")
            case "/info": .ok(Self.info)
            case "/version": .ok("v0.36.0")
            case "/admin/v1/peers": .ok(peers)
            case "/admin/v1/peers/mesh": .ok("[{\"shard\":0,\"peers\":[{\"id\":\"16Uaaa\"}]}]")
            default: Self.wrongPath
            }
        }
        #expect(observation.problems.isEmpty)
        #expect(observation[.api] == ["rest"])
        #expect(observation[.health] == ["notready"])
        #expect(observation[.connection] == ["partiallyconnected"])
        #expect(observation[.version] == ["v0.36.0"])
        #expect(observation[.peerID] == [Self.peerID])
        #expect(observation[.connectedPeers] == ["16Uaaa", "16Ubbb"])
        #expect(observation[.peers] == 2)
        #expect(observation[.mesh] == 1)
        #expect(observation[.relay] == nil, "the ids of the rows are the peers', not the node's")
        #expect(observation[.peerProtocols] == ["/ipfs/ping/1.0.0", "/vac/waku/relay/2.0.0"])
    }

    @Test
    func `a node before v0_36 has the older paths, which are remembered`() async throws {
        let health = try fixture("health-v0.35.json")
        let script: ScriptedServer.Script = { request in
            switch request.path {
            case "/health": .ok(health)
            case "/debug/v1/info": .ok(Self.info)
            case "/debug/v1/version": .ok("v0.35.1-64-g4f6983")
            case "/admin/v1/peers": .ok("[]")
            default: Self.wrongPath
            }
        }
        try await ScriptedServer.run(script) { server in
            try await withClient { client in
                let target = ProbeTarget.waku(rest: server.url, rpc: nil, metrics: nil)
                for _ in 0..<2 {
                    let observation = await client.poll(target)
                    #expect(observation.problems.isEmpty)
                    #expect(observation[.version] == ["v0.35.1-64-g4f6983"])
                    #expect(observation[.health] == ["ready"])
                    #expect(observation[.connectedPeers] == [])
                    #expect(observation[.relay] == nil)
                }
            }
            #expect(server.counts.requests.filter { $0.path == "/info" }.count == 1)
            #expect(server.counts.accepts == 1)
        }
    }

    @Test
    func `a node that starts says so`() async throws {
        let health = try fixture("health-v0.35-initializing.json")
        let observation = try await poll { request in
            request.path == "/health"
                ? .ok(health)
                : .answer(404, "/debug endpoints are not available while initializing.")
        }
        #expect(observation[.health] == ["initializing"])
        #expect(observation.problems == [Problem(part: "rest", reason: .initialising)])
        #expect(observation.latency != nil)
    }

    @Test
    func `an admin API that is off is a note`() async throws {
        let observation = try await poll { request in
            switch request.path {
            case "/health": .ok("Node is healthy")
            case "/info": .ok(Self.info)
            case "/version": .ok("\"go-waku 0.9\"")
            default:
                .answer(
                    404,
                    "/admin endpoints are not available. Please check your configuration: "
                        + "--rest-admin=true"
                )
            }
        }
        let note = Problem(part: "rest", reason: .adminDisabled, isFault: false)
        #expect(observation.problems == [note])
        #expect(observation[.peers] == nil)
        #expect(observation[.version] == ["go-waku 0.9"])
    }

    @Test
    func `a node that does not relay is told apart`() async throws {
        let observation = try await poll { request in
            switch request.path {
            case "/info": .ok(Self.info)
            case "/admin/v1/peers": .ok("[]")
            case "/admin/v1/peers/mesh":
                .answer(503, "Error: Relay Protocol is not mounted to the node")
            default: Self.wrongPath
            }
        }
        let note = Problem(part: "rest", reason: .relayNotMounted, isFault: false)
        #expect(observation.problems == [note])
        #expect(observation[.mesh] == nil)
    }

    @Test
    func `a node whose lists have another form is no worse for it`() async throws {
        let observation = try await poll { request in
            switch request.path {
            case "/health": .ok("Node is healthy")
            case "/info": .ok(Self.info)
            case "/version": .ok("")
            case "/admin/v1/peers": .ok("{\"peers\":{}}")
            default: Self.wrongPath
            }
        }
        #expect(observation[.peerID] == [Self.peerID])
        #expect(!observation.problems.isEmpty)
        #expect(observation.problems.filter(\.isFault) == [])
    }

    @Test(arguments: [405, 501, 500, 503, 401])
    func `a list that is refused is the node's trouble or an API it lacks`(_ status: Int)
        async throws
    {
        let observation = try await poll { request in
            switch request.path {
            case "/info": .ok(Self.info)
            case "/admin/v1/peers": .answer(status, "no")
            default: Self.wrongPath
            }
        }
        #expect(observation.problems.map(\.isFault) == [status != 405])
    }

    @Test
    func `the JSON-RPC port given as REST is named`() async throws {
        let rpc = try fixture("jsonrpc-debug-info-2021.json")
        let observation = try await poll { request in
            request.method == "POST" ? .ok(rpc) : .answer(411, "")
        }
        let words = "the port speaks the JSON-RPC of 2021, not REST: give it as rpc"
        #expect(observation.problems == [Problem(part: "rest", reason: .wrongAPI(words))])
    }

    @Test
    func `any other web server is not a Waku node`() async throws {
        let observation = try await poll { _ in .answer(404, "Not found.") }
        let words = "the port answers, but not as the REST API of a Waku node"
        #expect(observation.problems == [Problem(part: "rest", reason: .wrongAPI(words))])
        #expect(observation.facts.isEmpty)
    }

    @Test
    func `the metrics port given as REST is no REST API, though it has a health page`()
        async throws
    {
        let observation = try await poll { request in
            request.path == "/health" ? .ok("OK") : .answer(404, "Try /metrics")
        }
        let words = "the port answers, but not as the REST API of a Waku node"
        #expect(observation.problems == [Problem(part: "rest", reason: .wrongAPI(words))])
    }

    @Test
    func `a node that is not ready may have no more to say`() async throws {
        let observation = try await poll { request in
            request.path == "/health" ? .answer(503, "Node is not ready") : .answer(404, "")
        }
        #expect(observation.problems.isEmpty)
        #expect(observation[.health] == ["notready"])
    }

    @Test
    func `credentials that are missing are said once`() async throws {
        let observation = try await poll { _ in .answer(401, "") }
        let problem = Problem(part: "rest", reason: .unauthorised(status: 401))
        #expect(observation.problems == [problem])
    }
}
