import FleetModel
import Primitives

extension ChecklistDefinition {
    /// A runbook with every setting.
    static let everything = ChecklistDefinition(
        name: "every: thing",
        mode: .readDo,
        steps: [
            StepDefinition(
                id: "kept",
                title: "{node} was copied",
                signOff: "independent",
                expect: "# a copy",
                evidence: .required,
                per: .eachNode,
                gate: .hard,
                stale: .seconds(90)
            ),
            StepDefinition(
                id: "gone",
                title: "{node} is gone",
                nodes: ["null"],
                command: "ssh {node} 'rm: -rf'",
                evidence: .note,
                per: .eachNode,
                gate: .soft,
                timeout: .milliseconds(1500),
                retries: 3,
                destroys: "the: database",
                after: ["kept"],
                onFail: .rollback
            ),
            StepDefinition(
                id: "seen",
                title: "seen",
                kind: .command,
                condition: "peers > 1",
                command: "look"
            ), StepDefinition(id: "agreed", title: "agreed", kind: .poll, per: .eachParty),
            StepDefinition(id: "wait", title: "wait", hold: .seconds(60), gate: .info),
            StepDefinition(id: "ask", title: "ask", kind: .hold, onFail: .task),
        ]
    )
}
