import FleetModel
import Glibc
import GRDB
import Primitives
import TestSupport
import Testing

@testable import EventStore
@testable import SampleStore
@testable import SQLiteFiles

/// What becomes of the samples when the file is damaged, foreign, too new or too large.
@Suite(.timeLimit(.minutes(15)))
struct SampleFileTests {
    private let folder: TemporaryFolder
    private let path: String
    private static let start = Timestamp(seconds: 1_658_000_400)

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("log.samples.sqlite")
    }

    private func writer(_ settings: HistorySettings = HistorySettings()) throws -> SampleWriter {
        try #require(try SampleWriter.open(path: path, settings: settings))
    }

    private func polls(_ range: Range<Int>, metrics: Int = 2) -> [Observation] {
        var random = SeededGenerator(seed: 5)
        return range.map { number in
            Observation(
                node: "a",
                probeIndex: 0,
                at: Self.start + .seconds(60 * number),
                latency: nil,
                samples: (0..<metrics).map {
                    Sample(MetricName("m\($0)"), Double.random(in: 0...1, using: &random))
                }
            )
        }
    }

    private func read(step: Duration = .zero) async throws -> [SampleBin] {
        let history = try SampleHistory(path: path)
        defer { history.close() }
        let bins = try await history.bins(
            of: "a",
            metrics: ["m0"],
            from: Timestamp(milliseconds: 0),
            to: Timestamp(milliseconds: .max),
            step: step
        )
        return bins["m0"] ?? []
    }

    @Test(arguments: [
        ("log.sqlite", "log.samples.sqlite"), ("/a.b/x", "/a.b/x.samples.sqlite"),
    ])
    func `the samples lie beside the log`(log: String, samples: String) {
        #expect(SampleFile.path(besideLog: log) == samples)
    }

    @Test func `only its owner can read what was recorded`() async throws {
        let writer = try writer()
        try await writer.record(polls(0..<1))
        await writer.close()
        #expect(try folder.mode("log.samples.sqlite") & 0o077 == 0)
    }

    @Test(arguments: ["", ".lock"])
    func `a link is not followed to another file`(suffix: String) throws {
        symlink(path + ".elsewhere", path + suffix)
        #expect(throws: StoreError.self) {
            try SampleWriter.open(path: path, settings: HistorySettings())
        }
        #expect(access(path + ".elsewhere", F_OK) != 0)
    }

    @Test func `what is no file of samples is damaged for both, and can be set aside`() throws {
        for bytes in [Array("hello".utf8), Array(repeating: UInt8(7), count: 9000)] {
            try folder.write(bytes, to: "log.samples.sqlite")
            #expect(throws: StoreError.damaged(.file("it is not a SQLite file"))) {
                try SampleHistory(path: path)
            }
            #expect(throws: StoreError.damaged(.file("it is not a SQLite file"))) {
                try SampleWriter.open(path: path, settings: HistorySettings())
            }
            let kept = try SampleFile.setAside(path, stamp: "\(bytes.count)")
            #expect(kept == path + ".damaged-\(bytes.count)")
            #expect(try folder.bytes("log.samples.sqlite.damaged-\(bytes.count)") == bytes)
        }
        #expect(throws: StoreError.notFound(path: path)) { try SampleHistory(path: path) }
        #expect(throws: StoreError.self) { try SampleFile.setAside(path, stamp: "x") }
    }

    @Test func `a database of something else is not written to`() throws {
        try folder.execute("log.samples.sqlite", "CREATE TABLE cake (eggs)")
        let expected = StoreError.damaged(.file("it is a database of something else"))
        #expect(throws: expected) { try SampleHistory(path: path) }
        #expect(throws: expected) {
            try SampleWriter.open(path: path, settings: HistorySettings())
        }
    }

    @Test func `the samples of a newer Tocsin are left alone`() async throws {
        let first = try writer()
        await first.close()
        try folder.execute("log.samples.sqlite", "PRAGMA user_version = 2")
        let expected = StoreError.newer(path: StoreFile.real(path), version: 2, known: 1)
        #expect(throws: expected) { try SampleHistory(path: path) }
        #expect(throws: expected) {
            try SampleWriter.open(path: path, settings: HistorySettings())
        }
    }

    @Test func `a damaged series costs that part alone`() async throws {
        let first = try writer()
        try await first.record(polls(0..<1000))
        await first.close()
        let whole = try await read()
        try folder.execute(
            "log.samples.sqlite",
            "UPDATE series SET data = zeroblob(9) WHERE key = (SELECT min(key) FROM series)",
            "UPDATE block SET times = x'00' WHERE id = (SELECT max(id) FROM block WHERE level = 0)",
            "UPDATE head SET data = x'FFFFFF' WHERE key = (SELECT max(key) FROM head)"
        )
        let history = try SampleHistory(path: path)
        let bins = try await history.bins(
            of: "a",
            from: Timestamp(milliseconds: 0),
            to: Timestamp(milliseconds: .max),
            step: .zero
        )
        #expect(history.damagedParts == 2)
        history.close()
        #expect((200..<whole.count).contains(bins["m0"]?.count ?? 0))
        let next = try writer()
        try await next.record(polls(1000..<1500))
        #expect(try await read().last?.start == Self.start + .seconds(60 * 1499))
        await next.close()
    }

    @Test func `bytes changed anywhere in the file never trap`() async throws {
        let first = try writer()
        try await first.record(polls(0..<1000))
        await first.close()
        let whole = try folder.bytes("log.samples.sqlite")
        var random = SeededGenerator(seed: 11)
        for _ in 0..<60 {
            var damaged = whole
            for _ in 0..<8 {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(
                    in: 0...255,
                    using: &random
                )
            }
            try folder.write(damaged, to: "log.samples.sqlite")
            let bins = try? await read()
            #expect((bins?.count ?? 0) <= 2000)
        }
    }

    @Test func `what is older than is to be kept goes, the bins stay`() async throws {
        let writer = try writer(HistorySettings(keep: .seconds(3600)))
        try await writer.record(polls(0..<2000))
        let end = Self.start + .seconds(60 * 2000)
        while try await writer.prune(at: end, limit: 1) {}
        let bins = try await read()
        let samples = bins.filter { $0.count == 1 && $0.start > end - .seconds(6 * 3600) }
        #expect(samples.count >= 60)
        #expect(samples.count < 600)
        // Where no samples are left, spans of five minutes are given instead.
        #expect(bins.first?.start == Self.start)
        #expect(bins.first?.count == 5)
        // A span that lies across the border is left out, so that no sample counts twice.
        #expect((1995...2000).contains(bins.reduce(0) { $0 + $1.count }))
        let hours = try await read(step: .seconds(3600))
        #expect(hours.count == 34)
        #expect(hours.reduce(0) { $0 + $1.count } == 2000)
        await writer.close()
    }

    @Test func `the file does not grow beyond its size, the oldest samples go first`() async throws
    {
        let limit = 1_500_000.0
        let writer = try writer(HistorySettings(sizeBytes: limit))
        for first in stride(from: 0, to: 12_000, by: 1000) {
            try await writer.record(polls(first..<first + 1000, metrics: 30))
            while try await writer.prune(at: Self.start + .seconds(60 * first)) {}
        }
        await writer.close()
        #expect(Double(try folder.bytes("log.samples.sqlite").count) < limit * 1.2)
        let bins = try await read(step: .seconds(60))
        #expect(bins.last?.start == Self.start + .seconds(60 * 11_999))
        #expect(bins.first?.count ?? 0 > 1)
    }
}
