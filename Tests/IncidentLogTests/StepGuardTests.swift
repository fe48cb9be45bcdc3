import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct StepGuardTests {
    private static let file = Evidence.file(
        EvidenceFile(digest: String(repeating: "a", count: 64), name: "db.sqlite", bytes: 9)
    )
    private static let jakub = Actor("jakub")

    private func log(
        _ step: StepDefinition,
        _ more: StepDefinition...,
        mode: ChecklistMode = .doConfirm
    ) throws -> ScriptedLog {
        var log = ScriptedLog()
        let checklist = ChecklistDefinition(name: "verify", mode: mode, steps: [step] + more)
        try log.run(.declare("mesh lost", .sev4, checklist: checklist))
        return log
    }

    private func pass(
        _ step: StepID,
        note: String? = nil,
        evidence: Evidence? = nil,
        again: Bool = false
    ) -> Command {
        .checklist(.passStep(incident, step, note: note, evidence: evidence, again: again))
    }

    private func verify(_ step: StepID) -> Command {
        .checklist(.verifyStep(incident, step, note: nil))
    }

    // MARK: Evidence

    @Test(
        arguments: [
            (EvidenceNeed.none, nil, nil, nil), (.note, nil, nil, "note"),
            (.note, " ", nil, "note"),
            (.note, "seen", nil, nil), (.note, nil, Self.file, nil),
            (.required, nil, nil, "evidence"), (.required, "seen", nil, "evidence"),
            (.required, nil, .note(text: "seen"), "evidence"), (.required, nil, Self.file, nil),
            (.required, nil, .link(url: "https://x"), nil),
        ] as [(EvidenceNeed, String?, Evidence?, String?)]
    )
    func `a step asks for what its runbook wants to see`(
        need: EvidenceNeed,
        note: String?,
        evidence: Evidence?,
        missing: String?
    ) throws {
        let log = try log(StepDefinition(id: "a", title: "look", evidence: need))
        let refusal = log.refusal(pass("a", note: note, evidence: evidence))
        #expect(refusal?.argument == missing)
        #expect(refusal == nil || refusal?.kind == .invalid)
        #expect(refusal == nil || refusal?.reason.contains("--evidence FILE") == true)
    }

    @Test func `a note stands beside the evidence, and both leave when they are redacted`() throws {
        var log = try log(StepDefinition(id: "a", title: "look", evidence: .required))
        try log.run(pass("a", note: "all three", evidence: Self.file))
        #expect(try log.step("a").evidence == Self.file)
        #expect(try log.step("a").remark?.hasPrefix("all three; db.sqlite") == true)
        let entry = try #require(log.entries.last)
        try log.run(.entry(.redact(entry, reason: "a password")))
        #expect(try log.step("a").remark == Redaction.placeholder)
        #expect(try log.step("a").evidence?.file?.name == Redaction.placeholder)
    }

    // MARK: The second person

    @Test(
        arguments: [
            ("independent", hanno, 600, Refusal.Kind.invalid),
            ("independent", franck, 299, .invalid),
            ("independent", franck, 300, nil), ("independent", Actor("HANNO"), 600, .invalid),
            ("concurrent", hanno, 10, .held), ("concurrent", franck, 60, nil),
            ("concurrent", franck, 61, .held), ("self", franck, 600, .invalid),
            ("franck", hanno, 1, .held), ("franck", jakub, 1, .held), ("franck", franck, 1, nil),
        ] as [(String, Actor, Int, Refusal.Kind?)]
    )
    func `who may confirm, and when`(
        rule: String,
        actor: Actor,
        after: Int,
        refused: Refusal.Kind?
    ) throws {
        var log = try log(StepDefinition(id: "a", title: "look", signOff: rule))
        try log.run(pass("a"))
        #expect(try log.step("a").isDone(at: seconds(after)) == (rule == "self"))
        #expect(log.refusal(verify("a"), at: seconds(after), by: actor)?.kind == refused)
        #expect(log.refusal(pass("a"), at: seconds(after), by: actor)?.kind == refused)
        guard refused == nil else { return }
        try log.run(verify("a"), at: seconds(after), by: actor)
        let step = try log.step("a")
        #expect(step.progress == .verified)
        #expect(step.actor == actor)
        #expect(step.tickedBy == hanno)
        #expect(step.isDone(at: seconds(after)))
        #expect(log.refusal(verify("a"), by: Self.jakub)?.kind == .invalid)
    }

    @Test func `what has not passed cannot be confirmed`() throws {
        let log = try log(StepDefinition(id: "a", title: "look", signOff: "independent"))
        #expect(
            log.refusal(verify("a"))
                == Refusal(.invalid, "'look' has not passed yet (step pass a)")
        )
    }

    @Test func `a tick that came by itself is confirmed together at any time`() throws {
        var log = try log(
            StepDefinition(
                id: "a",
                title: "peers",
                condition: "peers > 1",
                signOff: "concurrent"
            )
        )
        let reading = Evidence.reading(text: "peers 9", heldMilliseconds: 0)
        try log.run(
            .checklist(.passStepAutomatically(incident, "a", evidence: reading)),
            by: .tocsin
        )
        #expect(log.refusal(verify("a"), at: minutes(60)) == nil)
    }

    // MARK: Gates

    @Test(
        arguments: [
            (StepGate?.none, true, true, true, true), (.some(.hard), false, false, true, true),
            (.some(.soft), false, true, true, true), (.some(.info), true, true, true, false),
        ] as [(StepGate?, Bool, Bool, Bool, Bool)]
    )
    func `what a gate lets through`(
        gate: StepGate?,
        skips: Bool,
        waives: Bool,
        dismisses: Bool,
        blocks: Bool
    ) throws {
        var log = try log(StepDefinition(id: "a", title: "look", gate: gate))
        try log.run(.become(.mitigating))
        #expect((log.refusal(.become(.resolved))?.kind == .held) == blocks)
        let ways: [(ChecklistCommand, Bool)] = [
            (.skipStep(incident, "a", reason: "x"), skips),
            (.waiveStep(incident, "a", reason: "x", until: nil), waives),
            (.dismissStep(incident, "a", reason: "x"), dismisses),
        ]
        for (command, isAllowed) in ways {
            #expect((log.refusal(.checklist(command)) == nil) == isAllowed, "\(command)")
            guard isAllowed else { continue }
            var after = log
            try after.run(.checklist(command))
            #expect(after.refusal(.become(.resolved)) == nil, "\(command)")
        }
    }

    @Test func `only the commander waives, and says that a hard step does not apply`() throws {
        let log = try log(
            StepDefinition(id: "a", title: "look", gate: .soft),
            StepDefinition(id: "b", title: "count", gate: .hard)
        )
        let waive = Command.checklist(.waiveStep(incident, "a", reason: "x", until: nil))
        let dismiss = Command.checklist(.dismissStep(incident, "b", reason: "x"))
        for command in [waive, dismiss] {
            #expect(log.refusal(command) == nil)
            #expect(log.refusal(command, by: franck)?.kind == .held)
            #expect(log.refusal(command, by: franck)?.reason.contains("that is hanno") == true)
        }
        let soft = Command.checklist(.dismissStep(incident, "a", reason: "x"))
        #expect(log.refusal(soft, by: franck) == nil)
    }

    @Test func `a waiver has an end, after which the step blocks again`() throws {
        var log = try log(StepDefinition(id: "a", title: "look", gate: .soft))
        try log.run(.become(.mitigating))
        let waive = Command.checklist(
            .waiveStep(incident, "a", reason: "the vendor answers tomorrow", until: minutes(10))
        )
        #expect(log.refusal(waive, at: minutes(10))?.argument == "until")
        try log.run(waive)
        #expect(try log.step("a").standing(at: minutes(9)) == .waived)
        #expect(log.refusal(.become(.resolved), at: minutes(9)) == nil)
        #expect(try log.step("a").standing(at: minutes(10)) == .waiverExpired)
        #expect(
            log.refusal(.become(.resolved), at: minutes(10))?.reason
                == "checklist is not done: 'look' (its waiver is over); finish it, or have it "
                + "waived (step waive a --reason TEXT)"
        )
        try log.run(pass("a"), at: minutes(11))
        #expect(try log.step("a").waivedUntil == nil)
    }

    // MARK: Age

    @Test func `a tick that is too old no longer counts until it is ticked anew`() throws {
        var log = try log(StepDefinition(id: "a", title: "look", stale: .seconds(60)))
        try log.run(.become(.mitigating))
        try log.run(pass("a"))
        #expect(log.refusal(.become(.resolved), at: seconds(59)) == nil)
        #expect(try log.step("a").standing(at: seconds(60)) == .stale)
        #expect(log.refusal(.become(.resolved), at: seconds(60))?.kind == .held)
        #expect(
            log.refusal(.become(.resolved), at: seconds(60))?.reason.contains("stale") == true
        )
        try log.run(pass("a"), at: seconds(90))
        #expect(try log.step("a").isDone(at: seconds(120)))
    }

    @Test func `a stale tick is not confirmed but made anew, by itself where it is sensed`() throws
    {
        let sensed = StepDefinition(
            id: "a",
            title: "peers",
            condition: "peers > 1",
            signOff: "franck",
            stale: .seconds(60)
        )
        var log = try log(sensed)
        let reading = Evidence.reading(text: "peers 9", heldMilliseconds: 0)
        let sense = Command.checklist(.passStepAutomatically(incident, "a", evidence: reading))
        try log.run(sense, by: .tocsin)
        #expect(try log.events(sense, at: seconds(59), by: .tocsin) == [])
        #expect(log.refusal(verify("a"), at: seconds(60), by: franck)?.kind == .held)
        #expect(try log.run(sense, at: seconds(60), by: .tocsin).count == 1)
        #expect(try log.step("a").standing(at: seconds(61)) == .passed)
    }

    // MARK: Order

    @Test func `a list that is read and done has an order`() throws {
        var log = try log(
            StepDefinition(id: "a", title: "stop"),
            StepDefinition(id: "n", title: "note", gate: .info),
            StepDefinition(id: "b", title: "start", condition: "peers > 1"),
            mode: .readDo
        )
        let reading = Evidence.reading(text: "peers 9", heldMilliseconds: 0)
        let sense = Command.checklist(.passStepAutomatically(incident, "b", evidence: reading))
        #expect(log.refusal(pass("b", note: "x"))?.kind == .held)
        #expect(log.refusal(.checklist(.startStep(incident, "b")))?.kind == .held)
        #expect(try log.events(sense, by: .tocsin) == [])
        #expect(
            log.refusal(pass("b", note: "x"))?.reason
                == "'start' waits: 'stop' comes first, this list is done in its order (step pass a)"
        )
        try log.run(pass("a"))
        #expect(try log.run(sense, by: .tocsin).count == 1)
    }

    @Test func `steps that were named come before`() throws {
        var log = try log(
            StepDefinition(id: "b", title: "start", after: ["a"]),
            StepDefinition(id: "a", title: "stop")
        )
        #expect(
            log.refusal(pass("b"))?.reason
                == "'start' waits: 'stop' must be done before (step pass a)"
        )
        try log.run(.checklist(.skipStep(incident, "a", reason: "is down")))
        #expect(log.refusal(pass("b")) == nil)
    }

    @Test func `nothing is destroyed before it was kept`() throws {
        var named = try log(
            StepDefinition(id: "kept", title: "copy the database"),
            StepDefinition(id: "drop", title: "drop it", destroys: "the database", after: ["kept"])
        )
        let drop = pass("drop")
        #expect(named.refusal(drop)?.kind == .held)
        try named.run(pass("kept", note: "did it"))
        #expect(
            named.refusal(drop)?.reason
                == "'drop it' waits: it destroys the database, and 'copy the database' has no "
                + "evidence yet (step pass kept --evidence FILE)"
        )
        #expect(named.refusal(.checklist(.startStep(incident, "drop")))?.kind == .held)
        try named.run(.checklist(.reopenStep(incident, "kept")))
        try named.run(pass("kept", evidence: Self.file))
        #expect(named.refusal(drop) == nil)

        var unnamed = try log(
            StepDefinition(id: "look", title: "look"),
            StepDefinition(id: "drop", title: "drop it", destroys: "the database")
        )
        #expect(unnamed.refusal(drop)?.reason.contains("nothing of it was kept yet") == true)
        try unnamed.run(pass("look", evidence: .note(text: "seen")))
        #expect(unnamed.refusal(drop)?.kind == .held)
        try unnamed.run(.checklist(.reopenStep(incident, "look")))
        try unnamed.run(pass("look", evidence: Self.file))
        #expect(unnamed.refusal(drop) == nil)
    }

    // MARK: Running

    @Test func `a step that takes too long is tried again and then fails`() throws {
        var log = try log(
            StepDefinition(id: "a", title: "restart", timeout: .seconds(30), retries: 1)
        )
        let late = Command.checklist(.timeOutStep(incident, "a", reading: "peers 3"))
        #expect(try log.events(late, at: seconds(99), by: .tocsin) == [])
        try log.run(.checklist(.startStep(incident, "a")))
        #expect(log.refusal(.checklist(.startStep(incident, "a")))?.kind == .invalid)
        #expect(try log.events(late, at: seconds(29), by: .tocsin) == [])
        #expect(
            try log.run(late, at: seconds(30), by: .tocsin) == [
                .checklist(
                    .started(step: "a", attempt: 2, reason: "not done within 30s: peers 3")
                )
            ]
        )
        #expect(
            try log.run(late, at: seconds(60), by: .tocsin)
                == [.checklist(.failed(step: "a", reason: "not done within 30s: peers 3"))]
        )
        #expect(try log.events(late, at: seconds(99), by: .tocsin) == [])
        try log.run(.checklist(.startStep(incident, "a", note: "by hand")), at: seconds(99))
        #expect(try log.step("a").attempt == 3)
        try log.run(pass("a"), at: seconds(100))
        #expect(try log.step("a").progress == .passed)
    }

    @Test func `a hold begins when everything before it is done`() throws {
        var log = try log(
            StepDefinition(id: "a", title: "upgrade one"),
            StepDefinition(id: "wait", title: "watch it", hold: .seconds(60))
        )
        let begin = Command.checklist(.startHold(incident, "wait"))
        #expect(try log.events(begin, by: .tocsin) == [])
        try log.run(pass("a"))
        #expect(
            try log.run(begin, by: .tocsin) == [.checklist(.started(step: "wait", attempt: 1))]
        )
        #expect(try log.events(begin, by: .tocsin) == [])
    }

    // MARK: What regresses

    @Test(arguments: [
        (StepGate?.none, true), (.some(.hard), true), (.some(.soft), false), (.some(.info), false),
    ])
    func `an incident leaves monitoring when what it was watched for breaks`(
        gate: StepGate?,
        leaves: Bool
    ) throws {
        var log = try log(
            StepDefinition(id: "a", title: "links", condition: "peers > 1", gate: gate)
        )
        let reading = Evidence.reading(text: "peers 9", heldMilliseconds: 0)
        try log.run(
            .checklist(.passStepAutomatically(incident, "a", evidence: reading)),
            by: .tocsin
        )
        try log.run(.become(.mitigating))
        try log.run(.become(.monitoring))
        let regress = Command.checklist(.regressStep(incident, "a", reading: "peers 0"))
        let events = try log.run(regress, at: minutes(1), by: .tocsin)
        #expect(events.first == .checklist(.regressed(step: "a", reading: "peers 0")))
        #expect(events.count == (leaves ? 2 : 1))
        #expect(try log.incident().status == (leaves ? .investigating : .monitoring))
        #expect(try log.run(regress, at: minutes(1), by: .tocsin) == [])
    }
}
