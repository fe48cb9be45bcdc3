import FleetModel
import Monitoring
import Primitives
import TestSupport
import Testing

struct SubstrateAssessmentTests {
    private let fleet = Fleet(
        name: "calamari",
        nodes: [.substrate("a", relay: true), .substrate("b"), .substrate("c"), .substrate("d")]
    )

    private func reasons(
        of node: NodeID = "a",
        _ readings: FleetReadings,
        at now: Timestamp = start,
    ) -> [String] {
        var readings = readings
        return fleet.assess(&readings, at: now)[node]?.reasons ?? ["no assessment"]
    }

    @Test(
        arguments: [
            ([.peers: 0, .syncing: 0], ["no peers"]),
            ([.peers: 0, .syncing: 0, .shouldHavePeers: 1], ["no peers"]),
            ([.peers: 0, .shouldHavePeers: 0], []),
            ([.peers: 12, .syncing: 0], []),
            ([.peers: 12, .syncing: 1], ["catching up"]),
            ([.relayPeers: 0], ["relay half has no peers"]),
            ([.relaySyncing: 1], ["relay half catching up"]),
        ] as [([MetricName: Double], [String])]
    )
    func `a node without peers is not healthy, even when it says that it is idle`(
        metrics: [MetricName: Double],
        expected: [String],
    ) {
        var readings = FleetReadings()
        readings.poll("a", metrics)
        #expect(reasons(readings) == expected)
    }

    @Test func `the relay half counts only where it is asked`() {
        var readings = FleetReadings()
        readings.poll("b", [.relayPeers: 0])
        #expect(reasons(of: "b", readings) == [])
    }

    @Test(
        arguments: [
            ([100, 100, 100, 89], "d", ["11 blocks behind the fleet"]),
            ([100, 100, 100, 90], "d", ["10 blocks behind the fleet"]),
            ([100, 100, 100, 91], "d", []),
            ([100, 100, 100, 900], "a", []),
            ([100, 100, 100, 900], "d", []),
            ([100, 80], "b", ["20 blocks behind the fleet"]),
            ([100], "a", []),
            ([100, 1e300], "a", ["1e+300 blocks behind the fleet"]),
            ([100, .infinity, 50], "a", []),
            ([100, .nan, 50], "c", ["50 blocks behind the fleet"]),
        ] as [([Double], NodeID, [String])]
    )
    func `a node is measured against the head of the fleet`(
        heights: [Double],
        node: NodeID,
        expected: [String],
    ) {
        var readings = FleetReadings()
        for (node, height) in zip(fleet.nodes, heights) {
            readings.poll(node.id, [.heightBest: height])
        }
        #expect(reasons(of: node, readings) == expected)
    }

    @Test func `stuck nodes do not set the head of the fleet`() {
        var readings = FleetReadings()
        for step in 0...10 {
            let moving = Double(1000 + step * 5)
            for node in ["a", "b", "c"] as [NodeID] {
                readings.poll(node, at: seconds(step * 10), [.heightBest: 900])
            }
            readings.poll("d", at: seconds(step * 10), [.heightBest: moving])
        }
        let now = seconds(100)
        #expect(reasons(of: "d", readings, at: now) == [])
        #expect(
            reasons(of: "a", readings, at: now)
                == ["150 blocks behind the fleet", "head stuck for 1m40s"]
        )
    }

    @Test func `a lag is forgotten when nobody is left to compare with`() {
        var readings = FleetReadings()
        readings.poll("a", [.heightBest: 100])
        readings.poll("b", [.heightBest: 50])
        _ = fleet.assess(&readings, at: start)
        #expect(readings.nodes["b"]?[.lag] == 50)
        readings.poll("b", at: seconds(40), [.heightBest: 99])
        #expect(fleet.assess(&readings, at: seconds(40))["b"]?.verdict == .healthy)
        #expect(readings.nodes["b"]?[.lag] == nil)
        #expect(readings.nodes["a"]?[.lag] == nil)
    }

    @Test(
        arguments: [
            (MetricName.heightBest, 90, nil), (.heightBest, 91, "head stuck for 1m31s"),
            (.heightFinalized, 180, nil), (.heightFinalized, 181, "finality stuck for 3m01s"),
            (.relayHeightBest, 91, "relay head stuck for 1m31s"),
            (.relayHeightFinalized, 181, "relay finality stuck for 3m01s"),
        ] as [(MetricName, Int, String?)]
    )
    func `a height that stands still is stuck after its patience`(
        metric: MetricName,
        age: Int,
        reason: String?,
    ) {
        var readings = FleetReadings()
        readings.poll("a", [metric: 7])
        readings.poll("a", at: seconds(age), [metric: 7])
        #expect(reasons(readings, at: seconds(age)).first == reason)
    }

    @Test func `a height that is no longer read is not stuck`() {
        var readings = FleetReadings()
        readings.poll("a", [.relayHeightBest: 7])
        let problem = Problem(part: "relay rpc", reason: .refused)
        readings.poll("a", at: seconds(120), problems: [problem])
        #expect(reasons(readings, at: seconds(120)) == ["relay rpc: refused"])
    }

    private func onChains(_ chains: [String], _ fact: FactName = .genesis) -> FleetReadings {
        var readings = FleetReadings()
        for (node, genesis) in zip(fleet.nodes, chains) {
            readings.poll(node.id, facts: [fact: [genesis]])
        }
        return readings
    }

    @Test(
        arguments: [
            (["0xaaaaaaaaaaaa", "0xb", "0xb"], "a", ["is on another chain (genesis 0xaaaaaaaa…)"]),
            (["0xa", "0xb", "0xb"], "b", []),
            (["0xa"], "a", []),
        ] as [([String], NodeID, [String])]
    )
    func `a node on another chain than most is named`(
        chains: [String],
        node: NodeID,
        expected: [String],
    ) {
        #expect(reasons(of: node, onChains(chains)) == expected)
    }

    @Test(arguments: ["a", "b"] as [NodeID])
    func `when the fleet is divided, both halves are named`(node: NodeID) {
        let reasons = reasons(of: node, onChains(["0xa", "0xb"]))
        #expect(reasons == ["is on another chain (genesis 0x\(node)…)"])
    }

    @Test func `the relay half may be on another chain of its own`() {
        let readings = onChains(["0xa", "0xb", "0xb"], .relayGenesis)
        #expect(reasons(readings) == ["relay half is on another chain"])
    }
}
