import FleetModel
import Monitoring
import Primitives
import TestSupport
import Testing

/// Judging a fleet again and again.
struct FleetAssessorTests {
    private static let start = Timestamp(seconds: 1_700_000_000)

    private static let fleet = Fleet(
        name: "mixed",
        nodes: [
            Node(
                id: "w1",
                probes: [ProbeSpec(target: .waku(rest: "http://w1", rpc: nil, metrics: nil))]
            ),
            Node(
                id: "w2",
                probes: [ProbeSpec(target: .waku(rest: "http://w2", rpc: nil, metrics: nil))]
            ),
            Node(id: "p1", probes: [ProbeSpec(target: .prometheus(url: "http://p1", metrics: []))]),
            Node(
                id: "p2",
                probes: [
                    ProbeSpec(target: .prometheus(url: "http://p2", metrics: [])),
                    ProbeSpec(target: .http(url: "http://p2", status: 200, contains: nil)),
                ]
            ),
            Node(id: "c1", probes: [ProbeSpec(target: .prometheus(url: "http://c1", metrics: []))]),
            Node(id: "c2", probes: [ProbeSpec(target: .prometheus(url: "http://c2", metrics: []))]),
            Node(id: "c3", probes: [ProbeSpec(target: .prometheus(url: "http://c3", metrics: []))]),
        ]
    )

    private func observation(
        of node: Node,
        at now: Timestamp,
        _ random: inout SeededGenerator
    ) -> Observation {
        let isSilent = Int.random(in: 0..<3, using: &random) == 0
        var samples: [Sample] = []
        var facts: [Fact] = []
        let number = node.id.rawValue
        if number.hasPrefix("c") {
            let lag = Int.random(in: 0..<8, using: &random) == 0 ? 40.0 : 0
            samples.append(Sample(.heightBest, (now - Self.start).inSeconds / 6 - lag))
            samples.append(Sample(.peers, Double(Int.random(in: 0..<3, using: &random))))
        } else if number.hasPrefix("w") {
            facts.append(Fact(.peerID, [number]))
            let knows = Bool.random(using: &random)
            facts.append(Fact(.connectedPeers, knows ? ["w1", "w2"] : []))
        } else {
            samples.append(Sample(.memory, 1e6))
        }
        return Observation(
            node: node.id,
            probeIndex: Int.random(in: 0..<node.probes.count, using: &random),
            at: now,
            latency: isSilent ? nil : .milliseconds(5),
            samples: isSilent ? [] : samples,
            facts: isSilent ? [] : facts,
            problems: isSilent ? [Problem(part: "metrics", reason: .refused)] : []
        )
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `what is remembered changes nothing about the verdicts`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var assessor = FleetAssessor()
        var readings = FleetReadings()
        var others = FleetReadings()
        var verdicts: Set<NodeAssessment.Verdict> = []
        for second in 0..<400 {
            let now = Self.start + .seconds(second)
            for node in Self.fleet.nodes where Int.random(in: 0..<25, using: &random) == 0 {
                let told = observation(of: node, at: now, &random)
                readings.apply(told)
                others.apply(told)
            }
            let again = assessor.assess(Self.fleet, &readings, at: now)
            let anew = Self.fleet.assess(&others, at: now)
            #expect(again == anew, "after \(second) s")
            verdicts.formUnion(again.values.map(\.verdict))
        }
        #expect(verdicts == Set(NodeAssessment.Verdict.allCases))
    }

    @Test
    func `a lag that stays is remembered as far back as other numbers`() throws {
        var assessor = FleetAssessor()
        var readings = FleetReadings()
        for step in 0..<2400 {
            let now = Self.start + .milliseconds(250 * Int64(step))
            if step % 40 == 0 {
                for (place, node) in ["c1", "c2", "c3"].enumerated() {
                    readings.apply(
                        Observation(
                            node: NodeID(node),
                            probeIndex: 0,
                            at: now,
                            latency: .milliseconds(5),
                            samples: [Sample(.heightBest, Double(step / 40 - place))]
                        )
                    )
                }
            }
            _ = assessor.assess(Self.fleet, &readings, at: now)
        }
        let lag = try #require(readings.nodes["c3"]?.metrics[.lag])
        let height = try #require(readings.nodes["c3"]?.metrics[.heightBest])
        let oldest = try #require(lag.history.first)
        let limit = try #require(height.history.first).at + .seconds(10)
        #expect(oldest.at <= limit)
    }

    @Test
    func `a node that comes or goes is judged, and so is time that went back`() {
        var assessor = FleetAssessor()
        var readings = FleetReadings()
        var fleet = Self.fleet
        #expect(assessor.assess(fleet, &readings, at: Self.start).count == 7)
        fleet.nodes.removeLast()
        #expect(assessor.assess(fleet, &readings, at: Self.start).count == 6)
        readings.apply(
            Observation(node: "p1", probeIndex: 0, at: Self.start, latency: .milliseconds(5))
        )
        #expect(assessor.assess(fleet, &readings, at: Self.start)["p1"]?.verdict == .healthy)
        let later = Self.start + .seconds(3600)
        #expect(assessor.assess(fleet, &readings, at: later)["p1"]?.verdict == .unknown)
        #expect(assessor.assess(fleet, &readings, at: Self.start)["p1"]?.verdict == .healthy)
        readings.forget("p1")
        #expect(assessor.assess(fleet, &readings, at: Self.start)["p1"]?.verdict == .unknown)
    }
}
