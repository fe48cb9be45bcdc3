import Detection
import Glibc
import FleetModel
import IncidentLog
import Primitives
import Testing

@Suite struct CPUDetectorTests {
    /// The cores in use at an hour; nil when there is no answer.
    private typealias Course = @Sendable (Double) -> Double?

    /// Nodes polled every two minutes, whose cores in use follow from the hour.
    private struct Fleet {
        var detector: CPUDetector
        var cores: [Course]
        var counters: [Double]
        var versions: [NodeID: String] = [:]
        var restarts: [Int: Double] = [:]
        var found: [SignalID: (hour: Double, last: Finding)] = [:]
        var critical: Set<SignalID> = []
        var judgements: [Judgement] = []
        private var step = 0

        init(_ cores: [Course], checks: [Check] = []) {
            self.cores = cores
            counters = [Double](repeating: 5000, count: cores.count)
            detector = CPUDetector(
                fleet: FleetModel.Fleet(
                    name: "test",
                    nodes: cores.indices.map { Node(id: NodeID("n\($0)"), probes: []) },
                    checks: checks,
                    polling: Polling(interval: .seconds(120))
                )
            )
        }

        mutating func run(until end: Double) {
            while Double(step) / 30 < end {
                let hour = Double(step) / 30
                step += 1
                let at = Timestamp(seconds: 1_658_793_600 + Int64(step * 120))
                for place in cores.indices {
                    guard let use = cores[place](hour) else { continue }
                    counters[place] += use * 120
                    if let restart = restarts[place], hour >= restart {
                        counters[place] = 1
                        restarts[place] = nil
                    }
                    detector.observe(
                        Observation(
                            node: NodeID("n\(place)"),
                            probeIndex: 0,
                            at: at,
                            latency: .milliseconds(3),
                            samples: [Sample(.cpuSeconds, counters[place])]
                        )
                    )
                }
                judgements = detector.judge(at: at, versions: versions)
                for case .stands(let finding) in judgements {
                    found[finding.id] = (found[finding.id]?.hour ?? hour, finding)
                    if finding.priority == .critical { critical.insert(finding.id) }
                }
            }
        }
    }

    private static func use(_ seed: UInt64, factor: Double = 1, from: Double = .infinity)
        -> Course
    {
        let noise = TestNoise(seed: seed, hours: 51)
        return { hour in
            let load = 1 + 0.3 * sin(hour / 24 * 2 * .pi)
            return 0.4 * load * exp(0.1 * noise.at(hour)) * (hour >= from ? factor : 1)
        }
    }

    private func use(_ seed: UInt64, factor: Double = 1, from: Double = .infinity)
        -> Course
    {
        Self.use(seed, factor: factor, from: from)
    }

    /// Five nodes after thirty quiet hours, played once; what they do from then on is set.
    private static let quiet: Fleet = {
        var fleet = Fleet((1...5).map { use($0) })
        fleet.run(until: 30)
        return fleet
    }()

    private func fleet(_ cores: [Course]) -> Fleet {
        var fleet = Self.quiet
        fleet.cores = cores
        return fleet
    }

    @Test func `twice the CPU of before is found within the hour, and is urgent`() throws {
        var fleet = fleet([use(1, factor: 2.1, from: 30)] + (2...5).map { use($0) })
        fleet.run(until: 32)
        let found = try #require(fleet.found["cpu/n0"])
        #expect(found.hour > 30 && found.hour < 30.75, "\(found.hour)")
        #expect(fleet.critical == ["cpu/n0"])
        #expect(fleet.found.count == 1)
        #expect(found.last.kind == .cpu)
        #expect(found.last.text.hasPrefix("high CPU use on n0: 2."), "\(found.last.text)")
        #expect(found.last.text.contains("not so on the 4 nodes it is held against"))
    }

    @Test func `a check of that name never shares its signal`() throws {
        let check = Check(name: "cpu", condition: try Condition(parsing: "cpu.seconds > 1"))
        var fleet = Fleet((1...5).map { use($0) }, checks: [check])
        fleet.run(until: 31)
        #expect(fleet.judgements.first == .calm("cpu detector/n0"))
    }

    @Test func `load that all nodes have is nobody's fault`() {
        var fleet = fleet((1...5).map { use($0, factor: 2, from: 30) })
        fleet.run(until: 36)
        #expect(fleet.found.isEmpty)
    }

    @Test func `most nodes may burn when those of another version do not`() {
        var fleet = fleet((1...5).map { use($0, factor: 2, from: $0 < 4 ? 30 : .infinity) })
        for place in 0..<5 { fleet.versions[NodeID("n\(place)")] = place < 3 ? "2" : "1" }
        fleet.run(until: 32)
        #expect(Set(fleet.found.keys) == ["cpu/n0", "cpu/n1", "cpu/n2"])
        #expect(
            fleet.found["cpu/n1"]?.last.text.hasSuffix("on every 2 node (3 of 3), on no 1 node")
                == true
        )
    }

    @Test func `peers that use less again make nobody burn`() {
        let peers = (2...5).map { (seed: UInt64) -> Course in
            let use = use(seed)
            return { hour in use(hour).map { hour < 30 ? $0 * 2.5 : $0 } }
        }
        var fleet = Fleet([use(1)] + peers)
        fleet.run(until: 34)
        #expect(fleet.found.isEmpty)
        #expect(fleet.judgements.first == .calm("cpu/n0"))
    }

    @Test func `a node without peers is held against its own past`() throws {
        var fleet = Fleet([use(1, factor: 3, from: 30)])
        fleet.run(until: 34)
        #expect(try #require(fleet.found["cpu/n0"]?.hour) < 32.5)
    }

    @Test func `restarts and gaps are no burn`() {
        let gap = use(9)
        var fleet = Fleet(
            (1...4).map { use($0) }
                + [{ hour in hour.truncatingRemainder(dividingBy: 6) < 1 ? nil : gap(hour) }]
        )
        fleet.restarts = [0: 20, 1: 26]
        fleet.run(until: 36)
        #expect(fleet.found.isEmpty)
        #expect(fleet.judgements.count == 5)
    }

    @Test func `calm is said only after some hours`() {
        var fleet = Fleet((1...4).map { use($0) })
        fleet.run(until: 3)
        #expect(fleet.judgements.isEmpty)
        fleet.run(until: 5)
        #expect(fleet.judgements == (0..<4).map { .calm(SignalID("cpu/n\($0)")) })
    }

    @Test func `a burn that ends is calm`() {
        let high = use(1, factor: 2.5, from: 30)
        let low = use(1)
        var fleet = fleet([{ $0 < 32 ? high($0) : low($0) }] + (2...5).map { use($0) })
        fleet.run(until: 31.5)
        #expect(fleet.found["cpu/n0"] != nil)
        fleet.run(until: 36)
        #expect(fleet.judgements.first == .calm("cpu/n0"))
    }

    @Test func `what is kept of a node does not grow`() {
        var fleet = Fleet((1...2).map { use($0) })
        fleet.run(until: 30)
        let before = fleet.detector.storedValues
        fleet.run(until: 50)
        #expect(fleet.detector.storedValues == before)
        #expect(before <= 1200)
    }
}
