import CNcurses
import EventStore
import Glibc
import IncidentLog
import Runtime
import SQLiteStore

/// What the released program's own commands cost on a long log, and how soon its screen is there.
enum CommandBenchmark {
    private static let sizes = [100_000, 1_000_000]
    private static let nodes = 2000
    private static let runs = 5

    static func run() throws -> Section {
        let program = try self.program()
        let folder = try ScratchFolder()
        var section = Section("commands", method: "\(program), each run a process of its own")
        try Files.write(fleetFile, to: folder.file("fleet.yaml"))
        var past = SampleLog(fleet: try SampleFleet(nodes: 40).fleet)
        var memory: [String: Double] = [:]
        var count = 0
        // One log that grows: filling it takes longer than all else.
        let path = folder.file("log")
        for size in sizes {
            try fill(path, from: &past, with: size - count)
            count = size
            try measure(program, path, size, &memory, &section)
            try measureStart(program, path, size, folder, &section)
        }
        return section
    }

    /// The program that was built beside this one.
    private static func program() throws -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { letters in
                letters.baseAddress.map { readlink(ChildProcess.own, $0, letters.count) } ?? -1
            }
        }
        guard count > 0 else { throw BenchmarkFailure.system("the path of this program") }
        let own = String(decoding: buffer[..<count], as: UTF8.self)
        let path = own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/tocsin"
        guard access(path, X_OK) == 0 else {
            throw BenchmarkFailure("\(path) is not there: 'make bench' builds it")
        }
        return path
    }

    private static func fill(_ path: String, from sample: inout SampleLog, with count: Int) throws {
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        for _ in 0..<count / 1000 {
            let drafts = try sample.drafts(1000)
            try blocking {
                let last = try await log.lastSequence()
                _ = try await log.append(drafts, expecting: last)
            }
        }
        blocking { await log.close() }
    }

    // MARK: Commands

    private static func measure(
        _ program: String,
        _ path: String,
        _ size: Int,
        _ memory: inout [String: Double],
        _ section: inout Section
    ) throws {
        let add = ["log", "add", "peers are back on the second group", "--as", "bench"]
        let commands: [(name: String, words: [String], budget: Figure.Budget?)] = [
            ("log add", add, .atMost(15)),
            ("log list --limit 20", ["log", "list", "--limit", "20"], nil),
            ("log search", ["log", "search", "pinned", "release"], nil),
            ("log verify", ["log", "verify"], nil),
        ]
        for (name, words, budget) in commands {
            // The first run finds what the filling left cold.
            let spans = try (0..<(name == "log verify" ? 2 : runs)).map { _ in
                try cost(program, words + ["--store", path])
            }
            let title = "\(size) entries: \(name)"
            let cpu = Samples(spans.dropFirst().map(\.cpuSeconds)).median * 1000
            section.add(title, cpu, "ms of CPU", budget)
            let held = Samples(spans.map(\.megabytes)).median
            let limit = memory[name].map { Figure.Budget.atMost($0 * 1.2) }
            let note = limit == nil ? "" : "budget: 1.2 of the shorter log's"
            section.add(title, held, "MB at most", limit, note: note)
            memory[name] = memory[name] ?? held
        }
    }

    private static func cost(
        _ program: String,
        _ words: [String]
    ) throws -> (cpuSeconds: Double, megabytes: Double) {
        let (code, cpuSeconds, megabytes) = try ChildProcess(program, words).finish()
        guard code == 0 else {
            throw BenchmarkFailure("'\(words.joined(separator: " "))' ended with \(code)")
        }
        return (cpuSeconds, megabytes)
    }

    // MARK: The screen

    /// Nodes that nobody answers for: what is measured is there before any answer.
    private static var fleetFile: String {
        "fleet: bench\npoll:\n  every: 60s\nnodes:\n"
            + (0..<nodes).map { number in
                "  - name: node-\(number)\n    prometheus: http://127.0.0.1:1/\(number)\n"
            }.joined()
    }

    /// From the start to the last byte of the first picture, in turns with btop where it is there.
    private static func measureStart(
        _ program: String,
        _ path: String,
        _ size: Int,
        _ folder: ScratchFolder,
        _ section: inout Section
    ) throws {
        let words = ["open", "--fleet", folder.file("fleet.yaml"), "--store", path]
        var ours: [Double] = []
        var peer: [Double] = []
        for _ in 0..<runs {
            ours.append(try firstPicture(program, words, home: folder.path))
            if let span = try? firstPicture("btop", [], home: folder.path) { peer.append(span) }
        }
        let btop = peer.isEmpty ? nil : Samples(peer).median
        section.add(
            "\(size) entries, \(nodes) nodes: start to the first picture",
            Samples(ours).median,
            "ms",
            btop.map { .atMost($0) },
            note: btop == nil ? "btop is not there to compare with" : "budget: btop's in turns"
        )
    }

    /// A picture is there when as many bytes came as it has at least, and then none for a while.
    private static func firstPicture(
        _ program: String,
        _ words: [String],
        home: String
    ) throws -> Double {
        var name = [CChar](repeating: 0, count: 128)
        let size = SampleScreen.size
        let descriptor = cn_pty_open(Int32(size.width), Int32(size.height), &name, name.count)
        guard descriptor >= 0 else { throw BenchmarkFailure.system("a pseudo terminal") }
        defer { close(descriptor) }
        let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        let start = Stopwatch.wallSeconds
        let child = try ChildProcess(
            program,
            words,
            environment: [
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "NO_COLOR": nil, "TMUX": nil,
                "TOCSIN_HOME": home,
            ],
            terminal: path,
            output: path
        )
        defer { child.stop() }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var (bytes, last) = (0, start)
        while Stopwatch.wallSeconds - start < 60 {
            let count = cn_pty_read(descriptor, &buffer, buffer.count, 20)
            if count > 0 {
                bytes += Int(count)
                last = Stopwatch.wallSeconds
            } else if bytes > 2000 {
                return (last - start) * 1000
            } else if !child.isRunning {
                break
            }
        }
        throw BenchmarkFailure("\(program) shows no picture")
    }
}
