import FleetModel
import IncidentLog
import Primitives

extension EventSamples {
    /// What was done about steps and written of impacts beside the first forms of their events.
    static let work: [String: Event] = [
        "checklist.attached-full": .checklist(
            .attached(
                checklist: ChecklistDefinition(
                    name: "recreation",
                    mode: .readDo,
                    steps: [
                        StepDefinition(
                            id: "kept/node-1",
                            title: "The database of node-1 was copied",
                            kind: .manual,
                            nodes: ["node-1"],
                            signOff: "independent",
                            expect: "a copy that opens",
                            evidence: .required,
                            per: .eachNode,
                            gate: .hard,
                            timeout: .milliseconds(1500),
                            retries: 2,
                            stale: .seconds(1800),
                            onFail: .rollback,
                            target: StepTarget(step: "kept", node: "node-1")
                        ),
                        StepDefinition(
                            id: "recreated",
                            title: "Made anew",
                            command: "rm db",
                            gate: .soft,
                            destroys: "the database",
                            after: ["kept/node-1"]
                        ),
                        StepDefinition(
                            id: "asked/desktop",
                            title: "Desktop agrees",
                            kind: .poll,
                            evidence: .note,
                            per: .eachParty,
                            target: StepTarget(step: "asked", party: "desktop")
                        ),
                        StepDefinition(
                            id: "quiet",
                            title: "Quiet",
                            hold: .seconds(60),
                            gate: .info,
                            onFail: .task
                        ),
                    ]
                )
            )
        ),
        "checklist.passed-file": .checklist(
            .passed(
                step: "stop",
                evidence: .file(file),
                automatic: false,
                overrides: false,
                note: "all three"
            )
        ),
        "checklist.verified-evidence": .checklist(
            .verified(step: "stop", note: "seen", evidence: .link(url: "https://x.example/1"))
        ),
        "checklist.started": .checklist(.started(step: "stop", attempt: 2, reason: "too slow")),
        "checklist.started-bare": .checklist(.started(step: "stop", attempt: 1)),
        "checklist.waived": .checklist(
            .waived(step: "stop", reason: "the vendor knows", until: moment)
        ),
        "checklist.waived-bare": .checklist(.waived(step: "stop", reason: "not worth it")),
        "checklist.dismissed": .checklist(.dismissed(step: "stop", reason: "no bridge here")),
        "impact.opened-proved": .impact(
            .opened(
                party: "desktop",
                kind: "cannot-connect",
                from: moment,
                cause: .rollback,
                fleet: "a",
                confidence: .about,
                evidence: .file(file),
                reportedBy: "Franck"
            )
        ),
        "impact.closed-proved": .impact(
            .closed(
                party: "desktop",
                to: moment,
                fleet: "a",
                confidence: .atMost,
                evidence: .link(url: "https://x.example/2")
            )
        ),
        "impact.acceptedAsResidual-fleet": .impact(
            .acceptedAsResidual(party: "desktop", reason: "old clients", fleet: "a")
        ),
    ]
}
