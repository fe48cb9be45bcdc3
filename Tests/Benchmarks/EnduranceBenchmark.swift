import EventStore
import FleetModel
import Glibc
import Primitives
import Runtime

/// Whether memory grows while thousands of nodes are watched: hours of polls, played as fast as
/// they can be judged.
enum EnduranceBenchmark {
    private static let nodes = 2000
    /// The hours after which memory is read; all windows of the detectors are full long before the
    /// last but one.
    private static let hours = [1, 3, 6, 9]

    static func run() throws -> Section {
        var section = Section(
            "endurance",
            method: "\(nodes) nodes each 10 s, 12 metrics, played; resident memory of a process"
        )
        let folder = try ScratchFolder()
        let output = folder.file("memory")
        let worker = try ChildProcess(
            ChildProcess.own,
            [EnduranceWorker.word, "\(nodes)"] + hours.map(String.init),
            output: output
        )
        while worker.isRunning { Stopwatch.wait(seconds: 0.2) }
        let figures = try Files.text(output).split(separator: "\n").compactMap { Double($0) }
        guard figures.count == hours.count else {
            throw BenchmarkFailure("the process that watches ended early")
        }
        for (hour, megabytes) in zip(hours, figures) {
            section.add("after \(hour) h", megabytes, "MB")
        }
        section.add(
            "growth at the end",
            (figures[3] - figures[2]) / Double(hours[3] - hours[2]),
            "MB/h",
            .atMost(1)
        )
        return section
    }
}

/// The process that watches.
enum EnduranceWorker {
    /// The first argument of this process.
    static let word = "--endurance"

    private static let interval = Duration.seconds(10)

    /// Plays polls and writes the resident memory in MB after each of these hours.
    static func run(_ arguments: [String]) {
        alarm(1800)
        let numbers = arguments.compactMap(Int.init)
        guard let count = numbers.first else { return }
        blocking { await play(count, hours: Array(numbers.dropFirst())) }
    }

    private static func play(_ count: Int, hours: [Int]) async {
        let fleet = Fleet(
            name: "endurance",
            nodes: (0..<count).map { place in
                let target = ProbeTarget.prometheus(url: "http://n\(place)/metrics", metrics: [])
                return Node(id: NodeID("n\(place)"), probes: [ProbeSpec(target: target)])
            },
            polling: Polling(interval: interval)
        )
        let clock = PlayedClock()
        let session = Session(
            fleet: fleet,
            log: InMemoryEventLog(),
            clock: clock,
            device: "benchmark"
        )
        var random = SeededGenerator(seed: 7)
        var step = 0
        for hour in hours {
            while step < hour * 360 {
                let observations = fleet.nodes.indices.map { place in
                    observation(of: fleet.nodes[place].id, place, step, clock.now, &random)
                }
                await session.take(observations)
                _ = try? await session.evaluate()
                clock.advance(by: interval)
                step += 1
            }
            Report.write("\(ChildProcess.residentMegabytes(of: "self") ?? 0)\n")
        }
    }

    private static func observation(
        of node: NodeID,
        _ place: Int,
        _ step: Int,
        _ now: Timestamp,
        _ random: inout SeededGenerator
    ) -> Observation {
        func noise(_ size: Double) -> Double { Double.random(in: 0..<size, using: &random) }
        let samples = [
            Sample(.memory, 8e8 + noise(4e7).rounded()),
            Sample(.cpuSeconds, Double(step) * 3 + noise(1)),
            Sample(.startTime, 1_699_000_000), Sample("fds", 200 + noise(9).rounded()),
            Sample(.heightBest, Double(step * 10 / 6)),
            Sample(.heightFinalized, Double(step * 10 / 6 - 2)),
            Sample(.peers, 40 + noise(5).rounded()), Sample("load", noise(2)),
            Sample("memory.available", 3e10), Sample("t0", Double(step * 7)),
            Sample("t1", Double(step * 70) + noise(60).rounded()), Sample("series", 507),
        ]
        return Observation(
            node: node,
            probeIndex: 0,
            at: now,
            latency: .milliseconds(Int64(2 + noise(3))),
            samples: samples,
            facts: [Fact(.version, ["3.2.1"])]
        )
    }
}
