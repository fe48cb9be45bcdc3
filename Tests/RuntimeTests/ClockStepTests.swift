import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Runtime
import Synchronization
import Testing

/// A clock that goes on, and that somebody sets.
private final class SteppedClock: SessionClock {
    private let state = Mutex((now: Timestamp(seconds: 1_752_000_000), offset: Duration.zero))

    var now: Timestamp { state.withLock { $0.now } }
    var offset: Duration { state.withLock { $0.offset } }

    func advance(by span: Duration) { state.withLock { $0.now = $0.now + span } }
    func set(by span: Duration) { state.withLock { $0.offset += span } }
}

/// Somebody sets the clock of the machine while programs run.
struct ClockStepTests {
    private let clock = SteppedClock()
    private let log = InMemoryEventLog()

    private func fleet() throws -> Fleet {
        var fleet = try Fleet.watchedStep()
        fleet.polling.interval = .seconds(1)
        fleet.checks = [Check(name: "few", condition: try Condition(parsing: "peers < 3 for 30s"))]
        fleet.parties = []
        return fleet
    }

    private func poll(_ session: Session, peers: Double) async throws {
        await session.take([
            Observation(
                node: "a",
                probeIndex: 0,
                at: clock.now,
                latency: .milliseconds(3),
                samples: [Sample(.peers, peers)]
            )
        ])
        _ = try await session.evaluate()
    }

    private func events() async throws -> [String] {
        try await log.all().map(\.event.name.name)
    }

    @Test func `no clock of a program is ahead of one that is made later`() {
        var latest = RealClock().now
        for _ in 0..<10_000 {
            let now = RealClock().now
            #expect(now >= latest)
            latest = now
        }
    }

    @Test(arguments: [-3600, 3600, -86_400 * 365 * 50])
    func `a step holds nothing up and raises nothing`(step: Int) async throws {
        let session = Session(log, fleet: try fleet(), clock: clock)
        let began = clock.now
        for second in 0..<30 {
            if second == 10 { clock.set(by: .seconds(step)) }
            try await poll(session, peers: 1)
            clock.advance(by: .seconds(1))
        }
        #expect(try await events() == ["watch.clockStepped"])
        try await poll(session, peers: 1)
        #expect(try await events() == ["watch.clockStepped", "signal.found"])
        let entries = try await log.all()
        #expect(
            entries[0].event
                == .watch(
                    .clockStepped(
                        from: began + .seconds(10),
                        to: began + .seconds(10 + step)
                    )
                )
        )
        // What people read and what is stored is the time that the machine shows.
        #expect(entries[1].recordedAt == clock.wall)
        guard case .signal(.found(let finding)) = entries[1].event else { return }
        #expect(finding.since == clock.wall - .seconds(30))
        let picture = try await session.evaluate()
        #expect(picture.readings.nodes["a"]?.lastAnswerAt == clock.wall)
    }

    @Test func `of several programs one tells it`() async throws {
        let sessions = try [fleet(), fleet()].map { Session(log, fleet: $0, clock: clock) }
        for session in sessions {
            try await session.refresh()
            try await poll(session, peers: 9)
        }
        clock.set(by: .seconds(-3600))
        for session in sessions { try await poll(session, peers: 9) }
        try await sessions[0].refresh()
        // One that is started later does not take it for a step of its own.
        let late = Session(log, fleet: try fleet(), clock: RealClock(steppedWith: clock))
        try await late.refresh()
        for session in sessions + [late] { try await poll(session, peers: 9) }
        #expect(try await events() == ["watch.clockStepped"])
        clock.set(by: .seconds(3600))
        for session in sessions.reversed() { try await poll(session, peers: 9) }
        #expect(try await events() == ["watch.clockStepped", "watch.clockStepped"])
    }

    @Test func `it is told before anything that a person writes afterwards`() async throws {
        let session = Session(log, clock: clock)
        try await session.perform(.entry(.note(nil, text: "before")), by: .ada)
        clock.set(by: .seconds(-3600))
        let entries = try await session.perform(.entry(.note(nil, text: "after")), by: .ada)
        #expect(try await events() == ["timeline.noted", "watch.clockStepped", "timeline.noted"])
        #expect(entries.map(\.recordedAt) == [clock.wall])
    }

    @Test func `drift is no step`() async throws {
        let session = Session(log, fleet: try fleet(), clock: clock)
        clock.set(by: .milliseconds(900))
        try await poll(session, peers: 9)
        #expect(try await events() == [])
        clock.set(by: .milliseconds(200))
        try await poll(session, peers: 9)
        #expect(try await events() == ["watch.clockStepped"])
    }

    @Test func `the time that has passed is not what the machine shows`() {
        let clock = SteppedClock()
        let real = RealClock(steppedWith: clock)
        let start = real.now
        #expect(start == clock.wall)
        clock.advance(by: .seconds(5))
        clock.set(by: .seconds(-3600))
        #expect(real.now == start + .seconds(5))
        #expect(real.offset == .seconds(-3600))
        #expect(real.wall == clock.wall)
    }
}

extension RealClock {
    fileprivate init(steppedWith clock: SteppedClock) {
        self.init(
            passed: { clock.now - Timestamp(milliseconds: 0) },
            shown: { clock.wall }
        )
    }
}
