import TestServers
import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Probing
import SampleStore
import TestSupport
import Testing

@testable import Runtime

/// The program did not run for a while: it was stopped, or the machine slept.
struct WatchGapTests {
    private let clock = SettableClock()
    private let log = InMemoryEventLog()

    private func fleet() throws -> Fleet {
        var fleet = try Fleet.watchedStep()
        fleet.polling.interval = .seconds(1)
        fleet.checks = [
            Check(name: "old", condition: try Condition(parsing: "age(peers) > 20s")),
            Check(name: "few", condition: try Condition(parsing: "peers < 3 for 20s")),
        ]
        fleet.parties = []
        return fleet
    }

    private func poll(peers: Double) -> Observation {
        Observation(
            node: "a",
            probeIndex: 0,
            at: clock.now,
            latency: .milliseconds(3),
            samples: [Sample(.peers, peers)]
        )
    }

    private func events() async throws -> [String] {
        try await log.all().map(\.event.name.name)
    }

    @Test func `a beat that was missed for long is a pause`() {
        let beats = WatchBeats()
        #expect(beats.takePause(at: clock.now) == nil)
        for _ in 0..<10 {
            clock.advance(by: .seconds(4))
            beats.beat(at: clock.now)
        }
        #expect(beats.takePause(at: clock.now) == nil)
        let from = clock.now
        clock.advance(by: .seconds(60))
        // Whoever wakes first notices it.
        beats.beat(at: clock.now)
        let pause = WatchBeats.Pause(from: from, to: clock.now)
        clock.advance(by: .milliseconds(250))
        #expect(beats.takePause(at: clock.now) == pause)
        #expect(beats.takePause(at: clock.now) == nil)
    }

    @Test func `it counts for no age and no hold, and is told once`() async throws {
        let sessions = try [fleet(), fleet()].map { Session(log, fleet: $0, clock: clock) }
        for _ in 0..<10 {
            for session in sessions {
                await session.take([poll(peers: 1)])
                _ = try await session.evaluate()
            }
            clock.advance(by: .seconds(1))
        }
        let from = clock.now
        clock.advance(by: .seconds(3600))
        for session in sessions {
            let pause = WatchBeats.Pause(from: from, to: clock.now)
            _ = try await session.resume(after: pause)
        }
        for _ in 0..<10 {
            for session in sessions {
                await session.take([poll(peers: 1)])
                _ = try await session.evaluate()
            }
            clock.advance(by: .seconds(1))
        }
        #expect(try await events() == ["watch.away"])
        let away = try await log.all().first
        #expect(
            away?.event == .watch(.away(fleet: "test", from: from, to: from + .seconds(3600)))
        )
        // What holds goes on from where it was.
        for _ in 0..<2 {
            for session in sessions {
                await session.take([poll(peers: 1)])
                _ = try await session.evaluate()
            }
            clock.advance(by: .seconds(1))
        }
        #expect(try await events() == ["watch.away", "signal.found", "signal.found"])
    }

    @Test func `nobody is judged before every probe was asked again`() async throws {
        var fleet = try fleet()
        fleet.nodes.append(Node(id: "b", probes: fleet.nodes[0].probes))
        let session = Session(log, fleet: fleet, clock: clock)
        func silence(_ node: NodeID) -> Observation {
            Observation(node: node, probeIndex: 0, at: clock.now, latency: nil)
        }
        let from = clock.now
        clock.advance(by: .seconds(60))
        _ = try await session.resume(after: WatchBeats.Pause(from: from, to: clock.now))
        // An answer to what was asked before proves nothing.
        var early = poll(peers: 1)
        early.latency = .seconds(61)
        await session.take([early])
        clock.advance(by: .milliseconds(100))
        for _ in 0..<2 { await session.take([silence("b")]) }
        _ = try await session.evaluate()
        #expect(try await events() == ["watch.away"])
        await session.take([poll(peers: 9)])
        _ = try await session.evaluate()
        #expect(try await events().contains("signal.found"))
    }

    @Test func `a probe that never answers does not hold up the judgement for ever`() async throws {
        let session = Session(log, fleet: try fleet(), clock: clock)
        await session.take([poll(peers: 1)])
        let from = clock.now
        clock.advance(by: .seconds(60))
        _ = try await session.resume(after: WatchBeats.Pause(from: from, to: clock.now))
        #expect(try await session.evaluate().assessments.isEmpty)
        clock.advance(by: .seconds(20))
        #expect(try await session.evaluate().assessments["a"] != nil)
    }

    @Test(.timeLimit(.minutes(15)))
    func `polls begin anew at once, and nothing is made up for`() async throws {
        try await WebServer.run { receiver in
            var fleet = Fleet(
                name: "test",
                nodes: [
                    Node(
                        id: "a",
                        probes: [
                            ProbeSpec(
                                target: .http(url: receiver.url(), status: 200, contains: nil)
                            )
                        ]
                    )
                ]
            )
            fleet.polling.interval = .seconds(3600)
            let client = ProbeClient()
            let runner = ProbeRunner(client: client, fleet: fleet) { clock.now }
            let polls = FleetPolls(runner, clock: clock)
            let running = Task { await polls.run() }
            var arrivals = receiver.arrivals.makeAsyncIterator()
            _ = await arrivals.next()
            #expect(polls.take().pause == nil)
            clock.advance(by: .seconds(5 * 3600))
            let pause = polls.take().pause
            #expect(pause?.span == .seconds(5 * 3600))
            _ = await arrivals.next()
            running.cancel()
            await running.value
            #expect(receiver.requests.count == 2)
            await client.shutdown()
        }
    }

    @Test func `the history knows of it`() async throws {
        let folder = try TemporaryFolder()
        let store = folder.path("tocsin.sqlite")
        let problems = ProblemLog(clock: clock)
        let service = HistoryService(
            log: store,
            settings: HistorySettings(),
            clock: clock,
            logger: problems.logger("history")
        )
        let gap = WatchGap(fleet: "test", from: clock.now, to: clock.now + .seconds(60))
        service.mark(gap)
        await service.flush()
        #expect(problems.problems.isEmpty)
        let history = try SampleHistory(path: SampleFile.path(besideLog: store))
        let hour: Duration = .seconds(3600)
        #expect(try await history.gaps(from: clock.now - hour, to: clock.now + hour) == [gap])
        #expect(try await history.gaps(from: clock.now - hour, to: clock.now - hour / 2) == [])
        history.close()
    }
}
