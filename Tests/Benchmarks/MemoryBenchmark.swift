import EventStore
import Glibc
import IncidentLog
import Monitoring
import Runtime
import Screens
import SQLiteStore

/// The memory of a command centre that has seen much.
enum MemoryBenchmark {
    private static let lines = 50_000

    static func run() throws -> Section {
        var section = Section(
            "memory",
            method:
                "a process of its own: 200 nodes, full histories, \(lines) lines read, one frame"
        )
        let folder = try ScratchFolder()
        let path = folder.file("log")
        try write(to: path)
        let worker = try ChildProcess(
            ChildProcess.own,
            [MemoryWorker.word, path],
            output: folder.file("results")
        )
        for _ in 0..<600 where worker.isRunning { Stopwatch.wait(seconds: 0.05) }
        let results = Results.read(try Files.text(folder.file("results")))
        guard let bare = results["bare"], let full = results["full"] else {
            throw BenchmarkFailure("the process that should tell its memory did not")
        }
        section.add("before anything is read", bare, "MB")
        section.add(
            "with all of it",
            full,
            "MB",
            .atMost(30),
            note: "\(MetricReading.historyLimit) points a metric, \(AppModel.entryLimit) lines kept"
        )
        return section
    }

    private static func write(to path: String) throws {
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        var sample = SampleLog(fleet: try SampleFleet(nodes: 200).fleet)
        for batch in 0..<lines / 1000 {
            let drafts = try sample.drafts(1000)
            try blocking { _ = try await log.append(drafts, expecting: Int64(batch * 1000)) }
        }
        blocking { await log.close() }
    }
}

/// The process whose memory is measured.
enum MemoryWorker {
    /// The first argument of this process.
    static let word = "--hold"

    /// Reads the log into a screen, draws it, and tells the memory before and after.
    static func run(path: String) throws {
        Results.write("bare", ChildProcess.residentMegabytes(of: "self") ?? 0)
        var screen = try SampleScreen(nodes: 200, entries: 2)
        let log = try SQLiteEventLog(path: path, mode: .readOnly)
        while true {
            let after = screen.model.log.sequence
            let page = try blocking { try await log.entries(after: after, limit: 2000) }
            screen.take(page)
            if page.count < 2000 { break }
        }
        _ = screen.draw()
        Results.write("full", ChildProcess.residentMegabytes(of: "self") ?? 0)
    }
}
