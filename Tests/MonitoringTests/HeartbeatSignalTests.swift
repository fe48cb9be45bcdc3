import IncidentLog
import Monitoring
import FleetModel
import Primitives
import TestSupport
import Testing

/// What is told when something that must call in does not.
struct HeartbeatSignalTests {
    private let late = Problem(
        part: "heartbeat",
        reason: .other("last called in at 2021-07-09 08:00:00Z, expected every 1h")
    )
    private let failed = Problem(
        part: "heartbeat certs",
        reason: .other("failed at 2021-07-09 08:00:00Z: exit code 3")
    )
    private let seen = Problem(
        part: "heartbeat",
        reason: .other("last called in 3m ago"),
        isFault: false
    )

    private func watched() -> WatchedFleet {
        WatchedFleet(
            Fleet(
                name: "prod",
                nodes: [
                    Node(
                        id: "db",
                        probes: [
                            ProbeSpec(
                                target: .heartbeat(HeartbeatTarget(every: .seconds(3600)))
                            ),
                            ProbeSpec(
                                target: .heartbeat(
                                    HeartbeatTarget(
                                        name: "certs",
                                        every: .seconds(60),
                                        priority: .critical
                                    )
                                )
                            ),
                        ]
                    )
                ]
            )
        )
    }

    private func look(
        _ watched: inout WatchedFleet,
        at second: Int,
        _ first: Problem,
        _ second_: Problem
    ) throws {
        for (index, problem) in [first, second_].enumerated() {
            watched.readings.apply(
                Observation(
                    node: "db",
                    probeIndex: index,
                    at: seconds(second),
                    latency: .milliseconds(1),
                    problems: [problem]
                )
            )
        }
        try watched.tick(at: seconds(second))
    }

    @Test func `a late heartbeat is told at once, with the last call, and over at the next`() throws
    {
        var watched = watched()
        try look(&watched, at: 0, seen, seen)
        #expect(watched.log.entries == [])
        try look(&watched, at: 10, late, seen)
        let signal = try #require(watched.log.state.activeSignals.first)
        #expect(signal.id == "heartbeat/db")
        #expect(signal.priority == .warning)
        #expect(
            signal.text
                == "db: heartbeat: last called in at 2021-07-09 08:00:00Z, expected every 1h"
        )
        for second in stride(from: 20, through: 300, by: 10) {
            try look(&watched, at: second, late, seen)
        }
        // It is told once, and not again as a probe that fails.
        #expect(watched.log.state.activeSignals.map(\.id) == ["heartbeat/db"])
        #expect(watched.log.entries.count == 1)
        for second in stride(from: 310, through: 400, by: 10) {
            try look(&watched, at: second, seen, seen)
        }
        #expect(watched.log.state.activeSignals == [])
    }

    @Test func `the gravest of several heartbeats of a node gives the urgency`() throws {
        var watched = watched()
        try look(&watched, at: 0, late, failed)
        let signal = try #require(watched.log.state.activeSignals.first)
        #expect(signal.priority == .critical)
        #expect(signal.text.contains("heartbeat certs: \(failed.reason.sentence)"))
        #expect(signal.text.contains("expected every 1h"))
    }

    @Test func `another run of the program does not tell it twice`() throws {
        var first = watched()
        try look(&first, at: 0, late, seen)
        var second = WatchedFleet(first.fleet, log: first.log)
        for moment in stride(from: 10, through: 60, by: 10) {
            try look(&second, at: moment, late, seen)
        }
        #expect(second.log.entries.count == 1)
    }
}
