import EventStore
import FleetModel
import Glibc
import Monitoring
import Primitives
import Runtime
import SampleStore

/// What keeping samples costs, in the file, in time and in memory.
enum HistoryBenchmark {
    private static let nodes = 6
    private static let signals = 40
    /// Nearly two days and a half at 30 s a poll: 1.7 million samples in 240 series.
    private static let polls = 7000
    private static let interval = Duration.seconds(30)
    private static let start = Timestamp(seconds: 1_658_000_400)

    static func run() throws -> Section {
        let folder = try ScratchFolder()
        let path = folder.file("log.samples.sqlite")
        var section = Section(
            "history",
            method: "\(nodes * signals) series as of Substrate nodes, a poll each 30 s ± 3 ms"
        )
        try record(path, &section)
        try measureSize(path, &section)
        try measureReading(path, &section)
        try measureMemory(&section)
        return section
    }

    private static func record(_ path: String, _ section: inout Section) throws {
        guard
            let writer = try SampleWriter.open(
                path: path,
                settings: HistorySettings(keep: .seconds(30 * 86_400))
            )
        else { throw BenchmarkFailure("another program writes to \(path)") }
        var generators = (0..<nodes).map { SampleNode(number: $0, signals: signals) }
        var cpu = 0.0
        for first in stride(from: 0, to: polls, by: 100) {
            var batch: [Observation] = []
            for number in first..<first + 100 {
                let at = start + interval * number
                for place in generators.indices { batch.append(generators[place].poll(at: at)) }
            }
            cpu += try Stopwatch.cpu { [batch] in try blocking { try await writer.record(batch) } }
        }
        blocking { await writer.close() }
        let samples = Double(nodes * (signals + 1) * polls)
        section.add("recorded, sealed and summed up", samples / cpu, "samples/s of CPU")
        section.add(
            "CPU to keep 1,000 polls of \(signals) samples",
            cpu / samples * Double(signals) * 1000,
            "s"
        )
    }

    private static func measureSize(_ path: String, _ section: inout Section) throws {
        let history = try SampleHistory(path: path)
        let sealed = try blocking { try await history.sealedSize() }
        history.close()
        let each = Double(sealed.bytes) / Double(max(1, sealed.samples))
        section.add(
            "a sealed sample",
            each,
            "bytes",
            .atMost(2.5),
            note: "delta varint + deflate: 2.4"
        )
        // 200 nodes, 40 signals, a poll each 15 s.
        section.add(
            "a day of 200 nodes, every sample",
            each * 200 * 40 * 5760 / 1e6,
            "MB",
            .atMost(120)
        )
        var status = stat()
        guard stat(path, &status) == 0 else { throw BenchmarkFailure.system(path) }
        section.add(
            "the whole file, bins and heads included",
            Double(status.st_size) / Double(nodes * (signals + 1) * polls),
            "bytes a sample"
        )
    }

    private static func measureReading(_ path: String, _ section: inout Section) throws {
        let end = start + interval * polls
        let history = try SampleHistory(path: path)
        func milliseconds(
            _ metrics: [MetricName]?,
            _ step: Duration,
            expecting count: Int
        ) throws -> Double {
            let start = Stopwatch.wallSeconds
            let bins = try blocking {
                try await history.bins(
                    of: "node-3",
                    metrics: metrics,
                    from: end - .seconds(86_400),
                    to: end,
                    step: step
                )
            }
            let span = Stopwatch.wallSeconds - start
            guard bins.count == (metrics?.count ?? signals + 1),
                bins.values.allSatisfy({ abs($0.count - count) <= 1 })
            else { throw BenchmarkFailure("the history tells another story") }
            return span * 1000
        }
        let one = try Samples(runs: 50) {
            try milliseconds([.memory], .zero, expecting: 2880)
        }
        section.add(
            "24 h of one series, every sample",
            one.median,
            "ms",
            .atMost(1),
            note: "chunks of 120, delta varint: 0.1 without decoding"
        )
        let all = try Samples(runs: 20) {
            try milliseconds(nil, .seconds(300), expecting: 288)
        }
        section.add("24 h of \(signals) series in five minutes", all.median, "ms", .atMost(16))
        history.close()
    }

    private static func measureMemory(_ section: inout Section) throws {
        var readings = FleetReadings()
        var generators = (0..<250).map { SampleNode(number: $0, signals: signals) }
        let before = ChildProcess.residentMegabytes(of: "self") ?? 0
        for number in 0..<MetricReading.historyLimit + 10 {
            let at = start + .seconds(10 * number)
            for place in generators.indices { readings.apply(generators[place].poll(at: at)) }
        }
        let after = ChildProcess.residentMegabytes(of: "self") ?? 0
        guard readings.nodes.count == generators.count else {
            throw BenchmarkFailure("the readings were lost")
        }
        section.add(
            "recent samples in memory, \(MetricReading.historyLimit) a series",
            (after - before) * 1e6 / Double(250 * (signals + 1)),
            "bytes a series",
            .atMost(1000),
            note: "1,920 as plain numbers"
        )
    }
}

/// A node whose numbers move as those of a real Substrate node do.
private struct SampleNode {
    private let id: NodeID
    private let names: [MetricName]
    private var values: [Double]
    private var random: SeededGenerator

    init(number: Int, signals: Int) {
        id = NodeID("node-\(number)")
        names = (0..<signals).map { place in
            switch place {
            case 0: .memory
            case 1: .heightBest
            case 2: .cpuSeconds
            case 3: .peers
            default: MetricName("signal.\(place)")
            }
        }
        values = (0..<signals).map { Double($0 * 1000 + number) }
        values[0] = 6e8
        random = SeededGenerator(seed: UInt64(number + 1))
    }

    /// Pages of memory, blocks, CPU time, peers; then in turn counters, gauges, queues, flags and
    /// averages of a few decimals.
    mutating func poll(at moment: Timestamp) -> Observation {
        for place in values.indices { values[place] = next(place) }
        return Observation(
            node: id,
            probeIndex: 0,
            at: moment + .milliseconds(Int.random(in: -3...3, using: &random)),
            latency: .milliseconds(Int.random(in: 11...14, using: &random)),
            samples: zip(names, values).map { Sample($0, $1) }
        )
    }

    private mutating func next(_ place: Int) -> Double {
        let value = values[place]
        switch place {
        case 0: return value + Double(Int.random(in: -30...40, using: &random) * 4096)
        case 1: return value + Double(Int.random(in: 2...3, using: &random))
        case 2:
            let growth = Double.random(in: 3...6, using: &random)
            return ((value + growth) * 100).rounded() / 100
        case 3: return Double(Int.random(in: 36...40, using: &random))
        default: break
        }
        switch place % 6 {
        case 0: return value + Double(Int.random(in: 0...2000, using: &random))
        case 1: return value + Double(Int.random(in: -2...2, using: &random))
        case 2: return Double(Int.random(in: 0...30, using: &random))
        case 3: return value
        case 4: return value + Double(Int.random(in: 0...1, using: &random))
        default: return (Double.random(in: 0...4, using: &random) * 1000).rounded() / 1000
        }
    }
}
