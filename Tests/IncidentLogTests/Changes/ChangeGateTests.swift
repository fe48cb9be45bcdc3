import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// What a change holds back in its incident, and what it asks of its people.
struct ChangeGateTests {
    private let id = ChangedLog.id

    @Test func `nobody mitigates by a change before its preflight was made`() throws {
        var log = try ChangedLog.planned(incident: true, preflight: nil)
        #expect(
            log.log.refusal(.become(.mitigating))
                == Refusal(
                    .held,
                    "CHG-0001 has had no preflight; run: tocsin change preflight CHG-0001"
                )
        )
        // What it finds may still be overridden; that it was made counts.
        try log.run(.recordPreflight(id, planHash: log.hash, ChangedLog.failing))
        #expect(log.log.refusal(.become(.mitigating)) == nil)
        try log.run(.plan(id, ChangedLog.plan("another plan")))
        #expect(log.log.refusal(.become(.mitigating))?.reason.contains("an earlier plan") == true)
    }

    @Test func `a change of another incident holds nothing back`() throws {
        let log = try ChangedLog.planned(preflight: nil)
        var other = log.log
        try other.run(.declare("mesh lost"))
        #expect(other.refusal(.become(.mitigating)) == nil)
    }

    @Test func `somebody must watch a day after a change, three after an override`() throws {
        var agreed = try ChangedLog.agreed(incident: true)
        try agreed.run(.begin(id))
        var attendance = try #require(try agreed.log.incident().attendance)
        #expect(attendance.until == start + .seconds(24 * 3600))
        #expect(attendance.reason == "CHG-0001 has begun: redeploy master")

        var overridden = try ChangedLog.asked(incident: true)
        try overridden.run(.requestOverride(id, reason: "prod is down"))
        try overridden.run(.confirmOverride(id), by: franck)
        try overridden.run(.begin(id), at: minutes(1))
        attendance = try #require(try overridden.log.incident().attendance)
        #expect(attendance.until == minutes(1) + .seconds(72 * 3600))
        #expect(attendance.reason.hasPrefix("CHG-0001 goes on without an agreement"))
        #expect(attendance.gaps(from: minutes(1)).count == 1)
    }

    @Test func `a longer watch that stands already is not cut short`() throws {
        var log = try ChangedLog.agreed(incident: true)
        let until = start + .seconds(96 * 3600)
        try log.watch(until: until)
        try log.run(.begin(id))
        #expect(try log.log.incident().attendance?.until == until)
    }
}

extension ChangedLog {
    fileprivate mutating func watch(until: Timestamp) throws {
        append(.attendance(.required(until: until, reason: "a holiday")), of: TestSupport.incident)
    }
}
