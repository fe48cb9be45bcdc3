import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct ChecklistTargetTests {
    private static let checklist = ChecklistDefinition(
        name: "upgrade",
        steps: [
            StepDefinition(
                id: "keep",
                title: "copy of {node}",
                evidence: .required,
                per: .eachNode
            ),
            StepDefinition(
                id: "drop",
                title: "database recreated",
                condition: "peers > 1",
                command: "rm {node}.db",
                per: .eachNode,
                destroys: "the database",
                after: ["keep"]
            ), StepDefinition(id: "asked", title: "connects", per: .eachParty),
            StepDefinition(id: "end", title: "done", after: ["drop"]),
        ]
    )
    private static let roster = Roster(
        fleet: "prod",
        parties: ["js-waku"],
        nodes: ["do-ams3", "ac-hk"]
    )

    private func attached(_ roster: Roster?) throws -> ChecklistDefinition {
        let log = try ScriptedLog.withIncident()
        let decisions = try log.state.decide(
            .checklist(.attachChecklist(incident, Self.checklist)),
            in: DecisionContext(now: start, actor: hanno, roster: roster)
        )
        guard case .checklist(.attached(let checklist))? = decisions.first?.event else {
            throw Refusal(.invalid, "nothing was attached")
        }
        return checklist
    }

    private func log() throws -> ScriptedLog {
        var log = try ScriptedLog.withIncident(.sev4)
        log.append(.checklist(.attached(checklist: try attached(Self.roster))), of: incident)
        return log
    }

    @Test func `a step has a row for each node or party, which knows its target`() throws {
        let steps = try attached(Self.roster).steps
        #expect(
            steps.map(\.id) == [
                "keep/do-ams3", "keep/ac-hk", "drop/do-ams3", "drop/ac-hk", "asked/js-waku", "end",
            ]
        )
        #expect(
            steps.map(\.title).prefix(3) == [
                "copy of do-ams3", "copy of ac-hk",
                "database recreated: do-ams3",
            ]
        )
        #expect(steps[2].nodes == ["do-ams3"])
        #expect(steps[2].command == "rm do-ams3.db")
        #expect(steps[2].target == StepTarget(step: "drop", node: "do-ams3"))
        #expect(steps[4].target == StepTarget(step: "asked", party: "js-waku"))
        #expect(steps[4].base == "asked")
    }

    @Test func `without targets a list stays as it is`() throws {
        #expect(try attached(nil) == Self.checklist)
    }

    @Test func `a row waits for the row of its own node`() throws {
        var log = try log()
        let file = Evidence.link(url: "https://x/copy")
        func drop(_ node: String) -> Command {
            .checklist(.passStep(incident, StepID("drop/\(node)"), note: "by hand"))
        }
        try log.run(.checklist(.passStep(incident, "keep/do-ams3", note: nil, evidence: file)))
        #expect(log.refusal(drop("do-ams3")) == nil)
        #expect(
            log.refusal(drop("ac-hk"))?.reason
                == "'database recreated: ac-hk' waits: 'copy of ac-hk' must be done before "
                + "(step pass keep/ac-hk)"
        )
        let end = Command.checklist(.passStep(incident, "end", note: nil))
        try log.run(drop("do-ams3"))
        #expect(log.refusal(end)?.kind == .held)
        try log.run(.checklist(.passStep(incident, "keep/ac-hk", note: nil, evidence: file)))
        try log.run(drop("ac-hk"))
        #expect(log.refusal(end) == nil)
    }

    @Test func `a second checklist comes after the first, and no name is there twice`() throws {
        var log = try ScriptedLog.withIncident(steps: [StepDefinition(id: "end", title: "x")])
        let more = ChecklistDefinition(
            name: "more",
            mode: .readDo,
            steps: [
                StepDefinition(id: "end", title: "y"),
                StepDefinition(id: "end-2", title: "z", after: ["end"]),
            ]
        )
        try log.run(.checklist(.attachChecklist(incident, more)))
        let steps = try log.incident().steps
        #expect(steps.map(\.definition.id) == ["end", "end-3", "end-2"])
        #expect(steps.map(\.checklist) == [0, 1, 1])
        #expect(steps[2].definition.after == ["end-3"])
        #expect(try log.incident().checklists.map(\.name) == ["verify", "more"])
        // The order of one list is not that of another.
        #expect(log.refusal(.checklist(.passStep(incident, "end-3", note: nil))) == nil)
        #expect(log.refusal(.checklist(.passStep(incident, "end-2", note: nil)))?.kind == .held)
        let entry = try #require(log.entries.last)
        try log.run(.entry(.redact(entry, reason: "names a client")))
        let titles = try log.incident().steps.map(\.definition.title)
        #expect(titles == ["x", Redaction.placeholder, Redaction.placeholder])
    }
}
