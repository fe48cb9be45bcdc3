import TestServers
import Broadcasting
import EventStore
import FleetModel
import Glibc
import IncidentLog
import Monitoring
import Primitives
import Probing
import Scenarios
import SQLiteStore
import TestSupport
import Testing

@testable import Runtime

/// The work behind the screen, without a screen.
struct BackgroundServicesTests {
    private static let secret = Secret("whsec_dGVzdCBzZWNyZXQgb2YgYSBsb29wYmFjayBob29r")

    /// Runs the services of a real fleet while `body` plays the person.
    private func withServices(
        fleet: Fleet,
        log: any EventLog,
        _ body: (NewsBox, RequestQueue, ProblemLog) async throws -> Void
    ) async throws {
        let probes = ProbeClient()
        let channels = ChannelClient()
        let news = NewsBox()
        let requests = RequestQueue()
        let problems = ProblemLog(clock: RealClock())
        let services = BackgroundServices(
            session: Session(log, fleet: fleet, clock: RealClock()),
            operatorActor: .ada,
            requests: requests,
            work: .watch(probes, channels),
            problems: problems,
            tell: { news.post($0) }
        )
        let running = Task { await services.run() }
        let result: Result<Void, any Error>
        do {
            try await body(news, requests, problems)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        running.cancel()
        await running.value
        await probes.shutdown()
        channels.shutdown()
        try result.get()
    }

    private func hook(_ name: ChannelID, _ receiver: WebServer) -> ChannelSpec {
        ChannelSpec(
            id: name,
            service: .of(
                WebhookKind.self,
                ["url": Secret(receiver.url()), "secret": Self.secret]
            )
        )
    }

    private let declaration = Command.incident(
        .declare(
            title: "nodes do not answer",
            severity: .sev2,
            mode: .real,
            fleet: "test",
            impactFrom: nil,
            checklist: nil
        )
    )

    @Test(.timeLimit(.minutes(15)))
    func `what the person asks for is written down in the person's name`() async throws {
        let log = InMemoryEventLog()
        try await withServices(fleet: Fleet(name: "test"), log: log) { news, requests, _ in
            requests.ask(.run(declaration, occurredAt: nil))
            let entry = try await log.first { $0.incident == "INC-0001" }
            #expect(entry.actor == .ada)
            requests.ask(
                .run(
                    .incident(.changeStatus("INC-0001", to: .closed, reason: nil)),
                    occurredAt: nil
                )
            )
            requests.ask(
                .run(.entry(.note("INC-0001", text: "after the refusal")), occurredAt: nil)
            )
            _ = try await log.first { $0.event == .timeline(.noted(text: "after the refusal")) }
            var answers: [(command: Command, refusal: String?)] = []
            for case .answered(let command, let refusal) in news.drain() {
                answers.append((command, refusal))
            }
            #expect(answers.first?.command == declaration)
            let refusals = answers.compactMap(\.refusal)
            #expect(refusals.count == 1)
            #expect(refusals.first?.contains("cannot become closed") == true)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `what others write comes to the screen`() async throws {
        let log = InMemoryEventLog()
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self)
        let news = NewsBox { wake.yield() }
        let requests = RequestQueue()
        let probes = ProbeClient()
        let channels = ChannelClient()
        let services = BackgroundServices(
            session: Session(log, clock: RealClock()),
            operatorActor: .ada,
            requests: requests,
            work: .watch(probes, channels),
            problems: ProblemLog(clock: RealClock()),
            tell: { news.post($0) }
        )
        let running = Task { await services.run() }
        let other = Session(log, clock: RealClock(), device: "there")
        try await other.perform(.entry(.note(nil, text: "from another terminal")), by: .bob)
        var seen: [Entry] = []
        for await _ in wakes {
            for case .entries(let new, _) in news.drain() { seen += new }
            if !seen.isEmpty { break }
        }
        #expect(seen.map(\.actor) == [.bob])
        requests.finish()
        running.cancel()
        await running.value
        await probes.shutdown()
        channels.shutdown()
    }

    @Test(.timeLimit(.minutes(15)))
    func `a log that goes away under the screen is said at once`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("log.sqlite")
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self)
        let problems = ProblemLog(clock: RealClock())
        problems.observe { _ in wake.yield() }
        let requests = RequestQueue()
        let (probes, channels) = (ProbeClient(), ChannelClient())
        let services = BackgroundServices(
            session: Session(log, clock: RealClock()),
            operatorActor: .ada,
            requests: requests,
            work: .watch(probes, channels),
            problems: problems,
            tell: { _ in }
        )
        let running = Task { await services.run() }
        rename(path, path + ".away")
        // Nobody wrote anything: the look at the file alone tells.
        for await _ in wakes {
            if !problems.problems.isEmpty { break }
        }
        #expect(problems.problems.first?.text == StoreError.moved(path: path).message)
        requests.finish()
        running.cancel()
        await running.value
        await probes.shutdown()
        channels.shutdown()
        await log.close()
    }

    @Test(.timeLimit(.minutes(15)))
    func `an update goes out while an earlier one hangs elsewhere`() async throws {
        try await WebServer.run { _, _ in
            .held
        } _: { slow in
            try await WebServer.run { quick in
                let log = InMemoryEventLog()
                let fleet = Fleet(
                    name: "test",
                    channels: [hook("slow", slow), hook("quick", quick)]
                )
                try await withServices(fleet: fleet, log: log) { _, requests, _ in
                    func send(_ channel: ChannelID) -> RuntimeRequest {
                        .run(
                            .update(
                                .sendUpdate(
                                    "INC-0001",
                                    text: "news",
                                    channels: [channel],
                                    nextDue: nil
                                )
                            ),
                            occurredAt: nil
                        )
                    }
                    requests.ask(.run(declaration, occurredAt: nil))
                    requests.ask(send("slow"))
                    for await _ in slow.arrivals { break }
                    requests.ask(send("quick"))
                    let entry = try await log.first { entry in
                        guard case .update(let event) = entry.event else { return false }
                        if case .queued = event { return false }
                        return true
                    }
                    guard case .update(.delivered(2, "quick", _, _)) = entry.event else {
                        Issue.record("the first outcome was \(entry.event)")
                        return
                    }
                    slow.release()
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `what only a drill can do is answered where none is played`() async throws {
        try await withServices(fleet: Fleet(name: "test"), log: InMemoryEventLog()) {
            news,
            requests,
            problems in
            requests.ask(.skipAhead)
            requests.ask(.run(declaration, occurredAt: nil))
            var isAnswered = false
            while !isAnswered {
                for message in news.drain() {
                    if case .answered = message { isAnswered = true }
                }
                await Task.yield()
            }
            #expect(
                problems.problems.map(\.text) == [
                    "no drill is being played: the time of a real fleet goes by itself"
                ]
            )
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a drill hurries to the next turn worth watching when it is asked to`()
        async throws
    {
        let scenario = try #require(Scenario.named(Scenario.names[0]))
        let drill = try await Drill.start(
            scenario,
            log: InMemoryEventLog(),
            decisions: nil
        )
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self)
        let news = NewsBox { wake.yield() }
        let requests = RequestQueue()
        let services = BackgroundServices(
            session: drill.session,
            operatorActor: .ada,
            requests: requests,
            work: .drill(drill, speed: 1),
            problems: ProblemLog(clock: drill.clock),
            tell: { news.post($0) }
        )
        let running = Task { await services.run() }
        // By themselves, at speed 1, the turns would take minutes to get there.
        let target = try #require(await drill.engine.nextHighlight)
        requests.ask(.skipAhead)
        var words: [String] = []
        var speeds: Set<Int> = []
        for await _ in wakes {
            for message in news.drain() {
                if case .notice(let text) = message { words.append(text) }
                if case .drill(let status) = message { speeds.insert(status.speed) }
            }
            if drill.clock.now >= target, !words.isEmpty { break }
        }
        requests.ask(.setSpeed(7200))
        for await _ in wakes {
            for case .drill(let status) in news.drain() { speeds.insert(status.speed) }
            if speeds.contains(7200) { break }
        }
        #expect(words == ["on to \(target.date) \(target.hourMinute)Z"])
        #expect(speeds == [1, 7200])
        requests.finish()
        running.cancel()
        await running.value
        await drill.stop()
    }
}

struct QueueBoundTests {
    @Test func `requests that find no place are not taken, and those before stay in order`()
        async throws
    {
        let requests = RequestQueue()
        for speed in 1...RequestQueue.limit { #expect(requests.ask(.setSpeed(speed))) }
        #expect(!requests.ask(.skipAhead))
        requests.finish()
        var taken: [RuntimeRequest] = []
        for await request in requests.requests { taken.append(request) }
        #expect(taken == (1...RequestQueue.limit).map { .setSpeed($0) })
        #expect(!requests.ask(.skipAhead))
    }

    @Test func `of more observations than can wait the newest stay, in order`() {
        let queue = ObservationQueue(limit: 3)
        for index in 0..<8 {
            queue.add(
                Observation(
                    node: "a",
                    probeIndex: index,
                    at: Timestamp(seconds: 0),
                    latency: nil,
                    samples: []
                )
            )
        }
        #expect(queue.takeAll().map(\.probeIndex) == [5, 6, 7])
        #expect(queue.takeAll().isEmpty)
    }

    @Test(.timeLimit(.minutes(15)))
    func `whoever waits for observations sleeps until one comes`() async {
        let queue = ObservationQueue()
        let mark = queue.additions
        async let news: Void = queue.wait(after: mark, atMost: .seconds(3600))
        queue.add(SourceReading(index: 0, at: Timestamp(seconds: 0), nodes: [], latency: .zero))
        await news
        #expect(queue.takeSources().count == 1)
    }

    @Test func `the same picture is not told again before it is time to look at it anew`() {
        var told = ToldPicture()
        let start = Timestamp(seconds: 1_700_000_000)
        let calm = FleetSnapshot()
        let sick = FleetSnapshot(assessments: ["a": NodeAssessment(.down)])
        func isDue(_ picture: FleetSnapshot, _ second: Int, afterNews: Bool = false) -> Bool {
            told.isDue(picture, afterNews: afterNews, at: start + .seconds(second))
        }
        let answers = [
            isDue(calm, 0), isDue(calm, 1), isDue(sick, 2), isDue(sick, 3),
            isDue(sick, 4, afterNews: true), isDue(sick, 8), isDue(sick, 9), isDue(sick, 10),
        ]
        #expect(answers == [true, false, true, false, true, false, true, false])
    }

    @Test func `numbers alone are told once a second, and a verdict at once`() {
        var told = ToldPicture()
        let start = Timestamp(seconds: 1_700_000_000)
        func isDue(_ milliseconds: Int64, _ verdict: NodeAssessment.Verdict, news: Bool = true)
            -> Bool
        {
            let picture = FleetSnapshot(assessments: ["a": NodeAssessment(verdict)])
            return told.isDue(picture, afterNews: news, at: start + .milliseconds(milliseconds))
        }
        let answers = [
            isDue(0, .healthy), isDue(250, .healthy), isDue(500, .healthy), isDue(600, .down),
            isDue(1500, .down), isDue(1700, .down, news: false), isDue(1900, .down, news: false),
        ]
        #expect(answers == [true, false, false, true, false, true, false])
    }
}
