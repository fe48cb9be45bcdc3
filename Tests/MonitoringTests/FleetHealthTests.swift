import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

/// One health everywhere: the worst of the verdict and the signals that stand.
struct FleetHealthTests {
    private let well = NodeAssessment(.healthy, notes: ["a note"])

    private func health(
        _ findings: [Finding],
        then commands: [SignalCommand] = []
    ) throws -> FleetHealth {
        var log = ScriptedLog()
        for finding in findings { try log.run(.signal(.raise(finding)), by: .tocsin) }
        for command in commands { try log.run(.signal(command)) }
        return FleetHealth(log.state, of: "prod", at: minutes(1))
    }

    @Test func `a node that answers well and has a signal is degraded, with its words`() throws {
        let health = try health([
            .sample("few", nodes: ["n1", "n2"]), .sample("cpu/n1", .warning),
        ])
        let node = health.assessment(of: "n1", well)
        #expect(node.verdict == .degraded)
        #expect(node.reasons == ["few!", "cpu/n1!"])
        #expect(node.notes == ["a note"])
        #expect(health.priority(on: "n1") == .critical)
        #expect(health.assessment(of: "n3", well) == well)
    }

    @Test func `a verdict that is worse stays, and its reasons come first`() throws {
        let health = try health([.sample("down/n1", kind: .down)])
        let down = NodeAssessment(.down, reasons: ["refused"])
        #expect(health.assessment(of: "n1", down).verdict == .down)
        #expect(health.assessment(of: "n1", down).reasons == ["refused", "down/n1!"])
    }

    @Test func `what is shelved, cleared or planned does not count`() throws {
        let shelved = try health(
            [.sample("few/n1")],
            then: [.shelve("few/n1", until: minutes(9), reason: "known")]
        )
        #expect(shelved.assessment(of: "n1", well) == well)
        let cleared = try health(
            [.sample("few/n1")],
            then: [.clearByHand("few/n1", reason: "noise")]
        )
        #expect(cleared.assessment(of: "n1", well) == well)
    }

    @Test func `a signal of no node belongs to the fleet`() throws {
        let health = try health([.sample("requirement not met", kind: .need, nodes: [])])
        #expect(health.ofFleet.map(\.id) == ["requirement not met"])
    }

    @Test func `a signal of another fleet makes nobody ill here`() throws {
        var log = ScriptedLog()
        let context = DecisionContext(now: start, actor: .tocsin, roster: Roster(fleet: "test"))
        for decision in try log.state.decide(.signal(.raise(.sample("few/n1"))), in: context) {
            log.append(decision.event, by: .tocsin)
        }
        #expect(FleetHealth(log.state, of: "prod", at: start).assessment(of: "n1", well) == well)
        #expect(FleetHealth(log.state, of: "test", at: start).priority(on: "n1") == .critical)
        #expect(FleetHealth(log.state, of: nil, at: start).priority(on: "n1") == .critical)
    }
}
