import FleetModel
import Primitives
import Probing
import Testing

/// Waku nodes of 2021 to 2023, and the metrics pages of all of them.
@Suite(.timeLimit(.minutes(15)))
struct WakuRPCProbeTests {
    private static let missing =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,"
        + "\"message\":\"'x' is not a registered "
        + "RPC method\"}}\r\n"

    private func poll(_ script: @escaping ScriptedServer.Script) async throws -> Observation {
        try await ProbingTests.poll({ .waku(rest: nil, rpc: $0, metrics: nil) }, script: script)
    }

    private func pollMetrics(_ page: String) async throws -> Observation {
        try await ProbingTests.poll({ .waku(rest: nil, rpc: nil, metrics: $0) }) { request in
            request.path == "/metrics" ? .ok(page) : .answer(404, "Try /metrics")
        }
    }

    @Test
    func `a node of July 2021 tells its peers and its relay id`() async throws {
        let info = try fixture("jsonrpc-debug-info-2021.json")
        let peers = try fixture("jsonrpc-admin-peers-2021.json")
        let observation = try await poll { request in
            guard request.method == "POST", request.path == "/",
                request.header("content-type") == "application/json",
                request.header("content-length") == "\(request.body.utf8.count)"
            else { return .answer(415, "") }
            if request.body.contains("debug_v1_info") { return .ok(info) }
            return .ok(request.body.contains("admin_v1_peers") ? peers : Self.missing)
        }
        #expect(observation.problems.isEmpty)
        #expect(observation[.api] == ["json-rpc"])
        #expect(observation[.peerID] == [WakuRESTProbeTests.peerID])
        #expect(observation[.relay] == ["/vac/waku/relay/2.0.0-beta2"])
        #expect(observation[.peers] == 1)
        #expect(observation[.version] == nil)
    }

    @Test
    func `the relay id is known when no peer is connected`() async throws {
        let info = try fixture("jsonrpc-debug-info-2021.json")
        let peers = try fixture("jsonrpc-admin-peers-2021.json")
            .replacing("true", with: "false")
        let observation = try await poll { request in
            .ok(request.body.contains("admin_v1_peers") ? peers : info)
        }
        #expect(observation[.peers] == 0)
        #expect(observation[.connectedPeers] == [])
        #expect(observation[.relay] == ["/vac/waku/relay/2.0.0-beta2"])
    }

    @Test
    func `an admin API that is off is a note, a version method is used`() async throws {
        let info = try fixture("jsonrpc-debug-info-2021.json")
        let observation = try await poll { request in
            if request.body.contains("debug_v1_info") { return .ok(info) }
            if request.body.contains("version") {
                return .ok("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"v0.12\"}")
            }
            return .ok(Self.missing)
        }
        let note = Problem(part: "rpc", reason: .adminDisabled, isFault: false)
        #expect(observation.problems == [note])
        #expect(observation[.version] == ["v0.12"])
    }

    @Test
    func `a REST port given as JSON-RPC is named`() async throws {
        let observation = try await poll { request in
            request.path == "/health"
                ? .ok("{\"nodeHealth\":\"READY\"}") : WakuRESTProbeTests.wrongPath
        }
        let words = "the port speaks REST, not the JSON-RPC of 2021: give it as rest"
        #expect(observation.problems == [Problem(part: "rpc", reason: .wrongAPI(words))])
    }

    @Test
    func `the JSON-RPC of another kind of node is named`() async throws {
        let observation = try await poll { _ in .ok(Self.missing) }
        let words = "the port speaks JSON-RPC, but not as a Waku node"
        #expect(observation.problems == [Problem(part: "rpc", reason: .wrongAPI(words))])
    }

    @Test
    func `the page of an isolated node of 2021 is read`() async throws {
        let observation = try await pollMetrics(
            """
            # TYPE libp2p_peers gauge
            libp2p_peers 9.0
            libp2p_pubsub_peers 31.0
            libp2p_peers_created 1625212801.0
            libp2p_gossipsub_peers_per_topic_mesh{topic="other"} 1.0
            libp2p_gossipsub_peers_per_topic_mesh{topic="more"} 2.0
            libp2p_gossipsub_peers_per_topic_mesh_created{topic="other"} 1625212803.0
            libp2p_pubsub_received_graft_total{topic="generic"} 40211.0
            libp2p_pubsub_broadcast_prune_total{topic="generic"} 40198.0
            libp2p_gossipsub_peers_score_behaviourPenalty{agent="unknown"} 1873311.6
            waku_store_messages{type="stored"} 6124.0
            waku_store_messages{type="retrieved"} 5.0
            waku_store_errors{type="store_failure"} 391.0
            waku_peers_errors{type="storage_failure"} 12.0
            # TYPE waku_keepalive_errors gauge
            waku_keepalive_errors{type="dial_failure"} 57.0
            process_resident_memory_bytes 612843520.0
            process_start_time_seconds 1625212800.52

            """
        )
        #expect(observation.problems.isEmpty)
        #expect(observation[.peers] == 9)
        #expect(observation[.gossipPeers] == 31)
        #expect(observation[.mesh] == 3)
        #expect(observation[.storeMessages] == 6124)
        #expect(observation[.storeErrors] == 403)
        #expect(observation[.graftReceived] == 40_211)
        #expect(observation[.pruneSent] == 40_198)
        #expect(observation[.backoffPenalty] == 1_873_311.6)
        #expect(observation[.keepaliveErrors] == 57)
        #expect(observation[.memory] == 612_843_520)
        #expect(observation[.startTime] == 1_625_212_800.52)
        #expect(observation[.cpuSeconds] == nil)
        #expect(observation[.version] == ["v0.4 or older"])
    }

    @Test
    func `families without a sample tell the version, and no store error`() async throws {
        let older = try await pollMetrics(
            "# TYPE waku_keepalive_errors gauge\n# TYPE waku_store_errors gauge\nlibp2p_peers 1\n"
        )
        #expect(older[.version] == ["v0.4 or older"])
        #expect(older[.keepaliveErrors] == nil)
        #expect(older[.storeErrors] == 0)
        let newer = try await pollMetrics("# TYPE waku_store_errors gauge\nlibp2p_peers 1\n")
        #expect(newer[.version] == ["newer than v0.4"])
        let unknown = try await pollMetrics(fixture("metrics-2021-libp2p_peers.txt"))
        #expect(unknown[.version] == nil)
        #expect(unknown[.peers] == 1)
    }

    @Test(arguments: ["waku_peers_errors", "waku_archive_errors", "waku_archive_errors_total"])
    func `a store without a known failure has none`(_ family: String) async throws {
        let observation = try await pollMetrics("# TYPE \(family) gauge\nlibp2p_peers 1\n")
        #expect(observation[.storeErrors] == 0)
        let silent = try await pollMetrics("# TYPE libp2p_peers gauge\nlibp2p_peers 1\n")
        #expect(silent[.storeErrors] == nil)
    }

    @Test(arguments: [
        "waku_version{version=\"v0.35.1\"} 1.0\nwaku_archive_messages{type=\"stored\"} 5\n"
            + "waku_archive_errors_total{type=\"x\"} 2\n",
        "logos_delivery_version{version=\"v0.35.1\"} 1.0\n"
            + "logos_delivery_archive_messages{type=\"stored\"} 5\n"
            + "logos_delivery_archive_errors_total{type=\"x\"} 2\n",
    ])
    func `newer names mean the same`(_ page: String) async throws {
        let observation = try await pollMetrics(page)
        #expect(observation[.version] == ["v0.35.1"])
        #expect(observation[.storeMessages] == 5)
        #expect(observation[.storeErrors] == 2)
    }

    @Test
    func `peers that dialled the node count, though the admin list leaves them out`() async throws {
        let info = try fixture("jsonrpc-debug-info-2021.json")
        let peers = try fixture("jsonrpc-admin-peers-2023.json")
        let observation = try await ProbingTests.poll({
            .waku(rest: nil, rpc: $0, metrics: $0)
        }) { request in
            if request.method == "GET" { return .ok("libp2p_peers 9\n") }
            return .ok(request.body.contains("admin_v1_peers") ? peers : info)
        }
        #expect(observation[.peers] == 9)
    }
}
