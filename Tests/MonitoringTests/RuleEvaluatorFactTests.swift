import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

struct RuleEvaluatorFactTests {
    private let beta: [FactName: [String]] = [.relay: ["2.0.0-beta2"]]
    private let final: [FactName: [String]] = [.relay: ["2.0.0"]]

    @Test func `what a node says first is written down and raises nothing`() throws {
        var watched = WatchedFleet.single()
        let events = try watched.run(
            0,
            through: 60,
            facts: [.relay: ["2.0.0-beta2"], .version: ["v0.4"], .genesis: ["0x1"]]
        )
        #expect(events.map(\.name.name) == Array(repeating: "fleet.factChanged", count: 3))
        #expect(watched.log.state.signals.isEmpty)
    }

    @Test func `a change of the relay protocol raises a signal and the way back clears it`() throws
    {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0, facts: beta)
        #expect(
            try watched.run(10, through: 60, facts: final) == [
                .fleet(
                    .factChanged(node: "a", fact: .relay, from: ["2.0.0-beta2"], to: ["2.0.0"])
                ),
                .signal(
                    .found(
                        finding: Finding(
                            id: "relay changed/a",
                            kind: .identity,
                            priority: .critical,
                            text: "relay changed on a: now 2.0.0, was 2.0.0-beta2",
                            nodes: ["a"],
                            since: seconds(10),
                            meaning: "an upgrade or a roll-back: clients that speak the other "
                                + "protocol are cut off"
                        )
                    )
                ),
            ]
        )
        #expect(
            try watched.run(70, through: 90, facts: beta).last
                == .signal(
                    .cleared(signal: "relay changed/a", text: "relay of a is 2.0.0-beta2 again")
                )
        )
    }

    @Test func `a change to a third value leaves the signal standing`() throws {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0, facts: beta)
        try watched.run(10, through: 10, facts: final)
        try watched.run(20, through: 20, facts: [.relay: ["3"]])
        #expect(watched.log.state.signals["relay changed/a"]?.isActive == true)
        try watched.run(30, through: 50, facts: beta)
        #expect(watched.log.state.signals["relay changed/a"]?.isActive == false)
    }

    @Test func `an accepted change stays away, and the way back is a change again`() throws {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0, facts: beta)
        try watched.run(10, through: 20, facts: final)
        try watched.log.run(
            .signal(.acknowledge("relay changed/a", note: nil)),
            at: seconds(25)
        )
        #expect(try watched.run(30, through: 300, facts: final) == [])
        watched.watch = RuleEvaluator(fleet: watched.fleet)
        #expect(try watched.run(310, through: 330, facts: final) == [])
        try watched.run(340, through: 340, facts: beta)
        #expect(watched.log.state.signals["relay changed/a"]?.isActive == true)
    }

    @Test func `nodes that change together are one signal, and each way back counts`() throws {
        let nodes = ["a", "b", "c"].map { Node.substrate(NodeID($0)) }
        var watched = WatchedFleet(Fleet(name: "prod", nodes: nodes))
        let ids: [NodeID] = ["a", "b", "c"]
        try watched.run(0, through: 0, nodes: ids, facts: beta)
        try watched.run(10, through: 10, nodes: ids, facts: final)
        #expect(watched.log.state.activeSignals.map(\.id) == ["relay changed"])
        #expect(watched.log.state.signals["relay changed"]?.finding.nodes == ids)
        for second in stride(from: 20, through: 100, by: 10) {
            watched.readings.poll("a", at: seconds(second), facts: final)
            for node in ids.dropFirst() {
                watched.readings.poll(node, at: seconds(second), facts: beta)
            }
            try watched.tick(at: seconds(second))
        }
        #expect(watched.log.state.signals["relay changed"]?.isActive == true)
        try watched.log.run(.signal(.acknowledge("relay changed", note: nil)), at: seconds(105))
        #expect(watched.log.state.activeSignals.isEmpty)
        try watched.run(110, through: 110, nodes: ["b", "c"], facts: beta)
        watched.readings.poll("a", at: seconds(120), facts: final)
        try watched.tick(at: seconds(120))
        #expect(watched.log.state.activeSignals.isEmpty)
    }

    @Test func `a change while nobody watched is noticed at the start`() throws {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0, facts: beta)
        watched.watch = RuleEvaluator(fleet: watched.fleet)
        try watched.run(9000, through: 9000, facts: final)
        #expect(watched.log.state.signals["relay changed/a"]?.isActive == true)
    }

    @Test func `a new version is a line and no signal`() throws {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0, facts: [.version: ["v0.4"]])
        #expect(
            try watched.run(10, through: 20, facts: [.version: ["v0.5"]]) == [
                .fleet(.factChanged(node: "a", fact: .version, from: ["v0.4"], to: ["v0.5"]))
            ]
        )
    }

    @Test(arguments: [["b", "a"], []])
    func `another order of a list and an empty list are no change`(values: [String]) throws {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0, facts: [.protocols: ["a", "b"]])
        #expect(try watched.run(10, through: 30, facts: [.protocols: values]) == [])
    }

    @Test func `a node that stops telling a fact has not changed it`() throws {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0, facts: beta)
        #expect(try watched.run(10, through: 120) == [])
    }

    @Test func `facts of nodes that left the fleet are left alone`() throws {
        var log = ScriptedLog()
        try log.run(.observation(.recordFact("gone", .relay, to: ["2.0.0"])))
        var watched = WatchedFleet.single(log: log)
        watched.readings.poll("gone", facts: beta)
        #expect(watched.commands(at: start) == [])
    }

    @Test func `a clock far ahead in the log does not silence facts`() throws {
        var log = ScriptedLog()
        try log.run(.observation(.recordFact("a", .relay, to: ["2.0.0"])), at: minutes(60))
        var watched = WatchedFleet.single(log: log)
        #expect(try watched.run(0, through: 0, facts: beta).count == 2)
    }

    @Test func `facts of probes yet to come are written down, what comes and goes is not`() throws {
        var watched = WatchedFleet.single()
        let events = try watched.run(
            0,
            through: 0,
            facts: [
                "tls.issuer": ["x"], .connectedPeers: ["a"], .health: ["ready"],
                .peerProtocols: ["/x"], "log.last": ["line"],
                "observed.addresses": ["/ip4/1.2.3.4"],
            ]
        )
        #expect(
            events == [.fleet(.factChanged(node: "a", fact: "tls.issuer", from: [], to: ["x"]))]
        )
    }

    private func config(_ digest: String, _ keys: [FactName: [String]]) -> [FactName: [String]] {
        keys.merging([.configDigest: [digest]]) { $1 }
    }

    @Test func `a key that is added or gone is told, the digest last`() throws {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0, facts: config("1", ["config a": ["1"], "config b": ["2"]]))
        let events = try watched.run(
            10,
            through: 20,
            facts: config("2", ["config b": ["2"], "config c": ["3"]])
        )
        #expect(
            events == [
                .fleet(
                    .factChanged(node: "a", fact: "config a", from: ["1"], to: ["(absent)"])
                ),
                .fleet(
                    .factChanged(node: "a", fact: "config c", from: ["(absent)"], to: ["3"])
                ),
                .fleet(.factChanged(node: "a", fact: .configDigest, from: ["1"], to: ["2"])),
            ]
        )
    }

    @Test func `a key that went while nobody watched is noticed at the start`() throws {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0, facts: config("1", ["config a": ["1"], "config b": ["2"]]))
        watched.watch = RuleEvaluator(fleet: watched.fleet)
        watched.readings = FleetReadings()
        let events = try watched.run(9000, through: 9000, facts: config("2", ["config b": ["2"]]))
        #expect(
            events.first
                == .fleet(.factChanged(node: "a", fact: "config a", from: ["1"], to: ["(absent)"]))
        )
    }

    @Test func `a part of a configuration that cannot be read is not gone`() throws {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0, facts: config("1", ["config a": ["1"], "config b": ["2"]]))
        // Without its digest a configuration is not complete.
        #expect(try watched.run(10, through: 20, facts: ["config b": ["2"]]) == [])
    }

    @Test func `tables of two databases are not mistaken for one another`() throws {
        var watched = WatchedFleet.single()
        let one: [FactName: [String]] = ["table Peer": ["id"], .databaseLayout: ["1"]]
        let two: [FactName: [String]] = [
            "table rln:Tree": ["leaf"], "database.rln.layout": ["2"],
        ]
        try watched.run(0, through: 0, facts: one)
        #expect(try watched.run(10, through: 10, facts: two).count == 2)
        #expect(try watched.run(20, through: 20, facts: one) == [])
        let events = try watched.run(30, through: 30, facts: ["database.rln.layout": ["3"]])
        #expect(
            events == [
                .fleet(
                    .factChanged(
                        node: "a",
                        fact: "table rln:Tree",
                        from: ["leaf"],
                        to: ["(absent)"]
                    )
                ),
                .fleet(
                    .factChanged(node: "a", fact: "database.rln.layout", from: ["2"], to: ["3"])
                ),
            ]
        )
    }

    @Test func `a fact that changes all the time does not fill the log`() throws {
        var watched = WatchedFleet.single()
        var count = 0
        for second in stride(from: 0, to: 590, by: 10) {
            let facts: [FactName: [String]] = ["time": ["\(second)"]]
            count += try watched.run(second, through: second, facts: facts).count
        }
        #expect(count == 1 + 6)
        // When it comes to rest, its last value is written down after all.
        let events = try watched.run(600, through: 1300, facts: ["time": ["rest"]])
        #expect(events.count == 1)
        #expect(watched.log.state.facts(of: "a", in: "prod").values["time"] == ["rest"])
    }
}
