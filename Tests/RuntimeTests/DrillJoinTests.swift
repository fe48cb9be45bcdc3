import Commands
import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Scenarios
import SQLiteStore
import TestSupport
import Testing

@testable import Runtime

/// A second terminal on a drill that is being played.
struct DrillJoinTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = folder.path("log.sqlite")
    }

    @Test func `the time of a drill is told while it is played, and stands while it is paused`()
        throws
    {
        #expect(DrillTime.read(besideLog: store) == nil)
        let clock = DrillClock(start: start)
        clock.allow(until: minutes(60))
        let teller = DrillTime.Teller("waku\n2021", clock, besideLog: store)
        teller.tell()
        let told = try #require(DrillTime.read(besideLog: store))
        #expect(told.name == "waku 2021")
        #expect(told.speed == 0)
        #expect(DrillClock(following: told).now == start)
        clock.run(speed: 60)
        teller.tell()
        let running = try #require(DrillTime.read(besideLog: store))
        #expect(running.speed == 60)
        // Whoever follows is never ahead of what was allowed.
        let now = DrillClock(following: running).now
        #expect(now >= start && now <= minutes(60))
        teller.end()
        #expect(DrillTime.read(besideLog: store) == nil)
    }

    @Test(arguments: [
        "", "nonsense", "1 2 3 4 5 name", "1 2 x 4 1/1/here name",
        "99999999999999999999 2 3 4 1/1/here name",
    ])
    func `a file that says no time is none`(text: String) throws {
        try FileText.write(text, to: folder.path("drill-time"))
        #expect(DrillTime.read(besideLog: store) == nil)
    }

    @Test(.timeLimit(.minutes(10)))
    func `who joins sees the same nodes at the same moment, and writes in its time`() async throws {
        let scenario = try #require(Scenario.named(Scenario.names[0]))
        let log = try SQLiteEventLog(path: store, mode: .readWrite)
        var drill = try await Drill.start(scenario, log: log, decisions: nil)
        drill.share(besideLog: store)
        for _ in 0..<4 { _ = try await drill.engine.playTurn() }
        drill.tellTime()

        let time = try #require(DrillTime.read(besideLog: store))
        let other = try SQLiteEventLog(path: store, mode: .readWrite)
        let joined = DrillFollower(time, drill.fleet, log: other, store: store, device: "there")
        #expect(await joined.follow().name == scenario.name)
        try await joined.session.refresh()
        let picture = try #require(try await joined.look())
        #expect(Set(picture.assessments.keys) == Set(drill.fleet.nodes.map(\.id)))
        #expect(picture.assessments.values.allSatisfy { !$0.reasons.isEmpty })
        #expect(try await joined.look() == nil)
        try await joined.session.perform(
            .entry(.note(nil, text: "from the other terminal")),
            by: .bob
        )
        let entry = try #require(try await log.all().last)
        #expect(entry.actor == .bob)
        #expect(entry.recordedAt == drill.clock.now)

        await drill.stop()
        #expect(await joined.follow().isOver)
        await joined.stop()
        await other.close()
        await log.close()
    }
}
