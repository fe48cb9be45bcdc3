import Monitoring
import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// The clock of the machine is set, and the log says so.
struct ClockStepTests {
    private let back: Duration = .seconds(-3600)

    @Test func `how long ago something was stays what it was`() throws {
        var log = try ScriptedLog.withIncident(.sev1)
        try log.run(.signal(.raise(.sample("mesh lost/a"))), at: seconds(60))
        log.append(
            .watch(.clockStepped(from: seconds(120), to: seconds(120) + back)),
            at: seconds(120) + back
        )
        let now = seconds(130) + back
        #expect(try log.incident().elapsed(at: now) == .seconds(130))
        let signal = try #require(log.state.signals["mesh lost/a"])
        #expect(now - signal.raisedAt == .seconds(70))
        #expect(now - signal.since == .seconds(130))
        #expect(signal.news.map { now - $0.at } == .seconds(70))
        #expect(log.state.alarmsInTenMinutes(at: now) == 1)
        // Nobody took note for five minutes, whatever the clock says.
        #expect(!signal.isReminderDue(at: seconds(359) + back))
        #expect(signal.isReminderDue(at: seconds(360) + back))
    }

    @Test func `what was promised for a time of day stays at that time`() throws {
        var log = try ScriptedLog.withIncident(.sev1)
        try log.run(
            .update(.sendUpdate(incident, text: "x", channels: ["web"], nextDue: minutes(30)))
        )
        try log.run(
            .signal(
                .declareMaintenance(
                    nodes: ["a"],
                    kinds: [],
                    from: minutes(10),
                    to: minutes(20),
                    reason: "disks"
                )
            )
        )
        log.append(.watch(.clockStepped(from: minutes(5), to: minutes(15))), at: minutes(15))
        #expect(try log.incident().nextUpdateDue == minutes(30))
        #expect(log.state.maintenance.first?.isInForce(at: minutes(16)) == true)
    }

    @Test func `a hold goes on as long as real time does`() throws {
        var watched = WatchedFleet.single(checks: [
            Check(name: "few", condition: try Condition(parsing: "peers < 3 for 30s"))
        ])
        try watched.run(0, through: 20, [.peers: 1])
        watched.readings.move(by: back)
        watched.watch.move(by: back)
        watched.log.append(
            .watch(.clockStepped(from: seconds(25), to: seconds(25) + back)),
            at: seconds(25) + back
        )
        #expect(try watched.run(-3571, through: -3571, [.peers: 1]).isEmpty)
        let events = try watched.run(-3570, through: -3570, [.peers: 1])
        guard case .signal(.found(let finding)) = events.first else {
            Issue.record("nothing was raised: \(events)")
            return
        }
        #expect(finding.since == start + back)
    }

    @Test func `several programs tell one silence once`() throws {
        var log = ScriptedLog()
        let gap = Command.observation(.markAway(fleet: "prod", from: seconds(0), to: seconds(60)))
        #expect(try log.run(gap, at: seconds(60), by: .tocsin).count == 1)
        let same = Command.observation(.markAway(fleet: "prod", from: seconds(1), to: seconds(62)))
        #expect(try log.run(same, at: seconds(62), by: .tocsin).isEmpty)
        let other = Command.observation(.markAway(fleet: "test", from: seconds(1), to: seconds(62)))
        #expect(try log.run(other, at: seconds(62), by: .tocsin).count == 1)
        let next = Command.observation(
            .markAway(fleet: "prod", from: seconds(80), to: seconds(140))
        )
        #expect(try log.run(next, at: seconds(140), by: .tocsin).count == 1)
    }
}
