import EventStore
import FleetModel
import IncidentLog
import Primitives
import Runtime
import SQLiteStore
import Synchronization
import TestSupport
import Testing

struct SharedLogTests {
    private let clock = SettableClock()

    /// Two logs on one file, as two programs have them.
    private func withTwoLogs(
        _ body: (any EventLog, any EventLog) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("log.sqlite")
        let first = try SQLiteEventLog(path: path, mode: .readWrite)
        let second = try SQLiteEventLog(path: path, mode: .readWrite)
        do {
            try await body(first, second)
        } catch {
            await first.close()
            await second.close()
            throw error
        }
        await first.close()
        await second.close()
    }

    @Test(.timeLimit(.minutes(15)))
    func `two sessions on one file see each other's entries`() async throws {
        try await withTwoLogs { mine, theirs in
            let here = Session(mine, clock: clock, device: "here")
            let there = Session(theirs, clock: clock, device: "there")
            try await here.perform(.entry(.note(nil, text: "from here")), by: .ada)
            try await there.refresh()
            #expect(await there.logState.sequence == 1)
            // The other way, told by the log itself.
            let id = try await there.declare()
            for await _ in mine.changes() {
                try await here.refresh()
                if await here.logState.incident(id) != nil { break }
            }
            #expect(await here.logState == there.logState)
        }
    }

    @Test func `a decision is judged anew when somebody else wrote first`() async throws {
        let log = InMemoryEventLog()
        let other = Session(log, clock: clock, device: "there")
        let step = StepDefinition(id: "evidence", title: "evidence kept")
        let id = try await other.declare(
            checklist: ChecklistDefinition(name: "recovery", steps: [step])
        )
        let isFirst = Atomic(true)
        let interrupted = TappedLog.interrupted(log) {
            guard isFirst.exchange(false, ordering: .relaxed) else { return }
            _ = try? await other.perform(.checklist(.passStep(id, "evidence", note: nil)), by: .bob)
        }
        let session = Session(interrupted, clock: clock, device: "here")
        // The tick that came second is no tick any more, but the confirmation of the first.
        try await session.perform(.checklist(.passStep(id, "evidence", note: nil)), by: .ada)
        let last = try await log.all().suffix(2)
        #expect(last.map(\.actor) == [.bob, .ada])
        #expect(
            last.last?.event
                == .checklist(.verified(step: "evidence", note: nil, evidence: nil))
        )
        // Their own tick is none a second time.
        let error = await #expect(throws: CommandFailure.self) {
            try await session.perform(.checklist(.passStep(id, "evidence", note: nil)), by: .bob)
        }
        #expect(error?.message == "'evidence kept' is verified already")
    }

    @Test func `two declarations at once become two incidents`() async throws {
        let log = InMemoryEventLog()
        let other = Session(log, clock: clock, device: "there")
        let isFirst = Atomic(true)
        let interrupted = TappedLog.interrupted(log) {
            guard isFirst.exchange(false, ordering: .relaxed) else { return }
            _ = try? await other.declare("theirs")
        }
        let session = Session(interrupted, clock: clock, device: "here")
        #expect(try await session.declare("mine") == "INC-0002")
        #expect(await session.logState.incidents.map(\.title) == ["theirs", "mine"])
    }

    @Test func `a log that always moves on is given up in the end`() async throws {
        let log = InMemoryEventLog()
        let other = Session(log, clock: clock, device: "there")
        let interrupted = TappedLog.interrupted(log) {
            _ = try? await other.perform(.entry(.note(nil, text: "faster")), by: .bob)
        }
        let session = Session(interrupted, clock: clock, device: "here")
        let error = await #expect(throws: CommandFailure.self) {
            try await session.perform(.entry(.note(nil, text: "slower")), by: .ada)
        }
        #expect(error?.message == StoreError.busy.message)
        #expect(try await log.all().allSatisfy { $0.actor == .bob })
    }

    @Test func `what a program observes goes into the incident of its own fleet`() async throws {
        let log = InMemoryEventLog()
        let prod = Session(log, fleet: Fleet(name: "prod"), clock: clock, device: "prod")
        let test = Session(log, fleet: Fleet(name: "test"), clock: clock, device: "test")
        let mine = try await prod.declare("older")
        _ = try await test.declare("newer")
        try await prod.refresh()
        try await prod.perform(.observation(.keepLogLine("a", text: "panic")), by: .tocsin)
        #expect(try await log.all().last?.incident == mine)
    }

    @Test func `a program tells channels nothing of the nodes of another fleet`() async throws {
        let log = InMemoryEventLog()
        func session(_ fleet: String, _ node: NodeID) -> Session {
            let pager = ChannelSpec(
                id: "pager",
                service: .unusable(kind: "test", reason: ""),
                signals: .critical
            )
            return Session(
                log,
                fleet: Fleet(name: fleet, nodes: [Node(id: node, probes: [])], channels: [pager]),
                clock: clock,
                device: fleet
            )
        }
        let prod = session("prod", "a")
        let twin = session("prod", "a")
        let test = session("test", "b")
        let finding = Finding(
            id: "down/a",
            kind: .down,
            priority: .critical,
            text: "a is down",
            nodes: ["a"],
            since: clock.now
        )
        try await prod.perform(.signal(.raise(finding)), by: .tocsin)
        #expect(await prod.dueDeliveries(.everything).count == 1)
        clock.advance(by: .seconds(60))
        for session in [twin, test] { try await session.refresh() }
        // Who is first is settled by the lease of the channel.
        #expect(await twin.dueDeliveries(.everything).count == 1)
        #expect(await test.dueDeliveries(.everything).isEmpty)
    }

    @Test func `two sessions pass the same step by itself only once`() async throws {
        let fleet = try Fleet.watchedStep()
        try await withTwoLogs { mine, theirs in
            let here = Session(mine, fleet: fleet, clock: clock, device: "here")
            let there = Session(theirs, fleet: fleet, clock: clock, device: "there")
            let id = try await here.declare(checklist: fleet.runbooks.first)
            try await there.refresh()
            let seen = Observation(
                node: "a",
                probeIndex: 0,
                at: clock.now,
                latency: .milliseconds(3),
                samples: [Sample(.peers, 7)]
            )
            for session in [here, there] { await session.take([seen]) }
            async let one = here.evaluate()
            async let two = there.evaluate()
            _ = try await (one, two)
            let passes = try await mine.all().filter { entry in
                if case .checklist(.passed(_, _, true, _, _)) = entry.event { return true }
                return false
            }
            #expect(passes.count == 1)
            try await here.refresh()
            #expect(await here.logState.incident(id)?.step("peers")?.progress == .passed)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `many lines of two sessions all arrive, each once`() async throws {
        try await withTwoLogs { mine, theirs in
            let sessions = [
                Session(mine, clock: clock, device: "here"),
                Session(theirs, clock: clock, device: "there"),
            ]
            await withTaskGroup { group in
                for (place, session) in sessions.enumerated() {
                    group.addTask {
                        for number in 1...15 {
                            _ = try? await session.perform(
                                .entry(.note(nil, text: "\(place)/\(number)")),
                                by: .ada
                            )
                        }
                    }
                }
            }
            let texts = try await mine.all().map { entry in
                if case .timeline(.noted(let text)) = entry.event { return text }
                return ""
            }
            #expect(Set(texts).count == 30)
            #expect(texts.count == 30)
            #expect(texts.filter { $0.hasPrefix("0/") } == (1...15).map { "0/\($0)" })
        }
    }
}
