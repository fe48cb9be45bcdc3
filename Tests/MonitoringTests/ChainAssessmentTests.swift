import FleetModel
import Monitoring
import Primitives
import TestSupport
import Testing

/// Nodes of chains other than Substrate, whose heights come from calls or picks.
struct ChainAssessmentTests {
    private static let noon = Timestamp(seconds: 1_625_832_000)

    private func node(_ id: NodeID, _ family: JSONRPCTarget.Family) -> Node {
        Node(
            id: id,
            probes: [
                ProbeSpec(target: .jsonrpc(JSONRPCTarget(url: "http://a/", family: family)))
            ]
        )
    }

    private func assess(
        _ nodes: [(node: Node, samples: [Sample])],
        genesis: [NodeID: String] = [:],
        standing span: Duration = .zero
    ) -> [NodeID: NodeAssessment] {
        let fleet = Fleet(name: "f", nodes: nodes.map(\.node))
        var readings = FleetReadings()
        for at in span > .zero ? [Self.noon, Self.noon + span] : [Self.noon] {
            for (node, samples) in nodes {
                let facts = genesis[node.id].map { [Fact(.genesis, [$0])] } ?? []
                readings.apply(
                    Observation(
                        node: node.id,
                        probeIndex: 0,
                        at: at,
                        latency: .milliseconds(1),
                        samples: samples,
                        facts: facts
                    )
                )
            }
        }
        return fleet.assess(&readings, at: Self.noon + span)
    }

    @Test func `a Bitcoin node that is cut off lags and has no peers`() {
        let verdicts = assess([
            (node("a", .bitcoin), [Sample(.heightBest, 100), Sample(.peers, 8)]),
            (node("b", .bitcoin), [Sample(.heightBest, 97), Sample(.peers, 0)]),
        ])
        #expect(verdicts["a"]?.verdict == .healthy)
        #expect(verdicts["b"]?.reasons == ["no peers", "3 blocks behind the fleet"])
    }

    @Test func `heights of different families are not compared`() {
        let verdicts = assess(
            [
                (node("btc", .bitcoin), [Sample(.heightBest, 860_000)]),
                (node("xmr", .monero), [Sample(.heightBest, 3_200_000)]),
                (node("eth", .evm), [Sample(.heightBest, 20_000_000)]),
            ],
            genesis: ["btc": "000000", "xmr": "418015", "eth": "0xd4e5"]
        )
        #expect(verdicts.values.allSatisfy { $0.verdict == .healthy })
    }

    @Test func `heights of different chains are not compared`() {
        let verdicts = assess(
            [
                (node("main", .bitcoin), [Sample(.heightBest, 800_000)]),
                (node("other", .bitcoin), [Sample(.heightBest, 800_000)]),
                (node("late", .bitcoin), [Sample(.heightBest, 799_990)]),
                (node("regtest", .bitcoin), [Sample(.heightBest, 5)]),
            ],
            genesis: ["main": "00", "other": "00", "regtest": "0f"]
        )
        #expect(verdicts["regtest"]?.reasons == ["is on another chain (genesis 0f…)"])
        #expect(verdicts["late"]?.reasons == ["10 blocks behind the fleet"])
        #expect(verdicts["main"]?.verdict == .healthy)
    }

    @Test func `a node on another chain of its family is told`() {
        let nodes = ["a", "b", "c"].map { (node(NodeID($0), .evm), [Sample(.heightBest, 5)]) }
        let verdicts = assess(nodes, genesis: ["a": "0x1", "b": "0x1", "c": "0x2"])
        #expect(verdicts["c"]?.reasons == ["is on another chain (genesis 0x2…)"])
        #expect(verdicts["a"]?.verdict == .healthy)
    }

    @Test(arguments: [(JSONRPCTarget.Family.bitcoin, 100, false), (.bitcoin, 130, true)])
    func `blocks found at random get the time that chance needs`(
        _ family: JSONRPCTarget.Family,
        _ minutes: Int,
        _ isStuck: Bool
    ) {
        let span = Duration.seconds(minutes * 60)
        let verdict = assess(
            [(node("a", family), [Sample(.heightBest, 5)])],
            standing: span
        )["a"]
        #expect(verdict?.reasons.contains { $0.hasPrefix("head stuck") } == isStuck)
    }

    @Test func `a node of any probe that catches up is degraded`() {
        let page = Node(
            id: "a",
            probes: [ProbeSpec(target: .prometheus(url: "http://a/", metrics: []))]
        )
        let verdict = assess([(page, [Sample(.syncing, 1), Sample(.heightBest, 5)])])["a"]
        #expect(verdict?.reasons == ["catching up"])
    }
}
