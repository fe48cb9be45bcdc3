import FleetModel
import Glibc
import Primitives
import TestSupport
import Testing

@testable import EventStore
@testable import SampleStore

/// Samples on disk: what was recorded is read back, in every resolution, whoever writes and
/// whatever happens to the file.
@Suite(.timeLimit(.minutes(15)))
struct SampleStoreTests {
    private let folder: TemporaryFolder
    private let path: String
    private static let start = Timestamp(seconds: 1_658_000_400)
    private static let everything = Timestamp(milliseconds: .max)

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("log.samples.sqlite")
    }

    private func writer(_ settings: HistorySettings = HistorySettings()) throws -> SampleWriter {
        try #require(try SampleWriter.open(path: path, settings: settings))
    }

    /// One poll each 10 s: the height grows by one, the peers swing, the memory leaks.
    private func polls(
        _ range: Range<Int>,
        of node: NodeID = "a",
        probe: Int = 0
    ) -> [Observation] {
        range.map { number in
            Observation(
                node: node,
                probeIndex: probe,
                at: Self.start + .seconds(10 * number),
                latency: .milliseconds(12),
                samples: [
                    Sample(.heightBest, Double(number)),
                    Sample(.peers, Double(30 + number % 7)),
                    Sample(.memory, 6e8 + Double(number) * 4096),
                ]
            )
        }
    }

    private func read(
        _ metric: MetricName = .heightBest,
        of node: NodeID = "a",
        from: Timestamp = Timestamp(milliseconds: 0),
        to: Timestamp = everything,
        step: Duration = .zero
    ) async throws -> [SampleBin] {
        let history = try SampleHistory(path: path)
        defer { history.close() }
        let bins = try await history.bins(
            of: node,
            metrics: [metric],
            from: from,
            to: to,
            step: step
        )
        return bins[metric] ?? []
    }

    @Test(arguments: [1, 119, 240, 1000, 7000])
    func `every sample comes back, sealed or not`(count: Int) async throws {
        let writer = try writer()
        for first in stride(from: 0, to: count, by: 500) {
            try await writer.record(polls(first..<min(first + 500, count)))
        }
        let bins = try await read()
        #expect(bins.map(\.last) == (0..<count).map(Double.init))
        #expect(bins.map(\.start) == (0..<count).map { Self.start + .seconds(10 * $0) })
        #expect(bins.allSatisfy { $0.count == 1 })
        #expect(try await read(.latency).count == count)
        await writer.close()
        #expect(try await read().count == count)
    }

    @Test(arguments: [60, 300, 900, 3600, 86_400])
    func `spans sum up the same, from whatever level they come`(seconds: Int) async throws {
        let count = 12_000
        let writer = try writer()
        try await writer.record(polls(0..<count))
        let step = Duration.seconds(seconds)
        var binner = SampleBinner(step: step)
        for number in 0..<count {
            binner.add(Double(30 + number % 7), at: Self.start + .seconds(10 * number))
        }
        let bins = try await read(.peers, step: step)
        #expect(bins.map(\.start) == binner.result.map(\.start))
        #expect(bins.map(\.count) == binner.result.map(\.count))
        #expect(bins.map(\.min) == binner.result.map(\.min))
        #expect(bins.map(\.max) == binner.result.map(\.max))
        #expect(bins.map(\.last) == binner.result.map(\.last))
        for (bin, expected) in zip(bins, binner.result) {
            #expect(abs(bin.mean - expected.mean) < 0.01)
        }
        await writer.close()
    }

    @Test func `only the span asked for is given, both ends included`() async throws {
        let writer = try writer()
        try await writer.record(polls(0..<700))
        let from = Self.start + .seconds(1000)
        let bins = try await read(from: from, to: from + .seconds(50))
        #expect(bins.map(\.last) == [100, 101, 102, 103, 104, 105])
        #expect(try await read(from: Self.start + .seconds(1_000_000)).isEmpty)
        #expect(try await read(from: from, to: Self.start).isEmpty)
        #expect(try await read("peers", of: "nobody").isEmpty)
        await writer.close()
    }

    @Test func `gaps, doubles and a clock that goes back do no harm`() async throws {
        let writer = try writer()
        func poll(_ second: Int, _ value: Double?) -> Observation {
            Observation(
                node: "a",
                probeIndex: 0,
                at: Self.start + .seconds(second),
                latency: nil,
                samples: value.map { [Sample("x", $0), Sample("y", 1)] } ?? []
            )
        }
        var polls = [
            poll(0, 1), poll(0, 2), poll(10, .nan), poll(20, nil), poll(500, 5), poll(400, 4),
            poll(600, .infinity), poll(700, -0.0),
        ]
        polls += (0..<400).map { poll(800 + $0, Double($0)) }
        try await writer.record(polls)
        let bins = try await read("x", to: Self.start + .seconds(799))
        #expect(bins.map(\.start) == [0, 400, 500, 700].map { Self.start + .seconds($0) })
        #expect(bins.map(\.last) == [2, 4, 5, 0])
        #expect(bins.map(\.count) == [2, 1, 1, 1])
        #expect(try await read("x").count == 404)
        await writer.close()
    }

    @Test func `two probes of a node are read as one, nodes are kept apart`() async throws {
        let writer = try writer()
        try await writer.record(polls(0..<300) + polls(0..<300, of: "b", probe: 0))
        try await writer.record([
            Observation(
                node: "a",
                probeIndex: 1,
                at: Self.start + .seconds(5),
                latency: nil,
                samples: [Sample(.heightBest, 0.5)]
            )
        ])
        #expect(try await read().prefix(3).map(\.last) == [0, 0.5, 1])
        #expect(try await read(of: "b").count == 300)
        let history = try SampleHistory(path: path)
        #expect(try await history.nodes() == ["a", "b"])
        history.close()
        await writer.close()
    }

    @Test func `only one writes at a time, and the next goes on where it stopped`() async throws {
        let first = try writer()
        try await first.record(polls(0..<100))
        #expect(try SampleWriter.open(path: path, settings: HistorySettings()) == nil)
        await first.close()
        let second = try writer()
        try await second.record(polls(100..<600))
        #expect(try await read().map(\.last) == (0..<600).map(Double.init))
        await second.close()
    }

    @Test func `a copy of the lock that a starting command holds keeps nobody out`() throws {
        let held = try #require(try SampleFile.lock(path))
        let copy = dup(held)
        defer { close(copy) }
        SampleFile.unlock(held)
        let next = try #require(try SampleFile.lock(path))
        SampleFile.unlock(next)
    }

    @Test func `a writer that vanished costs nothing that it had written`() async throws {
        do {
            let writer = try writer()
            try await writer.record(polls(0..<50))
        }
        let next = try writer()
        try await next.record(polls(50..<60))
        #expect(try await read().count == 60)
        await next.close()
    }

    @Test func `the past is told node by node, exact lately and rough before`() async throws {
        let writer = try writer()
        try await writer.record(polls(0..<2000))
        let history = try SampleHistory(path: path)
        let end = Self.start + .seconds(20_000)
        let past = try await history.replay(
            of: "a",
            since: end - .seconds(10_000),
            fine: end - .seconds(600)
        )
        history.close()
        await writer.close()
        #expect(past.map(\.at) == past.map(\.at).sorted())
        let recent = past.filter { $0.at >= end - .seconds(600) }
        #expect(recent.compactMap { $0.samples.first?.value } == (1940..<2000).map(Double.init))
        #expect(recent.allSatisfy { $0.latency == .milliseconds(12) && $0.samples.count == 3 })
        let rough = past.filter { $0.at < end - .seconds(900) }
        #expect((29...31).contains(rough.count))
        #expect(rough.allSatisfy { $0.at >= end - .seconds(10_000) })
    }
}
