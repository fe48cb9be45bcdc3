import TestServers
import EventStore
import FleetModel
import IncidentLog
import Primitives
import Probing
import Synchronization
import TestSupport
import Testing

@testable import Runtime

/// Calls of the watchdog: while there is progress, and only then.
@Suite(.timeLimit(.minutes(15)))
struct WatchdogServiceTests {
    private struct Over: Error {}

    private func fleet(_ server: WebServer) -> Fleet {
        Fleet(
            name: "f",
            nodes: [
                Node(id: "a", probes: [ProbeSpec(target: .http(HTTPTarget(url: "http://a/")))])
            ],
            watchdog: Watchdog(url: Secret(server.url("/ping")), every: .seconds(60))
        )
    }

    /// Lets the service wait this many times; `before` is told of each, from 1.
    private func run(
        _ server: WebServer,
        rounds: Int,
        before: @escaping @Sendable (Int, SettableClock, WatchProgress) -> Void
    ) async throws -> (states: [Watchdog.State], waits: [Duration]) {
        let (clock, progress) = (SettableClock(), WatchProgress())
        let states = Collected<Watchdog.State>()
        let waits = Collected<Duration>()
        let round = Mutex(0)
        before(0, clock, progress)
        let service = try #require(
            WatchdogService(fleet(server), clock: clock, progress: progress)
        )
        await service.run(
            sleep: { span in
                waits.add(span)
                clock.advance(by: span)
                let number = round.withLock { round in
                    round += 1
                    return round
                }
                if number >= rounds { throw Over() }
                before(number, clock, progress)
            },
            tell: { states.add($0) }
        )
        return (states.all, waits.all)
    }

    private static func work(_ clock: SettableClock, _ progress: WatchProgress) {
        progress.notePoll(at: clock.now)
        progress.noteJudgement(at: clock.now)
    }

    @Test func `it is called every span while polls and judgements go on`() async throws {
        try await WebServer.run { server in
            let (states, waits) = try await run(server, rounds: 4) { _, clock, progress in
                Self.work(clock, progress)
            }
            #expect(server.requests.map(\.path) == Array(repeating: "/ping", count: 4))
            #expect(waits == Array(repeating: .seconds(60), count: 4))
            #expect(states == [.heard])
        }
    }

    @Test(arguments: [true, false])
    func `it is not called while the poller or the judge is stuck`(isPolling: Bool) async throws {
        try await WebServer.run { server in
            let (states, waits) = try await run(server, rounds: 30) { round, clock, progress in
                if round == 0 { Self.work(clock, progress) }
                if isPolling {
                    progress.notePoll(at: clock.now)
                } else {
                    progress.noteJudgement(at: clock.now)
                }
            }
            #expect(server.requests.count == 1)
            // It is looked again soon, so that the first call comes with the first progress.
            #expect(waits == [.seconds(60)] + Array(repeating: .seconds(1), count: 29))
            #expect(states == [.heard])
        }
    }

    @Test func `nothing is called before the first polls`() async throws {
        try await WebServer.run { server in
            let (states, _) = try await run(server, rounds: 5) { _, _, _ in }
            #expect(server.requests.isEmpty)
            #expect(states == [])
        }
    }

    @Test func `three lost calls in a row are told once, and so is the next that is heard`()
        async throws
    {
        let answers = [200, 500, 500, 200, 500, 500, 500, 503, 404, 200, 200]
        try await WebServer.run { _, number in
            .status(answers[min(number, answers.count) - 1])
        } _: { server in
            let (states, _) = try await run(server, rounds: answers.count) { _, clock, progress in
                Self.work(clock, progress)
            }
            #expect(
                states == [
                    .heard, .unheard(reason: "the watchdog cannot take it now (HTTP 500)"), .heard,
                ]
            )
        }
    }

    @Test func `a fleet without a watchdog has no service`() {
        let (clock, progress) = (SettableClock(), WatchProgress())
        #expect(WatchdogService(Fleet(name: "f"), clock: clock, progress: progress) == nil)
        #expect(WatchdogService(nil, clock: clock, progress: progress) == nil)
    }

    @Test func `progress is as old as the older of its two halves`() {
        let fleet = Fleet(
            name: "f",
            nodes: [
                Node(
                    id: "a",
                    probes: [
                        ProbeSpec(
                            target: .http(HTTPTarget(url: "http://a/")),
                            interval: .seconds(300),
                            timeout: .seconds(30)
                        ),
                        ProbeSpec(
                            target: .http(HTTPTarget(url: "http://a/")),
                            interval: .seconds(20)
                        ),
                    ]
                )
            ]
        )
        #expect(fleet.progressSpan == .seconds(70))
    }

    @Test func `the screen's log tells when nobody hears it, and when somebody does again`()
        async throws
    {
        try await WebServer.run { server in
            let log = InMemoryEventLog()
            let session = Session(
                fleet: fleet(server),
                log: log,
                clock: SettableClock(),
                device: "here"
            )
            await session.take(.unheard(reason: "the watchdog was not reached: refused"))
            _ = try await session.evaluate()
            let signal = try #require(await session.logState.activeSignals.first)
            #expect(signal.id == "watchdog")
            #expect(
                signal.text
                    == "nobody hears that Tocsin watches: the watchdog was not reached: refused"
            )
        }
    }
}
