import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct DeclareTests {
    @Test func `declaring opens the next incident with its author in command`() throws {
        var log = ScriptedLog()
        let events = try log.run(.declare("mesh lost", .sev2, impactFrom: start - .seconds(60)))
        #expect(
            events == [
                .incident(
                    .declared(
                        title: "mesh lost",
                        severity: .sev2,
                        mode: .real,
                        fleet: "prod",
                        impactFrom: start - .seconds(60),
                        commander: "hanno",
                    )
                )
            ]
        )
        #expect(try log.incident().id == "INC-0001")
        #expect(try log.incident().status == .investigating)
        try log.run(.declare("another"))
        #expect(log.state.openIncidents.map(\.id) == ["INC-0002", "INC-0001"])
    }

    @Test func `declaring with a checklist copies it into the incident`() throws {
        let log = try ScriptedLog.withIncident(steps: [StepDefinition(id: "a", title: "look")])
        #expect(try log.incident().checklistName == "verify")
        #expect(try log.step("a").progress == .pending)
    }

    @Test func `a checklist without steps is not copied`() throws {
        let empty = ChecklistDefinition(name: "none", steps: [])
        #expect(try ScriptedLog().events(.declare("x", checklist: empty)).count == 1)
    }

    @Test(arguments: [
        (Command.declare(" "), "the title is empty"),
        (
            .declare(String(repeating: "x", count: 20_001)),
            "the title is longer than 20000 characters"
        ),
        (
            .declare(
                "x",
                checklist: ChecklistDefinition(
                    name: "twice",
                    steps: [
                        StepDefinition(id: "a", title: "1"), StepDefinition(id: "a", title: "2"),
                    ],
                )
            ), "the checklist 'twice' has two steps named 'a'"
        ),
    ])
    func `a declaration that makes no sense is refused`(command: Command, reason: String) {
        #expect(ScriptedLog().refusal(command) == Refusal(.invalid, reason))
    }

    @Test func `an impact that has not begun is refused at its argument`() {
        #expect(
            ScriptedLog().refusal(.declare("x", impactFrom: seconds(1)))
                == Refusal(
                    .invalid,
                    "the impact cannot begin in the future",
                    argument: "impact-from"
                )
        )
    }

    @Test func `an entry may be dated back but not forward`() throws {
        let state = LogState()
        func decide(_ occurredAt: Timestamp) throws(Refusal) -> [Decision] {
            try state.decide(
                .entry(.note(nil, text: "x")),
                in: DecisionContext(now: start, occurredAt: occurredAt, actor: hanno),
            )
        }
        #expect(try decide(start - .seconds(86_400)).count == 1)
        #expect(throws: Refusal(.invalid, "the time given is in the future")) {
            try decide(seconds(2))
        }
    }
}

struct IncidentCommandTests {
    private let missing = IncidentID(number: 9)

    @Test func `a command about an incident that does not exist is refused`() {
        let log = ScriptedLog()
        let commands: [Command] = [
            .incident(.changeStatus(missing, to: .identified, reason: nil)),
            .incident(.changeSeverity(missing, to: .sev1, reason: nil)),
            .incident(.changeCommander(missing, to: "x")),
            .entry(.note(missing, text: "x")),
            .entry(.report(missing, party: "js-waku", text: "x")),
            .checklist(.passStep(missing, "a", note: nil)),
            .update(.sendUpdate(missing, text: "x", channels: ["discord"], nextDue: nil)),
            .impact(.openImpact(missing, party: "p", kind: "down", from: start, cause: .original)),
        ]
        let expected = Refusal(.invalid, "there is no incident INC-0009")
        #expect(commands.map { log.refusal($0) } == commands.map { _ in expected })
    }

    @Test func `severity and commander change once`() throws {
        var log = try ScriptedLog.withIncident(.sev2)
        let worse = Command.incident(.changeSeverity(incident, to: .sev1, reason: "spreads"))
        #expect(
            try log.run(worse)
                == [.incident(.severityChanged(from: .sev2, to: .sev1, reason: "spreads"))]
        )
        #expect(log.refusal(worse) == Refusal(.invalid, "INC-0001 is already SEV1"))
        let take = Command.incident(.changeCommander(incident, to: "franck", reason: "he sleeps"))
        try log.run(take, by: franck)
        #expect(try log.run(take, by: franck) == [])
        #expect(try log.incident().commander == "franck")
        #expect(
            log.refusal(.incident(.changeCommander(incident, to: "")))
                == Refusal(.invalid, "the commander's name is empty")
        )
    }

    @Test func `lines, corrections and reports go into the log as they are`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.entry(.note(incident, text: "worse")))
        #expect(
            try log.events(.entry(.note(nil, text: " two\nlines "))) == [
                .timeline(.noted(text: " two\nlines "))
            ]
        )
        #expect(
            try log.events(.entry(.correct(log.entries[1], text: "better")))
                == [.timeline(.corrected(entry: "E2", text: "better"))]
        )
        #expect(
            try log.events(.entry(.report(incident, party: "js-waku", text: "cannot connect")))
                == [.timeline(.reported(party: "js-waku", text: "cannot connect"))]
        )
        #expect(
            log.refusal(.entry(.note(incident, text: "\t")))
                == Refusal(.invalid, "the line is empty")
        )
    }

    @Test func `only lines are corrected, and stay in their own incident`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.entry(.note(nil, text: "of the fleet")))
        try log.run(.entry(.correct(log.entries[1], text: "better")))
        for entry in [log.entries[0], log.entries[2]] {
            let reason = log.refusal(.entry(.correct(entry, text: "better")))?.reason
            #expect(reason?.hasPrefix("only lines that people wrote") == true)
        }
        let context = DecisionContext(now: start, actor: hanno)
        let again = Command.entry(.correct(log.entries[1], text: "best"))
        #expect(try log.state.decide(again, in: context).map(\.incident) == [nil])
    }

    @Test func `the newest correction is the text of a line`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.entry(.note(incident, text: "do-ams2")))
        let line = log.entries[1]
        #expect(log.state.overlay.text(of: line) == nil)
        try log.run(.entry(.correct(line, text: "do-ams3")))
        try log.run(.entry(.correct(line, text: "do-ams4")))
        #expect(log.state.overlay.text(of: line) == "do-ams4")
        // What older programs took without a look changes nothing.
        log.append(.timeline(.corrected(entry: "E1", text: "x")), of: incident)
        log.append(.timeline(.corrected(entry: "E2", text: "x")), of: nil)
        #expect(log.state.overlay.text(of: log.entries[0]) == nil)
        #expect(log.state.overlay.text(of: line) == "do-ams4")
    }

    @Test func `an incident that is over takes lines but no changes`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.become(.cancelled))
        #expect(log.refusal(.entry(.note(incident, text: "it was the firewall"))) == nil)
        #expect(
            log.refusal(.incident(.changeCommander(incident, to: "franck")))
                == Refusal(.held, "INC-0001 is cancelled; declare a new one")
        )
    }

    @Test func `a resolved incident says how to take it up again`() throws {
        var log = try ScriptedLog.withIncident(.sev4)
        try log.run(.become(.mitigating))
        try log.run(.become(.resolved))
        #expect(
            log.refusal(.incident(.changeSeverity(incident, to: .sev1, reason: nil)))
                == Refusal(
                    .held,
                    "INC-0001 is resolved; reopen it first (state investigating)"
                )
        )
    }
}

struct ResolveTests {
    private func mitigating(_ severity: Severity, steps: [StepDefinition] = []) throws
        -> ScriptedLog
    {
        var log = try ScriptedLog.withIncident(severity, steps: steps)
        try log.run(.become(.mitigating))
        return log
    }

    @Test func `nothing is resolved while the checklist is not done`() throws {
        let steps = ["a", "b", "c"].map { StepDefinition(id: StepID($0), title: "step \($0)") }
        var log = try mitigating(.sev4, steps: steps)
        try log.run(.checklist(.passStep(incident, "a", note: nil)))
        #expect(
            log.refusal(.become(.resolved))
                == Refusal(
                    .held,
                    "checklist is not done: 'step b' and 1 more; finish, or skip with a reason"
                )
        )
        try log.run(.checklist(.skipStep(incident, "b", reason: "not here")))
        try log.run(.checklist(.passStep(incident, "c", note: nil)))
        #expect(log.refusal(.become(.resolved)) == nil)
    }

    @Test func `nothing is resolved while a party is affected, unless that is accepted`() throws {
        var log = try mitigating(.sev4)
        try log.run(
            .impact(
                .openImpact(incident, party: "js-waku", kind: "down", from: start, cause: .original)
            )
        )
        #expect(
            log.refusal(.become(.resolved))
                == Refusal(
                    .held,
                    "js-waku is still affected (down); close the impact or accept it as residual"
                )
        )
        try log.run(.impact(.acceptResidualImpact(party: "js-waku", reason: "fixed by 0.9")))
        #expect(log.refusal(.become(.resolved)) == nil)
    }

    @Test func `an impact of another open incident does not hold this one back`() throws {
        var log = try mitigating(.sev4)
        try log.run(.declare("other", .sev4))
        try log.run(
            .impact(
                .openImpact(
                    "INC-0002",
                    party: "bridge",
                    kind: "down",
                    from: start,
                    cause: .original
                )
            )
        )
        #expect(log.refusal(.become(.resolved)) == nil)
        try log.run(.incident(.merge("INC-0002", into: incident)))
        #expect(log.refusal(.become(.resolved))?.kind == .held)
    }

    @Test func `an impact that was noticed before the incident holds it back`() throws {
        var log = try mitigating(.sev4)
        try log.run(
            .impact(.openImpact(nil, party: "p", kind: "down", from: start, cause: .original))
        )
        #expect(log.refusal(.become(.resolved))?.kind == .held)
    }

    @Test func `nothing is resolved before anybody was told`() throws {
        var log = try mitigating(.sev2)
        #expect(
            log.refusal(.become(.resolved))
                == Refusal(.held, "nobody was told yet; send an update first")
        )
        try log.run(.update(.sendUpdate(incident, text: "x", channels: ["discord"], nextDue: nil)))
        #expect(log.refusal(.become(.resolved)) == nil)
    }

    @Test func `resolving stops the clocks and reopening starts them again`() throws {
        var log = try mitigating(.sev2)
        try log.run(
            .update(.sendUpdate(incident, text: "x", channels: ["discord"], nextDue: minutes(30)))
        )
        try log.run(.become(.resolved), at: minutes(20))
        #expect(try log.incident().resolvedAt == minutes(20))
        #expect(try log.incident().elapsed(at: minutes(90)) == .seconds(1200))
        #expect(try log.incident().nextUpdateDue == nil)
        try log.run(.become(.inReview), at: minutes(60))
        #expect(try log.incident().resolvedAt == minutes(20))
        try log.run(.become(.investigating), at: minutes(70))
        #expect(try log.incident().resolvedAt == nil)
        #expect(try log.incident().nextUpdateDue == minutes(75))
    }
}
