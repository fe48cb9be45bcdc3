import CNcurses
import Glibc

/// What goes over the line to the terminal, counted by the system on both sides of a pseudo
/// terminal: a process of its own draws, this one reads.
enum TerminalBenchmark {
    static func run() throws -> Section {
        var section = Section(
            "terminal",
            method: "200x60, xterm-256color, 5,000 entries, a process of its own on a pty"
        )
        try measure(nodes: 40, into: &section)
        try measure(nodes: 2000, into: &section)
        return section
    }

    private static func measure(nodes: Int, into section: inout Section) throws {
        let results = try draw(nodes: nodes)
        func add(_ name: String, _ key: String, _ unit: String, _ budget: Figure.Budget? = nil) {
            guard let value = results[key] else {
                section.remarks.append("\(name): not measured")
                return
            }
            section.add("\(nodes) nodes: \(name)", value, unit, budget)
        }
        if nodes == 40 {
            add("first frame", "first.bytes", "bytes")
            add("nothing changed", "idle.bytes", "bytes a frame", .atMost(0))
            add("nothing changed", "idle.writes", "writes a frame", .atMost(0))
            add("40 rows, the mean", "refresh.bytes", "bytes a refresh", .atMost(1200))
            add("40 rows, the largest", "refresh.largest", "bytes a refresh")
            add("synchronized updates", "updates", "a frame", .atMost(1))
            add("bytes outside of them", "outside", "bytes", .atMost(0))
            add("40 rows a second", "refresh.share", "% of a core", .atMost(0.1))
        }
        add("the main loop, a minute without news", "quiet.frames", "frames", .atMost(13))
        add("the main loop, a minute without news", "quiet.wakes", "wake-ups", .atMost(14))
        add("the main loop, a minute without news", "quiet.share", "% of a core", .atMost(0.1))
        let seconds = "the main loop, a minute of the seconds of an incident"
        add(seconds, "incident.frames", "frames", .atMost(61))
        add(seconds, "incident.share", "% of a core", .atMost(0.2))
        if nodes == 40 {
            add("the main loop, news each second", "busy.frames", "frames a minute", .atMost(61))
            add("the main loop, news each second", "busy.share", "% of a core", .atMost(0.55))
        }
        add("a key to the last byte, median", "key.median", "ms", .atMost(1))
        add("a key to the last byte, 99th percentile", "key.late", "ms", .atMost(8))
        add("a switch of the view", "switch.median", "ms", .atMost(4))
        add("a switch of the view", "switch.bytes", "bytes")
    }

    /// Runs `TerminalWorker` on a new pseudo terminal and reads whatever it draws.
    private static func draw(nodes: Int) throws -> [String: Double] {
        let folder = try ScratchFolder()
        var name = [CChar](repeating: 0, count: 128)
        let descriptor = cn_pty_open(
            Int32(SampleScreen.size.width),
            Int32(SampleScreen.size.height),
            &name,
            name.count
        )
        guard descriptor >= 0 else { throw BenchmarkFailure.system("a pseudo terminal") }
        defer { close(descriptor) }
        let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        let worker = try ChildProcess(
            ChildProcess.own,
            [TerminalWorker.word, String(nodes)],
            environment: [
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "COLORTERM": nil, "NO_COLOR": nil,
                "TMUX": nil,
            ],
            terminal: path,
            output: folder.file("results")
        )
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var drawn: [UInt8] = []
        while worker.isRunning {
            let count = cn_pty_read(descriptor, &buffer, buffer.count, 20)
            if count > 0 { drawn += buffer[..<count] }
        }
        var results = Results.read(try Files.text(folder.file("results")))
        let (updates, outside) = updates(in: drawn)
        if let frames = results["frames"] { results["updates"] = Double(updates) / frames }
        results["outside"] = Double(outside)
        return results
    }

    /// How many synchronized updates there are, and how many bytes between the first and the last
    /// of them lie in none.
    private static func updates(in bytes: [UInt8]) -> (count: Int, outside: Int) {
        let mark = Array("\u{1B}[?2026".utf8)
        var count = 0
        var outside = 0
        var end: Int?
        for place in bytes.indices.dropLast(mark.count)
        where bytes[place] == mark[0] && bytes[place..<place + mark.count].elementsEqual(mark) {
            if bytes[place + mark.count] == UInt8(ascii: "h") {
                count += 1
                if let end { outside += place - end }
            } else {
                end = place + mark.count + 1
            }
        }
        return (count, outside)
    }
}

/// The numbers that a process of ours leaves for the one that started it: `name value` a line.
enum Results {
    static func write(_ name: String, _ value: Double) {
        Report.write("\(name) \(value)\n")
    }

    static func read(_ text: String) -> [String: Double] {
        var results: [String: Double] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2 { results[String(words[0])] = Double(words[1]) }
        }
        return results
    }
}
