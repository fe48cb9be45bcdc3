import EventStore
import FleetModel
import Glibc
import Primitives
import Probing
import Runtime
import Synchronization

/// What watching thousands of nodes costs, and whether a hanging few delay the rest.
enum ScaleBenchmark {
    private static let nodes = 2000
    private static let silentShare = 20
    private static let warmSeconds = 14.0
    private static let measuredSeconds = 20.0

    static func run() throws -> Section {
        OpenFileLimit.raise()
        let silent = nodes / silentShare
        let pages = try blocking { try await PageServer.start(count: nodes - silent) }
        let mute = try blocking { try await PageServer.start(count: silent, isMute: true) }
        defer {
            blocking {
                await pages.stop()
                await mute.stop()
            }
        }
        var section = Section(
            "scale",
            method: "\(nodes) nodes each 10 s, 12 names of node_exporter, \(silent) never answer"
        )
        let folder = try ScratchFolder()
        let ports = (pages.ports + mute.ports).map(String.init)
        let worker = try ChildProcess(
            ChildProcess.own,
            [ScaleWorker.word] + ports,
            output: folder.file("lateness")
        )
        defer { worker.stop() }
        Stopwatch.wait(seconds: warmSeconds)
        guard let before = worker.cpuSeconds else {
            throw BenchmarkFailure("the watching program ended by itself")
        }
        Stopwatch.wait(seconds: measuredSeconds)
        guard let after = worker.cpuSeconds, let memory = worker.residentMegabytes else {
            throw BenchmarkFailure("the watching program ended by itself")
        }
        worker.stop()
        let lateness = try Files.text(folder.file("lateness"))
            .split(separator: "\n").compactMap { Double($0) }.sorted()
        guard !lateness.isEmpty else { throw BenchmarkFailure("no poll was measured") }
        section.add(
            "CPU",
            (after - before) / measuredSeconds * 100,
            "% of a core",
            note: "Prometheus keeping the same names at 15 s: 9 % (1.1 of the monitoring notes)"
        )
        section.add(
            "resident memory",
            memory,
            "MB",
            .atMost(195),
            note: "vmagent 195, Prometheus 574 to 645 with the same names"
        )
        section.add(
            "lateness of a poll, 99th percentile",
            lateness[lateness.count * 99 / 100],
            "ms",
            .atMost(250),
            note: "\(lateness.count) polls; the longest \(Figure.text(lateness.last ?? 0)) ms"
        )
        return section
    }
}

/// The process that watches the nodes and writes down how late each poll began.
enum ScaleWorker {
    /// The first argument of this process.
    static let word = "--scale"

    /// Watches until it is stopped, and no longer than two minutes.
    static func run(ports: [String]) {
        alarm(120)
        OpenFileLimit.raise()
        let picks = PageServer.wantedNames.map { name in
            MetricPick(name: MetricName(name), series: name)
        }
        let fleet = Fleet(
            name: "scale",
            nodes: ports.map { port in
                let url = "http://127.0.0.1:\(port)/metrics"
                let probe = ProbeSpec(target: .prometheus(url: url, metrics: picks))
                return Node(id: NodeID("node-\(port)"), probes: [probe])
            },
            polling: Polling(interval: .seconds(10), timeout: .seconds(2), concurrency: 256)
        )
        let session = Session(
            fleet: fleet,
            log: InMemoryEventLog(),
            clock: RealClock(),
            device: "benchmark"
        )
        blocking { await watch(fleet, session) }
    }

    private static func watch(_ fleet: Fleet, _ session: Session) async {
        let clock = RealClock()
        let runner = ProbeRunner(client: ProbeClient(), fleet: fleet) { clock.now }
        let inbox = Inbox()
        await withTaskGroup { group in
            group.addTask {
                await runner.run(
                    noteLateness: { Report.write("\($0.milliseconds)\n") },
                    { inbox.add($0) }
                )
            }
            while !Task.isCancelled {
                await session.take(inbox.takeAll())
                _ = try? await session.evaluate()
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    /// Observations on their way from the polls to the judgement.
    private final class Inbox: Sendable {
        private let waiting = Mutex<[Observation]>([])

        func add(_ observation: Observation) {
            waiting.withLock { $0.append(observation) }
        }

        func takeAll() -> [Observation] {
            waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
        }
    }
}
