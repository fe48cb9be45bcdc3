import FleetModel
import Primitives
import Probing
import Synchronization
import Testing

/// Asking a whole fleet.
@Suite(.timeLimit(.minutes(15)))
struct ProbeRunnerTests {
    private static func fleet(
        _ urls: [String],
        timeout: Duration = .seconds(10),
        concurrency: Int = 64
    ) -> Fleet {
        Fleet(
            name: "fleet",
            nodes: urls.enumerated().map { number, url in
                Node(
                    id: NodeID("n\(number)"),
                    probes: [ProbeSpec(target: .http(url: url, status: 200, contains: nil))]
                )
            },
            polling: Polling(interval: .seconds(10), timeout: timeout, concurrency: concurrency)
        )
    }

    private static func all(_ fleet: Fleet) -> [ScheduledProbe] {
        var schedule = ProbeSchedule(fleet: fleet, seed: 1, start: noon)
        return schedule.takeDue(at: noon + .seconds(5))
    }

    @Test
    func `a sweep asks as many at once as allowed and keeps the order`() async throws {
        try await ScriptedServer.run({ _ in .together(4, "") }) { server in
            try await withClient { client in
                let fleet = Self.fleet((0..<12).map { "\(server.url)/\($0)" }, concurrency: 4)
                let runner = ProbeRunner(client: client, fleet: fleet, now: { noon })
                let observations = await runner.sweep(Self.all(fleet))
                #expect(observations.map(\.node) == fleet.nodes.map(\.id))
                #expect(observations.allSatisfy { $0.problems.isEmpty })
            }
            #expect(server.counts.peak == 4)
        }
    }

    @Test
    func `a sweep of nothing ends`() async throws {
        try await withClient { client in
            let runner = ProbeRunner(client: client, fleet: Self.fleet([]), now: { noon })
            #expect(await runner.sweep([]).isEmpty)
        }
    }

    @Test
    func `bodies are read as far as the probe allows, and else as far as the fleet`() async throws {
        let body = #"{"status":"success","data":{"resultType":"vector","result":[]}}"#
        let page = body + String(repeating: " ", count: 3000)
        func tooLarge(_ bytes: Int) -> FailureReason {
            .tooLarge(limitBytes: bytes, advice: "'limit' in the fleet file allows more")
        }
        try await ScriptedServer.run({ _ in .ok(page) }) { server in
            var fleet = Self.fleet(Array(repeating: server.url, count: 3))
            fleet.polling.bodyLimitBytes = 2000
            fleet.nodes[1].probes[0].bodyLimitBytes = 1000
            fleet.nodes[2].probes[0].bodyLimitBytes = 4000
            fleet.sources = [
                FleetSource(server: server.url),
                FleetSource(server: server.url, bodyLimitBytes: 4000),
            ]
            try await withClient { client in
                let runner = ProbeRunner(client: client, fleet: fleet, now: { noon })
                let observations = await runner.sweep(Self.all(fleet))
                #expect(observations.map(\.reasons) == [[tooLarge(2000)], [tooLarge(1000)], []])
                let sources = [await runner.poll(source: 0), await runner.poll(source: 1)]
                #expect(sources[0].problems.map(\.reason) == [tooLarge(2000)])
                #expect(!sources[1].problems.map(\.reason).contains(tooLarge(2000)))
            }
        }
    }

    /// A clock that jumps to the end of every sleep, as often as the test allows.
    private final class JumpingClock: Sendable {
        private let moment = Mutex(noon)
        private let steps: AsyncStream<Void>
        private let step: AsyncStream<Void>.Continuation

        init() {
            (steps, step) = AsyncStream.makeStream()
        }

        var now: Timestamp { moment.withLock { $0 } }

        func allowSleep() { step.yield() }

        func sleep(_ span: Duration) async throws {
            var iterator = steps.makeAsyncIterator()
            guard await iterator.next() != nil else { throw CancellationError() }
            moment.withLock { $0 = $0 + span }
        }
    }

    /// Runs a fleet until `isDone` says so of what was observed; every observation lets time go on.
    private func observe(
        _ fleet: Fleet,
        client: ProbeClient,
        until isDone: @escaping @Sendable ([Observation]) -> Bool
    ) async -> [Observation] {
        let clock = JumpingClock()
        let runner = ProbeRunner(client: client, fleet: fleet, now: { clock.now })
        let (stream, continuation) = AsyncStream.makeStream(of: Observation.self)
        let running = Task {
            await runner.run(sleep: { try await clock.sleep($0) }, { _ = continuation.yield($0) })
            continuation.finish()
        }
        for _ in fleet.nodes { clock.allowSleep() }
        var observations: [Observation] = []
        for await observation in stream {
            observations.append(observation)
            // Twice, because time also goes on to moments when only a busy node is due.
            clock.allowSleep()
            clock.allowSleep()
            if isDone(observations) { running.cancel() }
        }
        return observations
    }

    @Test
    func `a node that hangs delays no other and is not asked twice at once`() async throws {
        let script: ScriptedServer.Script = { $0.path == "/hang" ? .silence : .ok("") }
        try await ScriptedServer.run(script) { server in
            try await withClient { client in
                let fleet = Self.fleet(
                    [server.url + "/hang", server.url + "/a", server.url + "/b"],
                    timeout: .seconds(600)
                )
                let observations = await observe(fleet, client: client) { $0.count >= 30 }
                #expect(observations.filter { $0.node == "n0" }.isEmpty)
                #expect(observations.filter { $0.node == "n1" }.count >= 10)
                #expect(observations.filter { $0.node == "n2" }.count >= 10)
            }
            #expect(server.counts.requests.filter { $0.path == "/hang" }.count == 1)
        }
    }

    @Test
    func `a node that stops answering is asked a second time at once`() async throws {
        try await ScriptedServer.run({ _ in .close }) { server in
            try await withClient { client in
                let moment = Mutex(noon)
                let fleet = Self.fleet([server.url])
                let runner = ProbeRunner(client: client, fleet: fleet) { moment.withLock { $0 } }
                let (stream, continuation) = AsyncStream.makeStream(of: Observation.self)
                // Whoever waits longer than a second waits until the end.
                let (never, end) = AsyncStream.makeStream(of: Void.self)
                let running = Task {
                    await runner.run(
                        sleep: { span in
                            if span <= .seconds(1) {
                                moment.withLock { $0 = $0 + span }
                            } else {
                                for await _ in never {}
                            }
                        },
                        { _ = continuation.yield($0) }
                    )
                    continuation.finish()
                }
                var silent: [Observation] = []
                for await observation in stream {
                    silent.append(observation)
                    if silent.count == 2 { running.cancel() }
                }
                end.finish()
                #expect(silent.count == 2)
                #expect(silent.allSatisfy { $0.latency == nil })
            }
        }
    }

    @Test
    func `polling goes on after failures until it is cancelled`() async throws {
        try await ScriptedServer.run({ _ in .answer(500, "") }) { server in
            try await withClient { client in
                let fleet = Self.fleet([server.url], concurrency: 0)
                let observations = await observe(fleet, client: client) { $0.count >= 3 }
                #expect(observations.count >= 3)
                #expect(observations.allSatisfy { $0.reasons == [.status(500)] })
            }
        }
    }
}
