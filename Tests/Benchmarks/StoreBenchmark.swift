import EventStore
import Glibc
import IncidentLog
import Primitives
import Runtime
import SQLiteStore

/// The log on disk, beside what the disk itself can do in the same folder in the same seconds.
enum StoreBenchmark {
    private static let entryCount = 100_000
    private static let rounds = 8
    private static let appendsPerRound = 25

    static func run() throws -> Section {
        let folder = try ScratchFolder()
        var section = Section("store", method: "SQLite, one writer, in \(folder.path)")
        let path = folder.file("log")
        var sample = SampleLog(fleet: try SampleFleet(nodes: 40).fleet)
        try measureAppends(in: folder, &section)
        try fill(path, from: &sample, &section)
        try measureReading(path, &section)
        return section
    }

    // MARK: Durable appends

    /// One by one and in batches, in turns with plain writes: a disk's pace changes within minutes.
    private static func measureAppends(in folder: ScratchFolder, _ section: inout Section) throws {
        var sample = SampleLog(fleet: try SampleFleet(nodes: 40).fleet)
        let log = try SQLiteEventLog(path: folder.file("appends"), mode: .readWrite)
        let disk = try RawDisk(folder.file("raw"))
        var raw: [Double] = []
        var single: [Double] = []
        var batched: [Double] = []
        for _ in 0..<rounds {
            for _ in 0..<appendsPerRound { raw.append(try disk.append()) }
            single += try append(sample.drafts(appendsPerRound), batch: 1, to: log)
            batched += try append(sample.drafts(4 * 100), batch: 100, to: log)
        }
        blocking { await log.close() }
        let rate = 1 / Samples(raw).median
        section.add("plain write and fdatasync of 411 bytes", rate, "writes/s, median")
        section.add(
            "durable appends one by one",
            1 / Samples(single).median,
            "entries/s, median",
            .atLeast(rate),
            note: "budget: the disk's own rate"
        )
        section.add(
            "durable appends, 99th percentile",
            Samples(single).percentile(0.99) * 1000,
            "ms",
            .atMost(Samples(raw).percentile(0.99) * 2000 + 1),
            note: "budget: twice the disk's own and 1 ms"
        )
        section.add(
            "durable appends, 100 at a time",
            100 / Samples(batched).median,
            "entries/s, median",
            .atLeast(rate)
        )
    }

    /// Appends drafts in batches and returns the seconds that each batch took.
    private static func append(
        _ drafts: [EntryDraft],
        batch: Int,
        to log: SQLiteEventLog
    ) throws -> [Double] {
        try blocking {
            var last = try await log.lastSequence()
            var spans: [Double] = []
            for start in stride(from: 0, to: drafts.count, by: batch) {
                let part = Array(drafts[start..<start + batch])
                let began = Stopwatch.wallSeconds
                last = try await log.append(part, expecting: last).last?.sequence ?? last
                spans.append(Stopwatch.wallSeconds - began)
            }
            return spans
        }
    }

    // MARK: A long log

    private static func fill(
        _ path: String,
        from sample: inout SampleLog,
        _ section: inout Section
    ) throws {
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        var cpu = 0.0
        for _ in 0..<entryCount / 1000 {
            let drafts = try sample.drafts(1000)
            let before = Stopwatch.cpuSeconds
            _ = try append(drafts, batch: 1000, to: log)
            cpu += Stopwatch.cpuSeconds - before
        }
        blocking { await log.close() }
        section.add("CPU of an append, 1,000 at a time", cpu / Double(entryCount) * 1e6, "µs")
    }

    private static func measureReading(_ path: String, _ section: inout Section) throws {
        let thousands = "100,000 entries: "
        let opening = try Samples(runs: 5) {
            let start = Stopwatch.wallSeconds
            let log = try SQLiteEventLog(path: path, mode: .readWrite)
            let span = Stopwatch.wallSeconds - start
            blocking { await log.close() }
            return span * 1000
        }
        // The log is opened before the first frame and read after it.
        section.add(
            thousands + "open with its checks",
            opening.median,
            "ms",
            .atMost(19),
            note: "budget: btop's first frame"
        )

        let log = try SQLiteEventLog(path: path, mode: .readOnly)
        var incidents = 0
        let folding = try Samples(runs: 3) {
            try Stopwatch.cpu {
                incidents = try blocking { try await fold(log).incidents.count }
            }
        }
        guard incidents == 1 else { throw BenchmarkFailure("the log tells another story") }
        section.add(thousands + "read and fold", folding.median * 1000, "ms of CPU")
        let starting = try Samples(runs: 3) {
            let start = Stopwatch.wallSeconds
            let log = try SQLiteEventLog(path: path, mode: .readWrite)
            _ = try blocking { try await fold(log) }
            let span = Stopwatch.wallSeconds - start
            blocking { await log.close() }
            return span * 1000
        }
        section.add(thousands + "open, read and fold", starting.median, "ms")
        let verifying = try Samples(runs: 3) {
            try Stopwatch.cpu {
                let result = blocking { await LogVerification.verify(log) { _ in } }
                let verification = try result.get()
                guard verification.damage == nil, verification.verifiedCount == entryCount else {
                    throw BenchmarkFailure("the log does not verify")
                }
            }
        }
        section.add(thousands + "verify the chain", verifying.median * 1000, "ms of CPU")
        blocking { await log.close() }
    }

    private static func fold(_ log: SQLiteEventLog) async throws -> LogState {
        var state = LogState()
        while true {
            let page = try await log.entries(after: state.sequence, limit: 2000)
            for entry in page { state.apply(entry) }
            if page.count < 2000 { return state }
        }
    }
}

/// A file that is written to as plainly as can be.
private final class RawDisk {
    private let descriptor: Int32
    /// As many bytes as an entry of a real incident takes on average.
    private let bytes = [UInt8](repeating: 0x61, count: 411)

    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BenchmarkFailure.system(path) }
    }

    deinit { close(descriptor) }

    /// Appends once and returns the seconds until it was on the disk.
    func append() throws -> Double {
        let start = Stopwatch.wallSeconds
        guard write(descriptor, bytes, bytes.count) == bytes.count, fdatasync(descriptor) == 0
        else { throw BenchmarkFailure.system("the disk") }
        return Stopwatch.wallSeconds - start
    }
}
