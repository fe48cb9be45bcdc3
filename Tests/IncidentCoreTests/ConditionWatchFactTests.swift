import IncidentCore
import Testing

struct ConditionWatchFactTests {
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
                            text: "relay of a changed to 2.0.0 from 2.0.0-beta2",
                            nodes: ["a"],
                            since: seconds(10)
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
        watched.watch = ConditionWatch(fleet: watched.fleet)
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
        watched.watch = ConditionWatch(fleet: watched.fleet)
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
        try log.run(.recordFact("gone", .relay, to: ["2.0.0"]))
        var watched = WatchedFleet.single(log: log)
        watched.readings.poll("gone", facts: beta)
        #expect(watched.commands(at: start) == [])
    }

    @Test func `a clock far ahead in the log does not silence facts`() throws {
        var log = ScriptedLog()
        try log.run(.recordFact("a", .relay, to: ["2.0.0"]), at: minutes(60))
        var watched = WatchedFleet.single(log: log)
        #expect(try watched.run(0, through: 0, facts: beta).count == 2)
    }
}
