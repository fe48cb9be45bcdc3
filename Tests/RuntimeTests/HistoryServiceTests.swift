import EventStore
import FleetModel
import FoundationEssentials
import Primitives
import TestSupport
import Testing

@testable import Runtime

/// What polls bring is kept, whatever happens to the file, and nobody waits for it.
@Suite(.timeLimit(.minutes(15)))
struct HistoryServiceTests {
    private let folder: TemporaryFolder
    private let clock = SettableClock()
    private let problems: ProblemLog

    init() throws {
        folder = try TemporaryFolder()
        problems = ProblemLog(clock: clock)
    }

    private func service() -> HistoryService {
        HistoryService(
            log: folder.path("log.sqlite"),
            settings: HistorySettings(),
            clock: clock,
            logger: problems.logger("history")
        )
    }

    private func poll(_ value: Double) -> Observation {
        Observation(
            node: "a",
            probeIndex: 0,
            at: clock.now,
            latency: .milliseconds(5),
            samples: [Sample(.peers, value)]
        )
    }

    private func read(_ service: HistoryService) async throws -> [Double] {
        let bins = try await service.bins(
            of: "a",
            from: clock.now - .seconds(3600),
            to: clock.now,
            step: .zero
        )
        return (bins[.peers] ?? []).map(\.last)
    }

    @Test func `what was taken is read back, and before that there is nothing`() async throws {
        let service = service()
        #expect(try await read(service).isEmpty)
        #expect(try folder.names().isEmpty)
        service.take([poll(3)])
        clock.advance(by: .seconds(10))
        service.take([poll(4)])
        await service.flush()
        #expect(try await read(service) == [3, 4])
        #expect(problems.problems.isEmpty)
    }

    @Test func `of two programs one records, and both read`() async throws {
        let first = service()
        let second = service()
        first.take([poll(1)])
        await first.flush()
        second.take([poll(2)])
        await second.flush()
        #expect(try await read(second) == [1])
        #expect(problems.problems.isEmpty)
    }

    @Test func `a damaged file is set aside, that is said, and a new one begins`() async throws {
        try Data("no samples".utf8)
            .write(to: URL(filePath: folder.path("log.samples.sqlite")))
        let service = service()
        service.take([poll(1)])
        await service.flush()
        #expect(try await read(service) == [1])
        #expect(problems.problems.map(\.count) == [1])
        #expect(problems.problems.first?.text.contains("damaged") == true)
        #expect(try folder.names().contains { $0.hasPrefix("log.samples.sqlite.damaged-") })
    }

    @Test func `a file that cannot be made is said once, and what waits is written later`()
        async throws
    {
        // A file stands where the folder should be.
        try Data().write(to: URL(filePath: folder.path("place")))
        let service = HistoryService(
            log: folder.path("place/log.sqlite"),
            settings: HistorySettings(),
            clock: clock,
            logger: problems.logger("history")
        )
        for value in 1...3 {
            service.take([poll(Double(value))])
            clock.advance(by: .seconds(10))
            await service.flush()
        }
        #expect(problems.problems.map(\.count) == [1])
        try FileManager.default.removeItem(atPath: folder.path("place"))
        service.take([poll(4)])
        await service.flush()
        #expect(try await read(service) == [1, 2, 3, 4])
    }

    @Test func `the past is replayed for the detectors, the oldest first`() async throws {
        let service = service()
        for value in 0..<5 {
            clock.advance(by: .seconds(10))
            service.take([poll(Double(value))])
        }
        await service.flush()
        let past = Collected<Observation>()
        try await service.replay(of: ["a", "nobody"]) { past.add($0) }
        #expect(past.all.map { $0.samples.first?.value } == [0, 1, 2, 3, 4])
        #expect(past.all.allSatisfy { $0.latency == .milliseconds(5) })
    }

    @Test func `a session hands over what is observed and what follows from it`() async throws {
        let fleet = Fleet(
            name: "f",
            nodes: ["a", "b", "c"].map { Node(id: $0, probes: []) }
        )
        let session = Session(InMemoryEventLog(), fleet: fleet, clock: clock)
        let told = Collected<Observation>()
        await session.observeObservations { told.add($0) }
        await session.take(
            ["a", "b", "c"].enumerated().map { place, node in
                Observation(
                    node: NodeID(node),
                    probeIndex: 0,
                    at: clock.now,
                    latency: .milliseconds(1),
                    samples: [Sample(.heightBest, Double(100 - place * 10))]
                )
            }
        )
        _ = try await session.evaluate()
        _ = try await session.evaluate()
        let derived = told.all.filter { $0.probeIndex == Observation.derivedIndex }
        #expect(told.all.count == 6)
        #expect(derived.map { $0.samples.map(\.metric) } == [[.lag], [.lag], [.lag]])
        #expect(derived.map { $0.samples.first?.value } == [0, 0, 10])
    }
}
