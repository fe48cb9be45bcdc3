import Primitives
import IncidentLog
import Monitoring
import FleetModel
import TestSupport
import Testing

struct RuleEvaluatorStepTests {
    private func watched(fleet: String? = "prod") throws -> WatchedFleet {
        var log = ScriptedLog()
        let steps = [
            StepDefinition(id: "peers", title: "peers", condition: "peers >= 8 for 30s"),
            StepDefinition(id: "manual", title: "look"),
        ]
        try log.run(
            .declare(
                "x",
                fleet: fleet,
                checklist: ChecklistDefinition(name: "verify", steps: steps)
            )
        )
        return .single(log: log)
    }

    @Test func `a step passes once its condition has held long enough`() throws {
        var watched = try watched()
        #expect(try watched.run(0, through: 20, [.peers: 9]) == [])
        let progress = try #require(
            watched.watch.progress(of: "peers", in: incident, at: seconds(20))
        )
        #expect(progress.held == .seconds(20))
        #expect(progress.evaluation.reading == "peers 9 on a")
        #expect(
            try watched.run(30, through: 60, [.peers: 9]) == [
                .checklist(
                    .passed(
                        step: "peers",
                        evidence: .reading(text: "peers 9 on a", heldMilliseconds: 30_000),
                        automatic: true,
                        overrides: false,
                    )
                )
            ]
        )
    }

    @Test func `a break starts the hold anew`() throws {
        var watched = try watched()
        try watched.run(0, through: 20, [.peers: 9])
        try watched.run(30, through: 30, [.peers: 1])
        #expect(try watched.run(40, through: 60, [.peers: 9]) == [])
        #expect(try watched.run(70, through: 70, [.peers: 9]).count == 1)
    }

    @Test func `a step that passed regresses when its condition fails and passes again`() throws {
        var watched = try watched()
        try watched.run(0, through: 60, [.peers: 9])
        #expect(
            try watched.run(70, through: 80, [.peers: 1])
                == [.checklist(.regressed(step: "peers", reading: "peers 1 on a"))]
        )
        #expect(try watched.run(90, through: 120, [.peers: 9]).count == 1)
        #expect(try watched.log.step("peers").progress == .passed)
    }

    @Test func `a step does not regress because its node is silent`() throws {
        var watched = try watched()
        try watched.run(0, through: 30, [.peers: 9])
        try watched.runSilent(40, through: 120)
        #expect(try watched.log.step("peers").progress == .passed)
    }

    @Test func `an override stands against the readings, also after it was confirmed`() throws {
        var watched = try watched()
        watched.log.append(
            .checklist(
                .passed(step: "peers", evidence: nil, automatic: false, overrides: true)
            ),
            of: incident
        )
        watched.log.append(.checklist(.verified(step: "peers", note: nil)), of: incident)
        #expect(try watched.run(20, through: 60, [.peers: 1]) == [])
    }

    @Test func `a step that a person failed waits for a person`() throws {
        var watched = try watched()
        try watched.log.run(.checklist(.failStep(incident, "peers", reason: "clients say no")))
        #expect(try watched.run(0, through: 60, [.peers: 9]) == [])
        try watched.log.run(.checklist(.reopenStep(incident, "peers")))
        #expect(try watched.run(70, through: 70, [.peers: 9]).count == 1)
    }

    @Test(arguments: ["other", nil])
    func `incidents of other fleets are left alone`(fleet: String?) throws {
        var watched = try watched(fleet: fleet)
        #expect(try watched.run(0, through: 60, [.peers: 9]) == [])
        #expect(watched.watch.progress(of: "peers", in: incident, at: seconds(60)) == nil)
    }

    private func watched(_ steps: [StepDefinition], mode: ChecklistMode = .doConfirm) throws
        -> WatchedFleet
    {
        var log = ScriptedLog()
        let checklist = ChecklistDefinition(name: "verify", mode: mode, steps: steps)
        try log.run(.declare("x", fleet: "prod", checklist: checklist))
        return .single(log: log)
    }

    @Test func `a hold begins behind what is done and ends by itself`() throws {
        var watched = try watched([
            StepDefinition(id: "look", title: "look"),
            StepDefinition(id: "wait", title: "wait", hold: .seconds(60)),
        ])
        #expect(try watched.run(0, through: 30) == [])
        try watched.log.run(.checklist(.passStep(incident, "look", note: nil)), at: seconds(40))
        #expect(
            try watched.run(50, through: 100) == [.checklist(.started(step: "wait", attempt: 1))]
        )
        #expect(
            try watched.run(110, through: 120) == [
                .checklist(
                    .passed(
                        step: "wait",
                        evidence: .reading(
                            text: "waited since 08:00Z",
                            heldMilliseconds: 60_000
                        ),
                        automatic: true,
                        overrides: false
                    )
                )
            ]
        )
    }

    @Test func `a step that runs too long is tried again and then fails`() throws {
        var watched = try watched([
            StepDefinition(
                id: "peers",
                title: "peers",
                condition: "peers >= 8",
                timeout: .seconds(30),
                retries: 1
            )
        ])
        #expect(try watched.run(0, through: 60, [.peers: 1]) == [])
        try watched.log.run(.checklist(.startStep(incident, "peers")), at: seconds(60))
        let events = try watched.run(70, through: 150, [.peers: 1])
        #expect(
            events == [
                .checklist(
                    .started(
                        step: "peers",
                        attempt: 2,
                        reason: "not done within 30s: peers 1 on a"
                    )
                ),
                .checklist(.failed(step: "peers", reason: "not done within 30s: peers 1 on a")),
            ]
        )
    }

    @Test func `a tick that went stale is made anew while the condition holds`() throws {
        var watched = try watched([
            StepDefinition(
                id: "peers",
                title: "peers",
                condition: "peers >= 8",
                stale: .seconds(60)
            )
        ])
        #expect(try watched.run(0, through: 50, [.peers: 9]).count == 1)
        #expect(try watched.run(60, through: 110, [.peers: 9]).count == 1)
        #expect(try watched.log.step("peers").isDone(at: seconds(110)))
        try watched.runSilent(120, through: 300)
        #expect(try watched.log.step("peers").standing(at: seconds(300)) == .stale)
    }

    @Test func `what comes later in a locked order does not pass before`() throws {
        var watched = try watched(
            [
                StepDefinition(id: "stop", title: "stop"),
                StepDefinition(id: "peers", title: "peers", condition: "peers >= 8"),
            ],
            mode: .readDo
        )
        #expect(watched.commands(at: start) == [])
        #expect(try watched.run(0, through: 50, [.peers: 9]) == [])
        try watched.log.run(.checklist(.passStep(incident, "stop", note: nil)), at: seconds(50))
        #expect(try watched.run(60, through: 70, [.peers: 9]).count == 1)
    }

    @Test func `an incident leaves monitoring once when its check breaks`() throws {
        var watched = try watched([
            StepDefinition(id: "peers", title: "peers", condition: "peers >= 8", gate: .hard)
        ])
        try watched.run(0, through: 10, [.peers: 9])
        try watched.log.run(.become(.mitigating))
        try watched.log.run(.become(.monitoring))
        let events = try watched.run(60, through: 100, [.peers: 1])
        #expect(
            events == [
                .checklist(.regressed(step: "peers", reading: "peers 1 on a")),
                .incident(
                    .statusChanged(
                        from: .monitoring,
                        to: .investigating,
                        reason: "'peers' no longer holds: peers 1 on a"
                    )
                ),
            ]
        )
    }
}
