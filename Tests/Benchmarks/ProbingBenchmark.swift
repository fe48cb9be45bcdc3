import Glibc
import FleetModel
import Primitives
import Runtime

/// What watching many nodes costs, beside Prometheus and vmagent on the same pages in the same run.
enum ProbingBenchmark {
    private static let nodes = 200
    private static let warmSeconds = 6.0
    private static let measuredSeconds = 10.0

    /// What one program took.
    private struct Cost {
        let cpuPer1000: Double
        let megabytes: Double
        let scrapes: Int
    }

    static func run() throws -> Section {
        let server = try blocking { try await PageServer.start(count: nodes) }
        defer { blocking { await server.stop() } }
        var section = Section(
            "probing",
            method: "\(nodes) nodes on loopback each second, the page of node_exporter, 12 names"
        )
        let ours = try cost(of: try FleetWorker.start(ports: server.ports), server)
        let peers = try peerCosts(server, &section)
        let cheapest = peers.map(\.cpuPer1000).min()
        let smallest = peers.map(\.megabytes).min()
        section.add(
            "tocsin: CPU of 1,000 scrapes",
            ours.cpuPer1000,
            "s",
            cheapest.map { .atMost($0 / 2) },
            note: "\(ours.scrapes) scrapes; budget: half of the cheapest peer, the same names"
        )
        section.add(
            "tocsin: resident memory",
            ours.megabytes,
            "MB",
            smallest.map { .atMost($0) },
            note: "budget: the smallest peer, the same names"
        )
        section.add(
            "tocsin: 200 nodes at 10 s",
            ours.cpuPer1000 / 1000 * 20 * 100,
            "% of a core",
            .atMost(0.1),
            note: "from the CPU of a scrape"
        )
        return section
    }

    /// The programs with every series and with those that are wanted; the latter are the peers.
    private static func peerCosts(
        _ server: PageServer,
        _ section: inout Section
    ) throws -> [Cost] {
        let sink = try blocking { try await RemoteWriteSink.start() }
        defer { blocking { await sink.stop() } }
        var costs: [Cost] = []
        for peer in ScrapePeer.allCases {
            guard peer.isInstalled else {
                section.remarks.append("\(peer.rawValue) is not installed")
                continue
            }
            for keepsAll in [true, false] {
                let folder = try ScratchFolder()
                let program = try peer.start(
                    server.ports,
                    keepsAll: keepsAll,
                    sink: sink.port,
                    in: folder
                )
                let cost = try cost(of: program, server)
                let name = "\(peer.rawValue), \(keepsAll ? "every series" : "the same names"): "
                section.add(
                    name + "CPU of 1,000 scrapes",
                    cost.cpuPer1000,
                    "s",
                    note: "\(cost.scrapes) scrapes"
                )
                section.add(name + "resident memory", cost.megabytes, "MB")
                if !keepsAll { costs.append(cost) }
            }
        }
        return costs
    }

    /// Lets a program scrape for a while, measures the rest, and stops it.
    private static func cost(of program: ChildProcess, _ server: PageServer) throws -> Cost {
        defer { program.stop() }
        Stopwatch.wait(seconds: warmSeconds)
        guard let before = program.cpuSeconds else {
            throw BenchmarkFailure("a program that should scrape ended by itself")
        }
        let servedBefore = server.servedCount
        Stopwatch.wait(seconds: measuredSeconds)
        let scrapes = server.servedCount - servedBefore
        guard let after = program.cpuSeconds, let memory = program.residentMegabytes, scrapes > 0
        else { throw BenchmarkFailure("a program that should scrape did not") }
        return Cost(
            cpuPer1000: (after - before) / Double(scrapes) * 1000,
            megabytes: memory,
            scrapes: scrapes
        )
    }
}

/// The process that watches the nodes as `tocsin fleet watch` does.
enum FleetWorker {
    /// The first argument of this process.
    static let word = "--watch"

    /// Starts it on these ports of 127.0.0.1.
    static func start(ports: [Int]) throws -> ChildProcess {
        try ChildProcess(ChildProcess.own, [word] + ports.map(String.init))
    }

    /// Watches until it is stopped, and no longer than two minutes.
    static func run(ports: [String]) {
        alarm(120)
        let picks = PageServer.wantedNames.map { name in
            MetricPick(name: MetricName(name), series: name)
        }
        let fleet = Fleet(
            name: "bench",
            nodes: ports.map { port in
                let url = "http://127.0.0.1:\(port)/metrics"
                let probe = ProbeSpec(target: .prometheus(url: url, metrics: picks))
                return Node(id: NodeID("node-\(port)"), probes: [probe])
            },
            polling: Polling(interval: .seconds(1))
        )
        blocking { await FleetWatch.follow(fleet, clock: RealClock()) { _ in } }
    }
}
