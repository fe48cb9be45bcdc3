import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

/// Spans in which nobody watched.
struct WatchGapTests {
    private let night: Duration = .seconds(8 * 3600)

    @Test func `a hold goes on where it was, and still shows when it began`() throws {
        var watched = WatchedFleet.single(checks: [
            Check(name: "few", condition: try Condition(parsing: "peers < 3 for 60s"))
        ])
        try watched.run(0, through: 20, [.peers: 1])
        watched.readings.leaveOut(night)
        watched.watch.leaveOut(night)
        let after = Int(night.inSeconds)
        #expect(try watched.run(after + 20, through: after + 50, [.peers: 1]).isEmpty)
        let events = try watched.run(after + 60, through: after + 60, [.peers: 1])
        guard case .signal(.found(let finding)) = events.first else {
            Issue.record("nothing was raised: \(events)")
            return
        }
        #expect(finding.since == start)
    }

    @Test func `what ended meanwhile begins anew`() throws {
        var clock = HoldClock()
        clock.observe(.holds, at: seconds(0))
        clock.leaveOut(.seconds(100))
        #expect(clock.held(at: seconds(110)) == .seconds(10))
        clock.observe(.fails, at: seconds(120))
        clock.observe(.holds, at: seconds(130))
        #expect(clock.held(at: seconds(140)) == .seconds(10))
    }

    @Test func `an age does not count it`() throws {
        let condition = try Condition(parsing: "age(peers) > 20s")
        var watched = WatchedFleet.single()
        try watched.run(0, through: 10, [.peers: 1])
        watched.readings.leaveOut(night)
        let now = seconds(Int(night.inSeconds) + 15)
        watched.readings.poll("a", at: now, [.peers: 1])
        func truth(at now: Timestamp) -> Evaluation.Truth {
            let scope = Condition.Scope(watched.fleet, watched.readings, nodes: ["a"], now: now)
            return condition.evaluate(in: scope).truth
        }
        #expect(truth(at: now) == .fails)
        #expect(truth(at: now + .seconds(6)) == .holds)
    }
}
