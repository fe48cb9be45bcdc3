import Commands
import ConfigFiles
import EventStore
import FleetModel
import FoundationEssentials
import IncidentLog
import Primitives
import Reports
import Runtime
import Scenarios
import SQLiteStore
import TestSupport
import Testing

/// Drills from end to end: simulated nodes over real HTTP, virtual time, a log in memory.
struct DrillTests {
    /// Compiled without the optimiser the longer one takes minutes; `PureDrillTests` play it there
    /// too, without a network.
    #if DEBUG
        private static let names = Array(Scenario.names.prefix(1))
    #else
        private static let names = Scenario.names
    #endif

    @Test(.timeLimit(.minutes(10)), arguments: names)
    func `played without a screen, every expectation of a drill holds`(name: String) async throws {
        let drill = try await PlayedDrill.named(name)
        let (scenario, score) = (drill.scenario, drill.score)
        #expect(!drill.results.isEmpty)
        for result in drill.results { #expect(result.held, "\(result.name): \(result.detail)") }

        #expect(score.rows.count > 20)
        // The people of the story did what they did when they did it.
        for row in score.rows where row.story != nil {
            #expect(row.at == row.story || row.what.hasPrefix("step"), "\(row)")
        }
        let entries = try await drill.log.all()
        #expect(drill.seen == entries.map(\.sequence))
        #expect(entries.allSatisfy { (scenario.start...scenario.end).contains($0.recordedAt) })
        expectNothingLeft(entries)
    }

    /// Every receipt is the drill's own: no service gave one.
    private func expectNothingLeft(_ entries: [Entry]) {
        var receipts = 0
        for entry in entries {
            if case .incident(.declared(_, _, let mode, _, _, _)) = entry.event {
                #expect(mode == .drill)
            }
            guard case .update(let event) = entry.event else { continue }
            switch event {
            case .queued, .requeued: break
            case .delivered(_, _, let receipt, 1):
                receipts += 1
                #expect(receipt.hasPrefix("drill-"))
            case .delivered, .attemptFailed, .gaveUp:
                Issue.record("a drill needed more than one attempt: \(event)")
            }
        }
        #expect(receipts > 0)
    }

    @Test(.timeLimit(.minutes(10)))
    func `the log of a drill in two parts, kept in between, is the log at once`() async throws {
        let entries = try await PlayedDrill.named(Scenario.names[0]).log.all()
        var whole = LogState()
        for entry in entries { whole.apply(entry) }
        for cut in stride(from: 0, through: entries.count, by: max(1, entries.count / 24)) {
            var first = LogState()
            for entry in entries.prefix(cut) { first.apply(entry) }
            let kept = try JSONEncoder().encode(first)
            var state = try JSONDecoder().decode(LogState.self, from: kept)
            for entry in entries.dropFirst(cut) { state.apply(entry) }
            #expect(state == whole, "cut behind entry \(cut)")
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `the same drill tells the same story, entry by entry`() async throws {
        async let first = tip(afterTurns: 60)
        async let second = tip(afterTurns: 60)
        let (one, two) = try await (first, second)
        #expect(one.sequence > 20)
        #expect(one == two)
    }

    /// The last entry after the first turns of the oldest story.
    private func tip(afterTurns count: Int) async throws -> Entry {
        let scenario = try #require(Scenario.named(Scenario.names[0]))
        let log = InMemoryEventLog()
        let drill = try await Drill.start(scenario, log: log, decisions: Verbs.drillCommands)
        do {
            for _ in 0..<count { _ = try await drill.engine.playTurn() }
        } catch {
            await drill.stop()
            throw error
        }
        await drill.stop()
        return try #require(try await log.all().last)
    }

    @Test(.timeLimit(.minutes(15)))
    func `decisions are left to the person who plays`() async throws {
        let scenario = try #require(Scenario.named(Scenario.names[0]))
        let log = InMemoryEventLog()
        let drill = try await Drill.start(scenario, log: log, decisions: nil)
        do {
            for _ in 0..<15 { _ = try await drill.engine.playTurn() }
        } catch {
            await drill.stop()
            throw error
        }
        await drill.stop()
        let state = await drill.session.logState
        #expect(state.incidents.isEmpty)
        #expect(!state.activeSignals.isEmpty)
        #expect(await drill.engine.nextRound == scenario.start + scenario.pollInterval * 15)
        let highlight = try #require(await drill.engine.nextHighlight)
        #expect(highlight > drill.clock.now)
    }

    @Test(.timeLimit(.minutes(15)))
    func `a drill that is cancelled stops`() async throws {
        let scenario = try #require(Scenario.named(Scenario.names[0]))
        let (turns, turn) = AsyncStream.makeStream(of: Timestamp.self)
        let run = Task {
            try await HeadlessDrill.run(
                scenario,
                speed: nil,
                decisions: Verbs.drillCommands
            ) { _ in
            } progress: {
                turn.yield($0)
            }
        }
        for await _ in turns { break }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }
}

struct DrillFolderTests {
    @Test func `the log of the drill before is set aside, not overwritten`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("log.sqlite")
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        try await Session(log, clock: SettableClock()).perform(
            .entry(.note(nil, text: "kept")),
            by: .ada
        )
        await log.close()
        DrillFolder.setAside(path)
        #expect(!FileText.exists(path))
        let kept = try SQLiteEventLog(path: path + ".before", mode: .readOnly)
        #expect(try await kept.lastSequence() == 1)
        await kept.close()
    }

    @Test func `the fleet file of a drill leads to its nodes and needs no secret`() throws {
        let scenario = try #require(Scenario.named(Scenario.names[0]))
        let fleet = try scenario.fleet { _, _ in "http://127.0.0.1:40404" }
        let folder = try TemporaryFolder()
        let path = folder.path("drills/one/fleet.yaml")
        try DrillFolder.writeFleet(fleet, to: path)
        let text = try FileText.read(path)
        #expect(text.contains("tocsin fleet status --fleet \(path)"))
        #expect(text.contains("http://127.0.0.1:40404"))
        let (read, problems) = FleetFile.read(
            text,
            file: path,
            environment: [:],
            readSecretFile: { _ in "" }
        )
        #expect(problems.isEmpty)
        #expect(read?.nodes == fleet.nodes)
        #expect(read?.channels.isEmpty == true)
    }
}

struct DrillClockTests {
    private let start = Timestamp(seconds: 1_625_815_200)

    @Test func `a new clock stands, even at a speed, until it is allowed to go on`() {
        let clock = DrillClock(start: start)
        #expect(clock.now == start)
        clock.run(speed: 86_400)
        #expect(clock.now == start)
    }

    @Test(.timeLimit(.minutes(15)))
    func `it runs at its speed up to the limit and no further`() async {
        let clock = DrillClock(start: start)
        let limit = start + .seconds(3600)
        clock.allow(until: limit)
        clock.run(speed: 86_400)
        var last = clock.now
        while last < limit {
            await Task.yield()
            let next = clock.now
            #expect(next >= last)
            last = next
        }
        await Task.yield()
        #expect(clock.now == limit)
        // Allowed further, it goes on from where it stood.
        clock.allow(until: limit + .seconds(1))
        while clock.now < limit + .seconds(1) { await Task.yield() }
        #expect(clock.now == limit + .seconds(1))
    }

    @Test func `speed 0 makes it stand where it is`() {
        let clock = DrillClock(start: start)
        clock.allow(until: start + .seconds(86_400))
        clock.run(speed: 60)
        clock.run(speed: 0)
        let stopped = clock.now
        #expect(clock.now == stopped)
        #expect(stopped >= start)
    }

    @Test func `it can be set, also beyond its limit`() {
        let clock = DrillClock(start: start)
        let later = start + .seconds(600)
        clock.set(later)
        #expect(clock.now == later)
        clock.run(speed: 3600)
        #expect(clock.now == later)
    }
}

struct EntryIDSourceTests {
    @Test func `seeded identifiers repeat, others do not`() {
        let time = Timestamp(seconds: 1_625_815_200)
        func three(_ source: EntryIDSource) -> [EntryID] {
            (0..<3).map { _ in source.next(at: time) }
        }
        #expect(three(EntryIDSource(seed: 7)) == three(EntryIDSource(seed: 7)))
        #expect(Set(three(EntryIDSource(seed: 7))).count == 3)
        #expect(three(EntryIDSource()) != three(EntryIDSource()))
    }
}
