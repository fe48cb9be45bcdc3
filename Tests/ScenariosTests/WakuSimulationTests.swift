import Primitives
import Scenarios
import Testing

struct WakuSimulationTests {
    private let hongKong: NodeID = "ac-cn-hongkong-c"
    private let amsterdam: NodeID = "do-ams3"

    private func probe(at text: String) throws -> SimulationProbe {
        let now = try #require(Timestamp(text))
        var player = ScenarioPlayer(try #require(Scenario.named("waku-2021-07")))
        _ = player.advance(to: now)
        return SimulationProbe(simulation: player.simulation, now: now)
    }

    @Test func `v0.4 lists its siblings with its own id and as not connected`() throws {
        let probe = try probe(at: "2021-07-09T07:21Z")
        let rows = probe.call(amsterdam, .rpc, "get_waku_v2_admin_v1_peers")
        #expect(
            rows == """
                {"jsonrpc":"2.0","id":1,"result":[\
                {"multiaddr":"/ip4/8.210.222.231/tcp/30303/p2p/\
                16Uiu2HAm4v86W3bmT1BiH6oSPzcsSr24iDQpSN5Qa992BCjjwgrD",\
                "protocol":"/vac/waku/relay/2.0.0-beta2","connected":false},\
                {"multiaddr":"/ip4/34.121.100.108/tcp/30303/p2p/\
                16Uiu2HAmVkKntsECaYfefR1V2yCR79CegLATuTPE6B9TxgxBiiiA",\
                "protocol":"/vac/waku/relay/2.0.0-beta2","connected":false}]}\r\n
                """
        )
    }

    @Test func `v0.4 answers debug info with one address and an unknown method with status 200`()
        throws
    {
        let probe = try probe(at: "2021-07-09T07:21Z")
        #expect(
            probe.call(amsterdam, .rpc, "get_waku_v2_debug_v1_info")
                == #"{"jsonrpc":"2.0","id":1,"result":{"listenStr":"/ip4/0.0.0.0/tcp/30303/p2p/"#
                + "16Uiu2HAmL5okWopX7NqZWBUKVqW8iUxCEmd5GMHLVPwCgzYzQv3e\"}}\r\n"
        )
        let version = probe.simulation.answer(
            node: amsterdam,
            port: .rpc,
            method: "POST",
            path: "/",
            body: Array(
                "{\"id\":\"a\",\"method\":\"get_waku_v2_debug_v1_version\",\"params\":[]}".utf8
            ),
            at: probe.now
        )
        #expect(version.status == 200)
        #expect(
            String(decoding: version.body, as: UTF8.self)
                == "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32601,\"message\":"
                + "\"'get_waku_v2_debug_v1_version' is not a registered RPC method\"}}\r\n"
        )
    }

    @Test(arguments: [("GET", 411), ("PUT", 405), ("POST", 411)])
    func `a request without a body is refused as the server of 2021 did`(
        method: String,
        status: Int
    ) throws {
        let probe = try probe(at: "2021-07-09T07:21Z")
        let answer = probe.simulation.answer(
            node: amsterdam,
            port: .rpc,
            method: method,
            path: "/",
            body: [],
            at: probe.now
        )
        #expect(answer.status == status)
    }

    @Test func `the page of v0.4 follows the rules of nim-metrics`() throws {
        let page = try probe(at: "2021-07-09T07:21Z").page(amsterdam)
        #expect(
            page.contains(
                "# TYPE libp2p_pubsub_received_graft counter\n"
                    + "libp2p_pubsub_received_graft_total{topic=\"generic\"} "
            )
        )
        #expect(page.contains("libp2p_peers_created 1625212981.0\n"))
        #expect(
            page.contains(
                "# TYPE waku_keepalive_errors gauge\nwaku_keepalive_errors{type=\"dial_failure\"} "
            )
        )
        // A family with labels and nothing counted has no sample.
        #expect(page.contains("# TYPE waku_store_errors gauge\n# HELP"))
        #expect(!page.contains("waku_version"))
        #expect(SimulationProbe.value("process_start_time_seconds", in: page) == 1_625_212_980)
    }

    @Test func `grafts rise while the siblings are exiled and stand still afterwards`() throws {
        let series = "libp2p_pubsub_received_graft_total{topic=\"generic\"}"
        let before = try probe(at: "2021-07-09T07:21Z").page(amsterdam)
        let later = try probe(at: "2021-07-09T07:51Z").page(amsterdam)
        let first = try #require(SimulationProbe.value(series, in: before))
        let second = try #require(SimulationProbe.value(series, in: later))
        // Two siblings, one round every 32.5 s.
        #expect(abs(second - first - 110) <= 2)
        let linked = try probe(at: "2021-07-09T09:00Z").page(amsterdam)
        let calm = try probe(at: "2021-07-09T10:00Z").page(amsterdam)
        #expect(
            SimulationProbe.value(series, in: linked) == SimulationProbe.value(series, in: calm)
        )
    }

    @Test func `failed writes hide until a restart shows what the table held`() throws {
        let stored = "waku_store_messages{type=\"stored\"}"
        let failures = "waku_store_errors{type=\"store_failure\"}"
        let before = try probe(at: "2021-07-09T08:05Z").page(hongKong)
        #expect(try #require(SimulationProbe.value(failures, in: before)) > 5000)
        #expect(try #require(SimulationProbe.value(stored, in: before)) > 5000)
        let after = try probe(at: "2021-07-09T08:08Z").page(hongKong)
        #expect(SimulationProbe.value(failures, in: after) == nil)
        #expect(try #require(SimulationProbe.value(stored, in: after)) < 2300)
    }

    @Test func `a restart resets what is in memory and keeps what is on disk`() throws {
        let before = try probe(at: "2021-07-09T08:01Z")
        let after = try probe(at: "2021-07-09T08:03Z")
        let memory = "process_resident_memory_bytes"
        let start = "process_start_time_seconds"
        let old = before.page(amsterdam)
        let new = after.page(amsterdam)
        #expect(try #require(SimulationProbe.value(memory, in: old)) > 400_000_000)
        #expect(try #require(SimulationProbe.value(memory, in: new)) < 160_000_000)
        #expect(SimulationProbe.value(start, in: new) == 1_625_817_740)
        #expect(!new.contains("waku_keepalive"))
        #expect(!new.contains("received_graft_total"))
        // The table of this node was sound: its history is loaded again.
        let stored = "waku_store_messages{type=\"stored\"}"
        let kept = try #require(SimulationProbe.value(stored, in: new))
        #expect(abs(try #require(SimulationProbe.value(stored, in: old)) - kept) < 5)
    }

    @Test func `rows with the old id vanish after the upgrade and siblings are joined by hand`()
        throws
    {
        let upgraded = try probe(at: "2021-07-09T08:07Z")
        #expect(
            upgraded.call(amsterdam, .rpc, "get_waku_v2_admin_v1_peers")
                == "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}\r\n"
        )
        let joined = try probe(at: "2021-07-09T08:09Z")
        let rows = joined.call(amsterdam, .rpc, "get_waku_v2_admin_v1_peers")
        #expect(
            rows.split(separator: "\"protocol\":\"/vac/waku/relay/2.0.0\",\"connected\":true").count
                == 3
        )
    }

    @Test func `after the revert the old id is back, nobody is linked and writes fail`() throws {
        let probe = try probe(at: "2021-07-12T09:10Z")
        for node in probe.simulation.nodes {
            let rows = probe.call(node, .rpc, "get_waku_v2_admin_v1_peers")
            #expect(rows.contains("\"/vac/waku/relay/2.0.0-beta2\",\"connected\":false"))
            #expect(!rows.contains("true"))
            #expect(probe.page(node).contains("waku_store_errors{type=\"store_load_failure\"} 1.0"))
        }
    }

    @Test func `a recreated database is empty and sound`() throws {
        let probe = try probe(at: "2021-07-12T09:27Z")
        let page = probe.page(amsterdam)
        #expect(!page.contains("waku_store_errors{"))
        #expect(
            try #require(SimulationProbe.value("waku_store_messages{type=\"stored\"}", in: page))
                < 3
        )
        #expect(probe.call(amsterdam, .rpc, "get_waku_v2_admin_v1_peers").contains("[]"))
    }

    @Test func `a node refuses connections while its container restarts`() throws {
        let during = try probe(at: "2021-07-09T08:02:30Z")
        #expect(!during.simulation.isListening(amsterdam, .rpc, at: during.now))
        #expect(during.simulation.isListening(hongKong, .rpc, at: during.now))
        #expect(during.simulation.isListening(amsterdam, .rpc, at: during.now + .seconds(15)))
        #expect(!during.simulation.isListening(hongKong, .relayRPC, at: during.now))
    }
}
