import Detection
import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// A fleet of Substrate nodes whose numbers move as those of real ones do, second by second.
struct SampleFleet {
    /// The fleet, as from a fleet file.
    let fleet: Fleet
    /// The moment of the last round of polls.
    private(set) var now = SampleFleet.start
    private var monitor: FleetMonitor
    private var random = SeededGenerator(seed: 7)
    private var round = 0

    /// When the story of all samples begins.
    static let start = Timestamp(seconds: 1_657_000_000)
    /// The name of the checklist in the fleet.
    static let runbook = "recovery"

    /// A fleet of this size, polled once.
    init(nodes count: Int) throws {
        fleet = try Fleet(
            name: "calamari",
            nodes: (0..<count).map(Self.node),
            parties: ["exchange", "wallet", "bridge", "explorer"].map { name in
                Party(id: PartyID(name), needs: [try Condition(parsing: "max(peers) >= 8")])
            },
            checks: [
                Check(name: "few peers", condition: try Condition(parsing: "peers < 4 for 2m")),
                Check(name: "backlog", condition: try Condition(parsing: "backlog > 200 for 5m")),
            ],
            runbooks: [ChecklistDefinition(name: Self.runbook, steps: Self.steps)],
            polling: Polling(interval: .seconds(1))
        )
        monitor = FleetMonitor(fleet: fleet)
        poll()
    }

    private static func node(_ number: Int) -> Node {
        let port = "http://127.0.0.1:\(10_000 + number)"
        let target = ProbeTarget.substrate(
            rpc: port,
            relayRPC: nil,
            metrics: nil,
            relayMetrics: nil
        )
        return Node(id: NodeID("collator-eu-\(number)"), probes: [ProbeSpec(target: target)])
    }

    private static let steps = (1...12).map { number in
        StepDefinition(
            id: StepID("step-\(number)"),
            title: "Restart group \(number) with the pinned release and watch it",
            condition: number % 2 == 0 ? "peers >= 8 for 10m" : nil
        )
    }

    /// Lets a second pass and polls every node once.
    mutating func poll() {
        round += 1
        now = now + .seconds(1)
        for (number, node) in fleet.nodes.enumerated() {
            monitor.take([observation(of: node.id, number: number)])
        }
    }

    /// What a healthy collator tells.
    ///
    /// A block each 12 s, memory in slow motion, answers in 11 to
    /// 14 ms, and now and then a peer that comes or goes. Every twentieth has lost its peers.
    private mutating func observation(of node: NodeID, number: Int) -> Observation {
        let height = Double(1_200_000 + round / 12)
        let drift = Double.random(in: 0..<2e6, using: &random)
        let isAlone = number % 20 == 19
        let peers = isAlone ? 0 : 38 + (Int.random(in: 0..<20, using: &random) == 0 ? 1 : 0)
        return Observation(
            node: node,
            probeIndex: 0,
            at: now,
            latency: .milliseconds(Int.random(in: 11...14, using: &random)),
            samples: [
                Sample(.peers, Double(peers)),
                Sample(.memory, 6e8 + Double(number % 37) * 1e7 + drift),
                Sample(.heightBest, height), Sample(.heightFinalized, height - 3),
                Sample(.syncing, 0), Sample(.backlog, Double(number % 5)),
                Sample(.shouldHavePeers, 1),
            ],
            facts: [
                Fact(.version, ["0.9.26-5a1b2c3"]), Fact(.chain, ["Calamari Parachain"]),
                Fact(.genesis, ["0x4ac8"]),
            ]
        )
    }

    /// Judges every node and evaluates every condition, as after each round of polls.
    mutating func snapshot(log: LogState) -> FleetSnapshot {
        monitor.evaluate(log, at: now).snapshot
    }
}
