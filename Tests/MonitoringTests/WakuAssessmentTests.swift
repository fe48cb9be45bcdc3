import FleetModel
import Monitoring
import Primitives
import TestSupport
import Testing

struct WakuAssessmentTests {
    private let fleet = Fleet(name: "prod", nodes: [.waku("a"), .waku("b"), .waku("c")])

    /// One poll of a node whose peer list is known, or not when it is nil.
    private func poll(
        _ readings: inout FleetReadings,
        _ node: NodeID,
        linkedTo peers: [String]?,
        at: Timestamp = start,
    ) {
        var facts: [FactName: [String]] = [.peerID: ["id-\(node)"]]
        facts[.connectedPeers] = peers
        readings.poll(node, at: at, [.peers: 40], facts: facts)
    }

    private func links(_ lists: [[String]?]) -> [Double?] {
        var readings = FleetReadings()
        for (node, list) in zip(fleet.nodes, lists) { poll(&readings, node.id, linkedTo: list) }
        _ = fleet.assess(&readings, at: start)
        return fleet.nodes.map { readings.nodes[$0.id]?[.siblingLinks] }
    }

    @Test(
        arguments: [
            ([["id-b", "id-c"], ["id-a", "id-c"], ["id-a", "id-b"]], [2, 2, 2]),
            ([["id-b", "id-c"], ["id-c"], []], [2, 2, 2]),
            ([["id-b"], [], ["stranger"]], [1, 1, 0]),
            ([[], [], []], [0, 0, 0]),
            ([nil, ["id-a", "id-c"], ["id-a"]], [2, 2, 2]),
            ([nil, ["id-a"], []], [nil, 1, 0]),
            ([nil, nil, nil], [nil, nil, nil]),
        ] as [([[String]?], [Double?])]
    )
    func `a link counts from either side and a missing list is not a missing link`(
        lists: [[String]?],
        expected: [Double?],
    ) {
        #expect(links(lists) == expected)
    }

    @Test func `nothing is said of links before every node was asked`() {
        var readings = FleetReadings()
        poll(&readings, "a", linkedTo: [])
        poll(&readings, "b", linkedTo: [])
        #expect(fleet.assess(&readings, at: start)["a"]?.verdict == .healthy)
        #expect(readings.nodes["a"]?[.siblingLinks] == nil)
        readings.silence("c")
        let assessment = fleet.assess(&readings, at: start)["a"]
        #expect(assessment?.reasons == ["no link to any of its 2 siblings"])
    }

    @Test func `a stale peer list is not held against a node`() {
        var readings = FleetReadings()
        poll(&readings, "a", linkedTo: [])
        for node in fleet.nodes {
            readings.poll(node.id, at: seconds(40), facts: [.peerID: ["id-\(node.id)"]])
        }
        #expect(fleet.assess(&readings, at: seconds(40))["a"]?.verdict == .healthy)
        #expect(readings.nodes["a"]?[.siblingLinks] == nil)
    }

    @Test(arguments: [
        (["id-b", "id-c"], NodeAssessment.Verdict.healthy, []),
        (["id-b"], .degraded, ["linked to 1 of 2 siblings"]),
        ([], .degraded, ["no link to any of its 2 siblings"]),
    ])
    func `missing sibling links degrade a node`(
        peers: [String],
        verdict: NodeAssessment.Verdict,
        reasons: [String],
    ) {
        var readings = FleetReadings()
        poll(&readings, "a", linkedTo: peers)
        poll(&readings, "b", linkedTo: [])
        poll(&readings, "c", linkedTo: [])
        let assessment = fleet.assess(&readings, at: start)["a"]
        #expect(assessment == NodeAssessment(verdict, reasons: reasons))
    }

    @Test(
        arguments: [
            (FactName.health, "ready", nil), (.health, "initializing", "says it is initializing"),
            (.connection, "Connected", nil),
            (.connection, "DISCONNECTED", "says it is disconnected"),
        ] as [(FactName, String, String?)]
    )
    func `what a node says of itself counts`(fact: FactName, value: String, reason: String?) {
        var readings = FleetReadings()
        readings.poll("a", facts: [fact: [value]])
        #expect(fleet.assess(&readings, at: start)["a"]?.reasons.first == reason)
    }

    @Test func `old readings are not held against a node that answers`() {
        var readings = FleetReadings()
        readings.poll("a", [.peers: 0], facts: [.health: ["initializing"]])
        #expect(
            fleet.assess(&readings, at: start)["a"]?.reasons
                == ["says it is initializing", "no peers"]
        )
        readings.poll("a", at: seconds(40))
        #expect(fleet.assess(&readings, at: seconds(40))["a"] == NodeAssessment(.healthy))
    }

    @Test func `what is switched off on purpose is a note and not a fault`() {
        var readings = FleetReadings()
        readings.poll(
            "a",
            problems: [
                Problem(part: "admin", reason: .adminDisabled, isFault: false),
                Problem(part: "metrics", reason: .timedOut(after: .seconds(2))),
                Problem(part: "metrics", reason: .timedOut(after: .seconds(2))),
            ]
        )
        #expect(
            fleet.assess(&readings, at: start)["a"]
                == NodeAssessment(
                    .degraded,
                    reasons: ["metrics: timed out after 2 s"],
                    notes: ["admin: admin API not enabled"]
                )
        )
    }
}

struct SilenceTests {
    @Test func `a node that was not asked is unknown`() {
        var readings = FleetReadings()
        #expect(
            pair.assess(&readings, at: start)["a"]
                == NodeAssessment(.unknown, reasons: ["not asked yet"])
        )
    }

    @Test func `one silent poll is degraded and two are down`() {
        var readings = FleetReadings()
        readings.poll("a")
        readings.silence("a", at: seconds(10))
        #expect(
            pair.assess(&readings, at: seconds(10))["a"]
                == NodeAssessment(.degraded, reasons: ["rest: refused"])
        )
        readings.silence("a", at: seconds(20))
        #expect(pair.assess(&readings, at: seconds(20))["a"]?.verdict == .down)
        readings.poll("a", at: seconds(30))
        #expect(pair.assess(&readings, at: seconds(30))["a"]?.verdict == .healthy)
    }

    @Test func `a node is not down while one of its probes gets an answer`() {
        var readings = FleetReadings()
        for time in [start, seconds(10)] {
            readings.poll("a", at: time)
            readings.silence("a", at: time, probeIndex: 1)
        }
        #expect(
            pair.assess(&readings, at: seconds(10))["a"]
                == NodeAssessment(.degraded, reasons: ["rest: refused"])
        )
    }

    @Test func `a node that nobody asks any more is unknown`() {
        var readings = FleetReadings()
        readings.poll("a")
        #expect(pair.assess(&readings, at: seconds(30))["a"]?.verdict == .healthy)
        #expect(
            pair.assess(&readings, at: seconds(31))["a"]
                == NodeAssessment(.unknown, reasons: ["no reading for 31s"])
        )
    }

    @Test func `a silent node always has a reason`() {
        var readings = FleetReadings()
        readings.apply(Observation(node: "a", probeIndex: 0, at: start, latency: nil))
        #expect(pair.assess(&readings, at: start)["a"]?.reasons == ["no answer"])
    }
}
