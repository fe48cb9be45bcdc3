import Primitives
import Scenarios
import Testing

struct SubstrateSimulationTests {
    private func probe(at text: String) throws -> SimulationProbe {
        let now = try #require(Timestamp(text))
        var player = ScenarioPlayer(try #require(Scenario.named("calamari-2022-07")))
        _ = player.advance(to: now)
        return SimulationProbe(simulation: player.simulation, now: now)
    }

    @Test func `both releases answer in the shape of their time`() throws {
        let old = try probe(at: "2022-07-26T07:10Z")
        #expect(
            old.call("f1", .rpc, "system_version")
                == "{\"jsonrpc\":\"2.0\",\"result\":\"3.2.0-2477840-x86_64-linux-gnu\",\"id\":1}"
        )
        #expect(old.call("f1", .rpc, "system_peers").contains("\"Method not found\""))
        let new = try probe(at: "2022-07-26T08:10Z")
        #expect(new.call("f1", .rpc, "system_version").contains("\"3.2.1-ff69d35\""))
        #expect(
            new.call("f1", .rpc, "system_peers")
                .contains("\"RPC call is unsafe to be called externally\"")
        )
    }

    @Test(arguments: [
        ("2022-07-26T07:10Z", "{\"peers\":"),
        ("2022-07-26T08:10Z", "{\"jsonrpc\":\"2.0\",\"result\":{"),
    ])
    func `GET health is bare at 0.9.18 and in an envelope at 0.9.22`(
        time: String,
        start: String
    ) throws {
        let probe = try probe(at: time)
        let answer = probe.simulation.answer(
            node: "f1",
            port: .rpc,
            method: "GET",
            path: "/health",
            body: [],
            at: probe.now
        )
        #expect(answer.status == 200)
        #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix(start))
    }

    @Test func `a batch is answered in order with the ids as sent`() throws {
        let probe = try probe(at: "2022-07-26T08:10Z")
        let body = """
            [{"jsonrpc":"2.0","id":7,"method":"system_chain","params":[]},
             {"jsonrpc":"2.0","id":"x","method":"chain_getBlockHash","params":[0]}]
            """
        let answer = probe.simulation.answer(
            node: "kebab",
            port: .relayRPC,
            method: "POST",
            path: "/",
            body: Array(body.utf8),
            at: probe.now
        )
        #expect(
            String(decoding: answer.body, as: UTF8.self)
                == #"[{"jsonrpc":"2.0","result":"Kusama","id":7},{"jsonrpc":"2.0","result":"#
                + #""0xb0a8d493285c2df73290dfb7e61f870f17b41801197a149ca93654499ea3dafe","#
                + #""id":"x"}]"#
        )
    }

    @Test func `a hash leads back to its header and a strange one to null`() throws {
        let probe = try probe(at: "2022-07-26T07:10Z")
        let hash = try #require(
            SimulationProbe.field("result", in: probe.call("f1", .rpc, "chain_getFinalizedHead"))
        )
        let best = try #require(
            SimulationProbe.field("number", in: probe.call("f1", .rpc, "chain_getHeader"))
        )
        let final = try #require(
            SimulationProbe.field("number", in: probe.call("f1", .rpc, "chain_getHeader", hash))
        )
        // Ten minutes at 12 s per block.
        #expect(Int(best.dropFirst(2), radix: 16) == 2_001_417 + 50)
        #expect(Int(final.dropFirst(2), radix: 16) == 2_001_417 + 48)
        let strange = String(repeating: "ab", count: 32)
        #expect(
            probe.call("f1", .rpc, "chain_getHeader", "0x" + strange)
                == "{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}"
        )
    }

    @Test func `the leak shows on the relay page of upgraded nodes only`() throws {
        let probe = try probe(at: "2022-07-26T09:33Z")
        let leaking = probe.observation(of: "f1")
        let sound = probe.observation(of: "community-21")
        let backlog = try #require(leaking.samples.first { $0.metric == .backlog }).value
        // Two hours less the start, at 8.4 per minute.
        #expect((950...1010).contains(backlog))
        #expect(sound.samples.contains(Sample(.backlog, 0)))
        let page = probe.page("f1", .relayMetrics)
        #expect(page.contains("substrate_beefy_best_block{chain=\"ksmcc3\"} 0"))
        #expect(
            page.contains(
                "event_name=\"notif-\\\"/paritytech/grandpa/1\\\"\",name=\"network-gossip\""
            )
        )
        #expect(!probe.page("community-21", .relayMetrics).contains("beefy"))
        let memory = "polkadot_memory_resident{chain=\"ksmcc3\"}"
        #expect(try #require(SimulationProbe.value(memory, in: page)) > 6_800_000_000)
        // Everything that is usually watched is perfect.
        #expect(leaking.samples.contains(Sample(.syncing, 0)))
        #expect(
            leaking.samples.first { $0.metric == .heightBest }
                == sound.samples.first { $0.metric == .heightBest }
        )
    }

    @Test func `a rolled-back node with newer files is green by version and stands still`() throws {
        let early = try probe(at: "2022-07-26T21:30Z")
        let late = try probe(at: "2022-07-26T22:30Z")
        for node in ["f1", "f2", "tempura", "hotdog"] as [NodeID] {
            #expect(early.call(node, .rpc, "system_version").contains("3.2.0-"))
            #expect(
                early.call(node, .rpc, "system_health").contains(
                    "{\"peers\":0,\"isSyncing\":false,\"shouldHavePeers\":true}"
                )
            )
            #expect(
                early.call(node, .rpc, "system_syncState")
                    == late.call(node, .rpc, "system_syncState")
            )
            #expect(!early.call(node, .rpc, "system_syncState").contains("highestBlock"))
        }
        #expect(
            SimulationProbe.field("peers", in: early.call("kebab", .rpc, "system_health")) != "0"
        )
    }

    @Test func `a node catches up after its files are put back`() throws {
        let during = try probe(at: "2022-07-26T23:04Z")
        #expect(during.call("f1", .rpc, "system_health").contains("\"isSyncing\":true"))
        let after = try probe(at: "2022-07-26T23:15Z")
        #expect(after.call("f1", .rpc, "system_health").contains("\"isSyncing\":false"))
        let best = after.call("f1", .rpc, "chain_getHeader")
        #expect(best == after.call("community-21", .rpc, "chain_getHeader"))
    }

    @Test func `a silent relay half refuses connections and freezes the parachain's best`() throws {
        let early = try probe(at: "2022-07-26T13:06Z")
        let late = try probe(at: "2022-07-26T13:16Z")
        #expect(!early.simulation.isListening("crispy", .relayRPC, at: early.now))
        #expect(!early.simulation.isListening("crispy", .relayMetrics, at: early.now))
        #expect(early.simulation.isListening("crispy", .rpc, at: early.now))
        #expect(
            early.call("crispy", .rpc, "chain_getHeader")
                == late.call("crispy", .rpc, "chain_getHeader")
        )
        let killed = try probe(at: "2022-07-26T13:22Z")
        #expect(killed.simulation.isListening("crispy", .relayRPC, at: killed.now))
        let memory = SimulationProbe.value(
            "polkadot_memory_resident{chain=\"ksmcc3\"}",
            in: killed.page("crispy", .relayMetrics)
        )
        #expect(memory == 4_100_000_000)
    }

    @Test func `the chain slows while authors miss their slots`() throws {
        func height(_ time: String) throws -> Int {
            let header = try probe(at: time).call("community-21", .rpc, "chain_getHeader")
            return try #require(
                SimulationProbe.field("number", in: header).flatMap {
                    Int($0.dropFirst(2), radix: 16)
                }
            )
        }
        let normal = try height("2022-07-26T12:30Z") - height("2022-07-26T12:00Z")
        let slow = try height("2022-07-26T22:30Z") - height("2022-07-26T22:00Z")
        #expect(abs(normal - 150) <= 1)
        // 12 s * 34 / 26 per block.
        #expect(abs(slow - 114) <= 1)
    }

    @Test func `the same moment gives the same bytes in another run`() throws {
        let one = try probe(at: "2022-07-26T19:30Z")
        let other = try probe(at: "2022-07-26T19:30Z")
        for node in one.simulation.nodes {
            #expect(one.page(node) == other.page(node))
            #expect(one.observation(of: node) == other.observation(of: node))
        }
    }
}
