import Monitoring
import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct RuleEvaluatorRequirementTests {
    private static let fleet = try? Fleet(
        name: "prod",
        nodes: [.substrate("a"), .substrate("b")],
        parties: [
            Party(id: "js-waku", needs: [Condition(parsing: "protocols contains 'beta2'")])
        ],
    )
    private let beta: [FactName: [String]] = [.protocols: ["beta2"]]
    private let final: [FactName: [String]] = [.protocols: ["2.0.0"]]

    private func watched(log: ScriptedLog = ScriptedLog()) throws -> WatchedFleet {
        WatchedFleet(try #require(Self.fleet), log: log)
    }

    private func needs(_ events: [Event]) -> [Event] {
        events.filter { $0.name.name != "fleet.factChanged" }
    }

    @Test func `an unmet need opens an impact that began with the trouble`() throws {
        var watched = try watched()
        #expect(needs(try watched.run(0, through: 50, nodes: ["a", "b"], facts: beta)) == [])
        #expect(needs(try watched.run(60, through: 70, nodes: ["a", "b"], facts: final)) == [])
        #expect(
            try watched.run(80, through: 120, nodes: ["a", "b"], facts: final) == [
                .signal(
                    .found(
                        finding: Finding(
                            id: "requirement not met/js-waku",
                            kind: .need,
                            priority: .critical,
                            text: "js-waku is not served: protocols 2.0.0 on all 2 nodes",
                            nodes: [],
                            since: seconds(60),
                            meaning: "what was promised to this party is not there: its users "
                                + "notice it now, so that it should hear of it from you first"
                        )
                    )
                ),
                .impact(
                    .opened(
                        party: "js-waku",
                        kind: "requirement not met",
                        from: seconds(60),
                        cause: .original,
                    )
                ),
            ]
        )
        #expect(watched.watch.needs["js-waku"]?.truth == .fails)
    }

    @Test func `a need that is met again closes the impact where it began to be met`() throws {
        var watched = try watched()
        try watched.run(0, through: 30, nodes: ["a", "b"], facts: final)
        let events = try watched.run(40, through: 90, nodes: ["a", "b"], facts: beta)
        #expect(
            needs(events) == [
                .signal(
                    .cleared(
                        signal: "requirement not met/js-waku",
                        text: "js-waku can be served again"
                    )
                ),
                .impact(.closed(party: "js-waku", to: seconds(40))),
            ]
        )
    }

    @Test func `an impact is closed that was opened under the former word`() throws {
        var log = ScriptedLog()
        try log.run(
            .impact(
                .openImpact(
                    nil,
                    party: "js-waku",
                    kind: "needs unmet",
                    from: seconds(0),
                    cause: .original
                )
            )
        )
        var watched = try watched(log: log)
        let events = try watched.run(0, through: 50, nodes: ["a", "b"], facts: beta)
        #expect(needs(events) == [.impact(.closed(party: "js-waku", to: seconds(0)))])
    }

    @Test func `a node that refuses does not make a need unmet`() throws {
        var watched = try watched()
        try watched.run(0, through: 10, nodes: ["a", "b"], facts: beta)
        for second in stride(from: 20, through: 120, by: 10) {
            watched.readings.silence("a", at: seconds(second))
            watched.readings.poll("b", at: seconds(second), facts: beta)
            try watched.tick(at: seconds(second))
        }
        #expect(watched.watch.needs["js-waku"]?.truth == .unknown)
        #expect(watched.log.state.impacts.isEmpty)
    }

    @Test func `an impact that stands is not closed by not knowing`() throws {
        var watched = try watched()
        try watched.run(0, through: 30, nodes: ["a", "b"], facts: final)
        try watched.run(40, through: 120, nodes: ["b"], facts: beta)
        #expect(watched.log.state.openImpact(of: "js-waku")?.from == start)
    }

    @Test func `an impact during a mitigation goes back to it`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.become(.mitigating))
        var watched = try watched(log: log)
        try watched.run(0, through: 30, nodes: ["a", "b"], facts: final)
        let impact = try #require(watched.log.state.openImpact(of: "js-waku"))
        #expect(impact.cause == .mitigation)
        #expect(impact.incident == incident)
    }

    @Test func `an impact that a person opened is closed by a person`() throws {
        var log = ScriptedLog()
        try log.run(
            .impact(.openImpact(nil, party: "js-waku", kind: "slow", from: start, cause: .original))
        )
        var watched = try watched(log: log)
        try watched.run(0, through: 60, nodes: ["a", "b"], facts: beta)
        #expect(watched.log.state.openImpact(of: "js-waku")?.kind == "slow")
    }

    @Test func `windows of one party do not overlap`() throws {
        var watched = try watched()
        try watched.run(0, through: 30, nodes: ["a", "b"], facts: final)
        try watched.log.run(
            .impact(.closeImpact(party: "js-waku", to: seconds(32))),
            at: seconds(32)
        )
        try watched.run(40, through: 40, nodes: ["a", "b"], facts: final)
        #expect(watched.log.state.impacts.map(\.from) == [start, seconds(32)])
    }
}
