import ConfigFiles
import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Runtime
import SQLiteStore
import Scenarios
import SimulatedFleet
import Synchronization
import TestServers
import TestSupport
import Testing

/// Nothing ever listens on port 1.
private let refusedPort = "http://127.0.0.1:1"

/// Longer than the busiest machine needs to answer itself.
private let patience: Duration = .seconds(40)

/// Runs the nodes of the oldest story as they are at its start.
private func withSimulatedNodes(
    _ body: (Scenario, @Sendable (NodeID, SimulatedPort) -> String) async throws -> Void
) async throws {
    let scenario = try #require(Scenario.named(Scenario.names[0]))
    let server = SimulatedFleetServer(scenario: scenario)
    let address = try await server.start()
    do {
        try await body(scenario, address)
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}

extension Fleet {
    /// A fleet of one address that should answer 200.
    fileprivate static func one(_ url: String, interval: Duration = .seconds(10)) -> Fleet {
        let probe = ProbeSpec(target: .http(url: url, status: 200, contains: nil))
        return Fleet(
            name: "test",
            nodes: [Node(id: "a", probes: [probe])],
            polling: Polling(interval: interval, timeout: patience, concurrency: 4)
        )
    }
}

struct OneShotPollTests {
    @Test(.timeLimit(.minutes(15)))
    func `however long a look takes, what answered first still counts`() async throws {
        try await withSimulatedNodes { scenario, address in
            var fleet = try scenario.fleet(endpoints: address)
            fleet.polling.timeout = patience
            let clock = SettableClock(scenario.start)
            let picture = await OneShotPoll.look(at: fleet, clock: clock) { _, _ in
                clock.advance(by: .seconds(120))
            }.snapshot
            for node in fleet.nodes {
                let assessment = try #require(picture.assessments[node.id])
                #expect(assessment.verdict != .unknown, "\(assessment.reasons)")
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `one look tells what every node says, and the parties' needs`() async throws {
        try await withSimulatedNodes { scenario, address in
            var fleet = try scenario.fleet(endpoints: address)
            fleet.polling.timeout = patience
            let progress = Collected<String>()
            let clock = SettableClock(scenario.start)
            let picture = await OneShotPoll.look(at: fleet, clock: clock) { done, all in
                progress.add("\(done)/\(all)")
            }.snapshot
            for node in fleet.nodes {
                let version = picture.readings.nodes[node.id]?[.version]
                #expect(version?.hasPrefix("v0.4") == true)
                #expect(picture.readings.nodes[node.id]?[.peers] != nil)
                // The story begins with nodes that do not know one another.
                #expect(picture.readings.nodes[node.id]?[.siblingLinks] == 0)
                #expect(picture.assessments[node.id] != nil)
                #expect(picture.assessments[node.id]?.verdict != .down)
            }
            #expect(picture.needs["js-waku"]?.truth == .holds)
            #expect(picture.needs["nim-waku"]?.truth == .fails)
            #expect(progress.all == ["3/3"])
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a node that refuses twice is down`() async {
        let picture = await OneShotPoll.look(
            at: .one(refusedPort),
            clock: SettableClock()
        ) { _, _ in }
        #expect(picture.snapshot.assessments["a"]?.verdict == .down)
        #expect(picture.snapshot.assessments["a"]?.reasons.joined().contains("refused") == true)
    }

    @Test(.timeLimit(.minutes(15)))
    func `a node that is silent only once is not down`() async throws {
        let isFirst = Atomic(true)
        try await WebServer.run { _, _ in
            isFirst.exchange(false, ordering: .relaxed) ? .cut : .ok
        } _: { receiver in
            let fleet = Fleet.one(receiver.url("/health"))
            let look = await OneShotPoll.look(at: fleet, clock: SettableClock()) { _, _ in }
            let picture = look.snapshot
            #expect(receiver.requests.count == 2)
            #expect(picture.assessments["a"]?.verdict == .healthy)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `of a large fleet each probe is asked once, and progress told now and then`() async throws
    {
        try await WebServer.run { receiver in
            var fleet = Fleet.one(receiver.url("/health"))
            let probe = fleet.nodes[0].probes[0]
            fleet.nodes = (1...9).map { Node(id: NodeID("n\($0)"), probes: [probe]) }
            let progress = Collected<String>()
            let picture = await OneShotPoll.look(at: fleet, clock: SettableClock()) { done, all in
                progress.add("\(done)/\(all)")
            }.snapshot
            #expect(progress.all == ["4/9", "8/9", "9/9"])
            #expect(receiver.requests.count == 9)
            #expect(picture.assessments.count == 9)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a slow answer holds up nobody but itself`() async throws {
        try await WebServer.run { request, _ in
            request.path == "/slow" ? .held : .ok
        } _: { receiver in
            var fleet = Fleet.one(receiver.url("/slow"))
            fleet.nodes += (1...8).map { number in
                let target = ProbeTarget.http(
                    url: receiver.url("/health"),
                    status: 200,
                    contains: nil
                )
                return Node(id: NodeID("n\(number)"), probes: [ProbeSpec(target: target)])
            }
            let release = Task {
                var quick = 0
                for await request in receiver.arrivals where request.path == "/health" {
                    quick += 1
                    if quick == 8 { break }
                }
                receiver.release()
            }
            let picture = await OneShotPoll.look(at: fleet, clock: SettableClock()) { _, _ in }
                .snapshot
            await release.value
            // The slow one was asked once only: it answered once all others had.
            #expect(receiver.requests.count == 9)
            #expect(picture.assessments["a"]?.verdict == .healthy)
        }
    }
}

struct FleetWatchTests {
    @Test(.timeLimit(.minutes(15)))
    func `each change of a verdict is told once`() async throws {
        let isSick = Atomic(false)
        try await WebServer.run { _, _ in
            isSick.load(ordering: .relaxed) ? .status(500) : .ok
        } _: { receiver in
            let fleet = Fleet.one(receiver.url("/health"), interval: .milliseconds(100))
            let (changes, change) = AsyncStream.makeStream(of: FleetWatch.Change.self)
            let watch = Task {
                await FleetWatch.follow(fleet, clock: RealClock()) { news in
                    if case .verdict(let told) = news { change.yield(told) }
                }
            }
            var told = changes.makeAsyncIterator()
            let first = try #require(await told.next())
            #expect(first.node == "a")
            #expect(first.from == nil)
            #expect(first.to.verdict == .healthy)
            isSick.store(true, ordering: .relaxed)
            let second = try #require(await told.next())
            #expect(second.from == .healthy)
            #expect(second.to.verdict != .healthy)
            #expect(second.to.reasons.joined().contains("500"))
            watch.cancel()
            await watch.value
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `what the log tells is kept for the next start`() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteEventLog(path: folder.path("log.sqlite"), mode: .readWrite)
        let writer = Session(log, clock: RealClock())
        let notes = (1...600).map { Command.entry(.note(nil, text: "line \($0)")) }
        try await writer.perform(notes, by: .ada)
        let (kept, keep) = AsyncStream.makeStream(of: Void.self)
        let tapped = TappedLog(base: log) { call in if case .keep = call { keep.yield() } }
        let session = Session(tapped, clock: RealClock())
        try await session.refresh()
        let watch = Task {
            await FleetWatch.follow(Fleet(name: "test"), clock: RealClock(), log: session) { _ in }
        }
        for await _ in kept { break }
        // What others write meanwhile is kept by a clean end.
        try await writer.perform(notes, by: .ada)
        watch.cancel()
        await watch.value
        #expect(try await log.snapshot()?.sequence == 1200)
        await log.close()
    }
}

struct DetectionTests {
    @Test(.timeLimit(.minutes(15)))
    func `what answers becomes a fleet file without mistakes`() async throws {
        try await withSimulatedNodes { _, address in
            let folder = try TemporaryFolder()
            let path = folder.path("config/fleet.yaml")
            try await AddressDetection.writeFleetFile(
                for: [
                    address("do-ams3", .rpc), address("do-ams3", .metrics) + "/metrics",
                    refusedPort,
                ],
                to: path,
                deadline: patience
            )
            let text = try FileText.read(path)
            let (fleet, problems) = FleetFile.read(
                text,
                file: path,
                environment: [:],
                readSecretFile: { _ in "" }
            )
            #expect(problems.isEmpty)
            // The RPC and the metrics page of one host are one node.
            #expect(fleet?.nodes.count == 1)
            guard case .waku(let waku)? = fleet?.nodes.first?.probes.first?.target,
                waku.rest == nil, waku.rpc != nil, waku.metrics != nil
            else {
                Issue.record("the parts did not join: \(text)")
                return
            }
            #expect(text.contains("# \(refusedPort): nothing to watch"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `the report says what was found at each address`() async throws {
        try await withSimulatedNodes { _, address in
            let rpc = address("do-ams3", .rpc)
            let detection = await AddressDetection.run(
                [rpc, refusedPort],
                name: "mine",
                deadline: patience
            )
            #expect(detection.fleet.name == "mine")
            #expect(detection.fleet.nodes.count == 1)
            #expect(detection.report.count == 2)
            #expect(detection.report.first?.hasPrefix("\(rpc): Waku JSON-RPC") == true)
            #expect(detection.report.last?.contains("refused") == true)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `one address twice is one node, one name twice becomes two names`() async throws {
        try await WebServer.run { receiver in
            let address = "http://127.0.0.1:\(receiver.port)"
            let detection = await AddressDetection.run(
                [address, address, address + "/other"],
                name: "mine",
                deadline: patience
            )
            let names = detection.fleet.nodes.map(\.id)
            #expect(names.count == 2)
            #expect(Set(names).count == 2)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a fleet file that is there already is never overwritten`() async throws {
        try await WebServer.run { receiver in
            let folder = try TemporaryFolder()
            let path = folder.path("fleet.yaml")
            try FileText.write("fleet: mine\n", to: path)
            await #expect(throws: FileText.Failure.self) {
                try await AddressDetection.writeFleetFile(for: [receiver.url("")], to: path)
            }
            #expect(try FileText.read(path) == "fleet: mine\n")
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `nothing that answers leaves no file`() async throws {
        let folder = try TemporaryFolder()
        await #expect(throws: FileText.Failure.self) {
            try await AddressDetection.writeFleetFile(
                for: [refusedPort],
                to: folder.path("fleet.yaml")
            )
        }
        #expect(try folder.names().isEmpty)
    }
}
