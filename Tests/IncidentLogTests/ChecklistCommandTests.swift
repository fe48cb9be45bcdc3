import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct ChecklistCommandTests {
    private static let steps = [
        StepDefinition(id: "manual", title: "look"),
        StepDefinition(id: "signed", title: "agree", signOff: "franck"),
        StepDefinition(id: "auto", title: "peers", condition: "peers >= 8 for 10m"),
        StepDefinition(
            id: "both",
            title: "js-waku connects",
            condition: "peers >= 8",
            signOff: "Franck"
        ),
    ]
    private static let measured = Evidence.reading(text: "peers 9", heldMilliseconds: 600_000)

    private func log() throws -> ScriptedLog { try .withIncident(steps: Self.steps) }

    private func passing(_ step: StepID) -> Command {
        .checklist(.passStepAutomatically(incident, step, evidence: Self.measured))
    }

    @Test func `a manual step passes once, with the note as its proof`() throws {
        var log = try log()
        let pass = Command.checklist(.passStep(incident, "manual", note: "seen"))
        #expect(
            try log.run(pass) == [
                .checklist(
                    .passed(
                        step: "manual",
                        evidence: .note(text: "seen"),
                        automatic: false,
                        overrides: false,
                    )
                )
            ]
        )
        let step = try log.step("manual")
        #expect(step.progress == .passed)
        #expect(step.remark == "seen")
        #expect(step.actor == hanno)
        #expect(step.isDone(at: start))
        #expect(
            log.refusal(pass) == Refusal(.invalid, "'look' has passed already")
        )
    }

    @Test func `a step with a sign-off needs the person named`() throws {
        var log = try log()
        let pass = Command.checklist(.passStep(incident, "signed", note: nil))
        try log.run(pass)
        #expect(try !log.step("signed").isDone(at: start))
        #expect(
            log.refusal(pass)
                == Refusal(
                    .held,
                    "somebody else must confirm this step: you ticked it yourself"
                )
        )
        #expect(
            log.refusal(pass, by: Actor("jakub"))
                == Refusal(.held, "franck must confirm this step, as the checklist says")
        )
        #expect(
            try log.run(pass, by: franck) == [.checklist(.verified(step: "signed", note: nil))]
        )
        #expect(try log.step("signed").isDone(at: start))
        #expect(
            log.refusal(pass)
                == Refusal(.invalid, "'agree' is verified already")
        )
    }

    @Test func `who is named for the sign-off cannot be the one who ticked`() throws {
        var log = try log()
        let pass = Command.checklist(.passStep(incident, "signed", note: nil))
        try log.run(pass, by: franck)
        let refusal = log.refusal(pass, by: franck)
        #expect(refusal?.kind == .held)
        #expect(refusal?.reason.contains("let somebody else tick it") == true)
        #expect(log.refusal(pass)?.kind == .held)
        try log.run(.checklist(.reopenStep(incident, "signed")))
        try log.run(pass)
        #expect(try log.run(pass, by: Actor("FRANCK")).count == 1)
    }

    @Test func `a step that failed passes only when the failure was seen`() throws {
        var log = try log()
        try log.run(.checklist(.failStep(incident, "manual", reason: "no access")), at: minutes(20))
        #expect(
            log.refusal(.checklist(.passStep(incident, "manual", note: "seen")))
                == Refusal(
                    .held,
                    "'look' was marked as failed by hanno at 08:20Z: no access; "
                        + "to pass it all the same, confirm it (step pass --again)",
                    argument: "again"
                )
        )
        #expect(try log.step("manual").progress == .failed)
        try log.run(.checklist(.passStep(incident, "manual", note: "seen", again: true)))
        #expect(try log.step("manual").progress == .passed)
    }

    @Test func `a person confirms what passed by itself and the proof stays`() throws {
        var log = try log()
        try log.run(passing("both"), by: .tocsin)
        try log.run(.checklist(.passStep(incident, "both", note: nil)), by: franck)
        let step = try log.step("both")
        #expect(step.progress == .verified)
        #expect(step.remark == "peers 9, held 10m")
        #expect(!step.isOverridden)
    }

    @Test func `ticking an automatic step by hand is an override and needs a note`() throws {
        var log = try log()
        #expect(
            log.refusal(.checklist(.passStep(incident, "auto", note: " ")))
                == Refusal(
                    .held,
                    "this step checks itself; to tick it by hand say why (the tick is an override)",
                    argument: "note"
                )
        )
        try log.run(.checklist(.passStep(incident, "auto", note: "metrics are broken")))
        #expect(try log.step("auto").isOverridden)
    }

    @Test func `an override stays one after it was confirmed`() throws {
        var log = try log()
        try log.run(.checklist(.passStep(incident, "both", note: "asked them")))
        try log.run(.checklist(.passStep(incident, "both", note: "they said so too")), by: franck)
        #expect(try log.step("both").isOverridden)
        #expect(try log.step("both").remark == "they said so too")
        try log.run(.checklist(.reopenStep(incident, "both")))
        #expect(try !log.step("both").isOverridden)
    }

    @Test func `a step passes by itself once and regresses once`() throws {
        var log = try log()
        #expect(
            try log.run(passing("auto"), by: .tocsin) == [
                .checklist(
                    .passed(
                        step: "auto",
                        evidence: Self.measured,
                        automatic: true,
                        overrides: false
                    )
                )
            ]
        )
        #expect(try log.run(passing("auto"), by: .tocsin) == [])
        let regress = Command.checklist(.regressStep(incident, "auto", reading: "peers 2"))
        #expect(
            try log.run(regress, by: .tocsin)
                == [.checklist(.regressed(step: "auto", reading: "peers 2"))]
        )
        #expect(try log.step("auto").progress == .regressed)
        #expect(try log.step("auto").remark == "peers 2")
        #expect(try log.run(regress, by: .tocsin) == [])
        #expect(try log.run(passing("auto"), by: .tocsin).count == 1)
    }

    @Test func `a step that a person failed or skipped does not pass by itself`() throws {
        var log = try log()
        try log.run(.checklist(.failStep(incident, "auto", reason: "clients say no")))
        #expect(try log.run(passing("auto"), by: .tocsin) == [])
        #expect(try log.step("auto").progress == .failed)
        try log.run(.checklist(.reopenStep(incident, "auto")))
        #expect(try log.run(passing("auto"), by: .tocsin).count == 1)
        try log.run(.checklist(.skipStep(incident, "both", reason: "no client here")))
        #expect(try log.run(passing("both"), by: .tocsin) == [])
        #expect(try log.step("both").isDone(at: start))
    }

    @Test func `failing and skipping need a reason`() throws {
        let log = try log()
        let empty = Refusal(.invalid, "the reason is empty")
        #expect(log.refusal(.checklist(.failStep(incident, "manual", reason: ""))) == empty)
        #expect(log.refusal(.checklist(.skipStep(incident, "manual", reason: " "))) == empty)
    }

    @Test func `reopening a step that is open does nothing`() throws {
        #expect(try log().events(.checklist(.reopenStep(incident, "manual"))) == [])
    }

    @Test func `an unknown step is refused with the known ones`() throws {
        #expect(
            try log().refusal(.checklist(.passStep(incident, "x", note: nil)))
                == Refusal(
                    .invalid,
                    "INC-0001 has no step 'x'; steps: manual, signed, auto, both"
                )
        )
        #expect(
            try ScriptedLog.withIncident().refusal(.checklist(.reopenStep(incident, "x")))
                == Refusal(.invalid, "INC-0001 has no step 'x'; it has no checklist")
        )
    }

    @Test func `an incident takes one checklist, which must have steps`() throws {
        var log = try ScriptedLog.withIncident()
        let checklist = ChecklistDefinition(name: "verify", steps: Self.steps)
        #expect(
            log.refusal(
                .checklist(.attachChecklist(incident, ChecklistDefinition(name: "none", steps: [])))
            )
                == Refusal(.invalid, "the checklist 'none' has no steps")
        )
        #expect(
            try log.run(.checklist(.attachChecklist(incident, checklist)))
                == [.checklist(.attached(checklist: checklist))]
        )
        #expect(
            log.refusal(.checklist(.attachChecklist(incident, checklist)))
                == Refusal(.invalid, "INC-0001 already has the checklist 'verify'")
        )
    }

    @Test func `a condition that cannot be read makes the step a manual one`() throws {
        let step = StepDefinition(id: "new", title: "future", condition: "quorum(peers) >= 2")
        let log = try ScriptedLog.withIncident(steps: [step])
        #expect(try log.step("new").condition == nil)
    }

    @Test func `a step that fails opens the task that its runbook asks for, once`() throws {
        let step = StepDefinition(id: "a", title: "peers", timeout: .seconds(60), onFail: .task)
        var log = try ScriptedLog.withIncident(steps: [step])
        func fail(_ reason: String) -> Command {
            .checklist(.failStep(incident, "a", reason: reason))
        }
        try log.run(fail("none"))
        #expect(try log.incident().tasks.map(\.text) == ["put right: peers"])
        try log.run(fail("still none"), at: minutes(1))
        #expect(try log.incident().tasks.count == 1)
        try log.run(.task(.finish(incident, 1, note: nil)), at: minutes(2))
        try log.run(.checklist(.startStep(incident, "a", note: nil)), at: minutes(3))
        try log.run(
            .checklist(.timeOutStep(incident, "a", reading: nil)),
            at: minutes(5),
            by: .tocsin
        )
        #expect(try log.incident().tasks.map(\.number) == [1, 2])
    }

    @Test func `who ticks what somebody else has just ticked confirms it`() throws {
        var log = try ScriptedLog.withIncident(steps: [StepDefinition(id: "a", title: "look")])
        func tick(_ link: String) -> Command {
            .checklist(.passStep(incident, "a", note: nil, evidence: .link(url: link)))
        }
        try log.run(tick("https://x/1"))
        #expect(log.refusal(tick("https://x/1"))?.reason == "'look' has passed already")
        let events = try log.run(tick("https://x/2"), by: franck)
        #expect(
            events == [
                .checklist(
                    .verified(step: "a", note: nil, evidence: .link(url: "https://x/2"))
                )
            ]
        )
        #expect(log.refusal(tick("https://x/3"), by: Actor("arthur")) != nil)
    }
}
