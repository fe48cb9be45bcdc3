import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Runtime
import TestSupport
import Testing

struct SessionTests {
    private let clock = SettableClock()

    @Test func `a command becomes an entry with author, device and time`() async throws {
        let log = InMemoryEventLog()
        let session = Session(log, clock: clock, device: "ops-1")
        let written = try await session.perform(.entry(.note(nil, text: "pager rang")), by: .ada)
        let stored = try await log.all()
        #expect(stored == written)
        let entry = try #require(stored.first)
        #expect(stored.count == 1)
        #expect(entry.event == .timeline(.noted(text: "pager rang")))
        #expect(entry.actor == .ada)
        #expect(entry.draft.device == "ops-1")
        #expect(entry.occurredAt == clock.now)
        #expect(entry.recordedAt == clock.now)
        #expect(await session.logState.sequence == 1)
    }

    @Test func `a refusal names the rule and writes nothing`() async throws {
        let log = InMemoryEventLog()
        let session = Session(log, clock: clock)
        let steps = [StepDefinition(id: "evidence", title: "evidence kept")]
        let id = try await session.declare(
            checklist: ChecklistDefinition(name: "recovery", steps: steps)
        )
        try await session.perform(
            .incident(.changeStatus(id, to: .monitoring, reason: nil)),
            by: .ada
        )
        let before = try await log.lastSequence()
        let error = await #expect(throws: CommandFailure.self) {
            try await session.perform(
                .incident(.changeStatus(id, to: .resolved, reason: "quiet")),
                by: .ada
            )
        }
        guard case .refused(let refusal) = error else {
            Issue.record("it is no refusal: \(String(describing: error))")
            return
        }
        #expect(refusal.kind == .held)
        #expect(error?.message.contains("checklist is not done: 'evidence kept'") == true)
        #expect(try await log.lastSequence() == before)
    }

    @Test func `a back-dated line keeps both clocks`() async throws {
        let log = InMemoryEventLog()
        let session = Session(log, clock: clock)
        let earlier = clock.now - .seconds(900)
        try await session.perform(
            .entry(.note(nil, text: "restarted do-ams3")),
            by: .ada,
            occurredAt: earlier
        )
        let entry = try #require(try await log.all().first)
        #expect(entry.occurredAt == earlier)
        #expect(entry.recordedAt == clock.now)
    }

    @Test func `a time to come is refused`() async throws {
        let log = InMemoryEventLog()
        let session = Session(log, clock: clock)
        await #expect(throws: CommandFailure.self) {
            try await session.perform(
                .entry(.note(nil, text: "from tomorrow")),
                by: .ada,
                occurredAt: clock.now + .seconds(60)
            )
        }
        #expect(try await log.lastSequence() == 0)
    }

    @Test func `a person's commands go in all or none`() async throws {
        let log = InMemoryEventLog()
        let session = Session(log, clock: clock)
        await #expect(throws: CommandFailure.self) {
            try await session.perform(
                [.entry(.note(nil, text: "first")), .entry(.note(nil, text: " "))],
                by: .ada
            )
        }
        #expect(try await log.lastSequence() == 0)
    }

    @Test func `what Tocsin observed goes in even when one part is refused`() async throws {
        let log = InMemoryEventLog()
        let session = Session(log, clock: clock)
        try await session.perform(
            [
                .checklist(.passStepAutomatically("INC-0009", "gone", evidence: .note(text: "ok"))),
                .observation(.recordFact("do-ams3", .version, to: ["v0.4"])),
            ],
            by: .tocsin
        )
        #expect(
            try await log.all().map(\.event) == [
                .fleet(.factChanged(node: "do-ams3", fact: .version, from: [], to: ["v0.4"]))
            ]
        )
    }

    @Test func `an observer is handed what was read before and then what is new`() async throws {
        let log = InMemoryEventLog()
        let session = Session(log, clock: clock)
        for text in ["one", "two"] {
            try await session.perform(.entry(.note(nil, text: text)), by: .ada)
        }
        let seen = Collected<Int64>()
        try await session.observeEntries(newest: 10) { entries, _ in
            seen.add(entries.map(\.sequence))
        }
        #expect(seen.all == [1, 2])
        try await session.perform(.entry(.note(nil, text: "three")), by: .ada)
        try await session.refresh()
        #expect(seen.all == [1, 2, 3])
    }
}

struct EvaluationTests {
    private let clock = SettableClock()

    @Test func `a check that holds raises one signal, and the picture says why`() async throws {
        let log = InMemoryEventLog()
        let fleet = try Fleet.watchedStep()
        let session = Session(log, fleet: fleet, clock: clock)
        let id = try await session.declare(checklist: fleet.runbooks.first)
        await session.take([
            Observation(
                node: "a",
                probeIndex: 0,
                at: clock.now,
                latency: .milliseconds(3),
                samples: [Sample(.peers, 0)]
            )
        ])
        let picture = try await session.evaluate()
        _ = try await session.evaluate()
        let raised = try await log.all().filter { entry in
            if case .signal(.found(_)) = entry.event { return true }
            return false
        }
        #expect(raised.map(\.actor) == [.tocsin])
        #expect(await session.logState.activeSignals.map(\.id) == ["lonely/a"])
        #expect(picture.assessments["a"] != nil)
        #expect(picture.steps[id]?["peers"]?.evaluation.truth == .fails)
        #expect(picture.needs["clients"]?.truth == .fails)
    }

    @Test func `without a fleet nothing is judged`() async throws {
        let log = InMemoryEventLog()
        let session = Session(log, clock: clock)
        let picture = try await session.evaluate()
        #expect(picture.assessments.isEmpty)
        #expect(try await log.lastSequence() == 0)
    }
}
