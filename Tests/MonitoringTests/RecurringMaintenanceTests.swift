import IncidentLog
import FleetModel
import Primitives
import TestSupport
import Testing

/// Planned work by the clocks of a place, over the nights on which they are put forward and back.
struct RecurringMaintenanceTests {
    /// Berlin in 2026: UTC+1, from 29 March 01:00Z UTC+2, from 25 October 01:00Z UTC+1 again.
    private let berlin = ZoneRules(
        name: "Europe/Berlin",
        first: 3600,
        changes: [
            .init(at: 1_774_746_000, offset: 7200), .init(at: 1_792_890_000, offset: 3600),
        ]
    )

    private func next(_ every: String, after now: String) throws -> [String] {
        let work = RecurringMaintenance(
            every: try #require(WeeklySpan(text: every)),
            zone: berlin,
            nodes: [],
            reason: "backups"
        )
        let next = work.next(at: try #require(Timestamp(now)))
        return ["\(next.from)", "\(next.to)"]
    }

    @Test(arguments: [
        // An ordinary winter and an ordinary summer night.
        ("sunday 02:00 for 2h", "2026-02-04T12:00:00Z", "2026-02-08T01:00", "2026-02-08T03:00"),
        ("sunday 02:00 for 2h", "2026-07-08T12:00:00Z", "2026-07-12T00:00", "2026-07-12T02:00"),
        // What is under way stays the one that is meant until it is over.
        ("sunday 02:00 for 2h", "2026-07-12T01:59:59Z", "2026-07-12T00:00", "2026-07-12T02:00"),
        ("sunday 02:00 for 2h", "2026-07-12T02:00:00Z", "2026-07-19T00:00", "2026-07-19T02:00"),
        // 02:30 does not exist on 29 March: it begins when the clocks are put forward.
        ("sunday 02:30 for 1h", "2026-03-28T12:00:00Z", "2026-03-29T01:00", "2026-03-29T02:00"),
        // 02:30 exists twice on 25 October: the first is meant, and the span is real time.
        ("sunday 02:30 for 2h", "2026-10-24T12:00:00Z", "2026-10-25T00:30", "2026-10-25T02:30"),
        // Over midnight, of several days, and of every day.
        ("day 23:30 for 2h", "2026-07-12T22:30:00Z", "2026-07-12T21:30", "2026-07-12T23:30"),
        (
            "monday, friday 08:00 for 1h", "2026-07-14T00:00:00Z", "2026-07-17T06:00",
            "2026-07-17T07:00"
        ),
    ])
    func `the next one is found`(every: String, now: String, from: String, to: String) throws {
        #expect(try next(every, after: now) == [from + ":00.000Z", to + ":00.000Z"])
    }

    @Test(arguments: [
        "", "sunday", "sunday 2:00 for 2h", "sunday 24:00 for 2h", "sunday 02:00 for 25h",
        "someday 02:00 for 2h", "02:00 for 2h", "sunday 02:00 2h", "sunday 02:60 for 2h",
    ])
    func `a text that says no time of a week is none`(text: String) {
        #expect(WeeklySpan(text: text) == nil)
    }

    private func watched(_ work: [RecurringMaintenance], _ log: ScriptedLog) -> WatchedFleet {
        WatchedFleet(
            Fleet(name: "prod", nodes: [.substrate("a")], maintenance: work),
            log: log
        )
    }

    @Test func `the next one is written down once, and the one after it when it is over`() throws {
        // `start` is Monday, 08:00 UTC.
        let work = RecurringMaintenance(
            every: try #require(WeeklySpan(text: "day 09:00 for 1h")),
            nodes: ["a"],
            reason: "backups"
        )
        var watched = watched([work], ScriptedLog())
        var second = watched
        for minute in stride(from: 0, through: 119, by: 10) {
            try watched.tick(at: minutes(minute))
            second.log = watched.log
            try second.tick(at: minutes(minute))
            watched.log = second.log
        }
        #expect(watched.log.state.maintenance.map(\.from) == [minutes(60)])
        #expect(watched.log.state.maintenance.first?.isInForce(at: minutes(90)) == true)
        try watched.tick(at: minutes(120))
        #expect(watched.log.state.maintenance.map(\.from) == [minutes(60), minutes(60 + 1440)])
        // Who ends it early has ended this one, not the next.
        try watched.log.run(
            .signal(.endMaintenance("M-0002", reason: "not needed")),
            at: minutes(130)
        )
        try watched.tick(at: minutes(131))
        #expect(watched.log.state.maintenance.count == 2)
        try watched.tick(at: minutes(120 + 1440))
        #expect(watched.log.state.maintenance.count == 3)
    }

    @Test func `of several each is written down under a number of its own`() throws {
        let works = try ["a", "b", "c"].map { reason in
            RecurringMaintenance(
                every: try #require(WeeklySpan(text: "day 09:00 for 1h")),
                nodes: ["a"],
                reason: reason
            )
        }
        var watched = watched(works, ScriptedLog())
        var written: [String] = []
        for second in 0..<4 {
            // A program decides all that it asks for at once by the same log.
            let commands = watched.commands(at: seconds(second))
            let before = watched.log
            for command in commands {
                var log = before
                for case .signal(.maintenanceDeclared(let id, _, _, _, _, let reason, _))
                    in try log.run(command, at: seconds(second), by: .tocsin)
                {
                    written.append("\(id) \(reason)")
                }
                try watched.log.run(command, at: seconds(second), by: .tocsin)
            }
        }
        #expect(written == ["M-0001 a", "M-0002 b", "M-0003 c"])
    }

    @Test func `what the fleet file plans no more is ended before it begins`() throws {
        let work = RecurringMaintenance(
            every: try #require(WeeklySpan(text: "day 09:00 for 1h")),
            nodes: ["a"],
            reason: "backups"
        )
        var before = watched([work], ScriptedLog())
        try before.tick(at: start)
        // What a person announced stays.
        try before.log.run(
            .signal(
                .declareMaintenance(
                    nodes: ["a"],
                    kinds: [],
                    from: minutes(200),
                    to: minutes(260),
                    reason: "disk"
                )
            )
        )
        var after = watched([], before.log)
        try after.tick(at: minutes(1))
        #expect(after.log.state.maintenance.map { $0.endedAt != nil } == [true, false])
    }
}
