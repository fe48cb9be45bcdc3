import Detection
import Glibc
import FleetModel
import IncidentLog
import Primitives
import Testing

/// Upgrades of some nodes, watched for two hours before.
///
/// In the first two hours after it there is too little of a past for the other ways to find a
/// burn.
@Suite struct CPUSiblingTests {
    private static let upgrade = 2.0
    /// No noise is looked at beyond this hour.
    private static let longest = 12

    private struct Member {
        var role: String? = "collator"
        /// The hour of its upgrade, if any.
        var upgrade: Double?
        var version = "3.2.0"
        var cores: (_ hour: Double) -> Double
    }

    /// Nodes polled every two minutes, and when each finding first stood.
    private struct Upgrades {
        var detector: CPUDetector
        let members: [Member]
        var counters: [Double]
        var found: [SignalID: (hour: Double, first: Finding)] = [:]
        var standing: Set<SignalID> = []
        var critical: Set<SignalID> = []
        private var step = 0

        init(_ members: [Member]) {
            self.members = members
            counters = members.map { _ in 5000 }
            let nodes = members.enumerated().map { place, member in
                Node(id: NodeID("n\(place)"), role: member.role, probes: [])
            }
            detector = CPUDetector(
                fleet: Fleet(
                    name: "test",
                    nodes: nodes,
                    polling: Polling(interval: .seconds(120))
                )
            )
        }

        mutating func run(until end: Double) {
            while Double(step) / 30 < end {
                let hour = Double(step) / 30
                step += 1
                let at = Timestamp(seconds: 1_658_793_600 + Int64(step * 120))
                var versions: [NodeID: String] = [:]
                for (place, member) in members.enumerated() {
                    let id = NodeID("n\(place)")
                    let isNew = member.upgrade.map { hour >= $0 } ?? false
                    versions[id] = isNew ? "3.2.1" : member.version
                    let isFirst = isNew && member.upgrade.map { hour - $0 < 1.0 / 30 } ?? false
                    counters[place] = (isFirst ? 0 : counters[place]) + member.cores(hour) * 120
                    detector.observe(
                        Observation(
                            node: id,
                            probeIndex: 0,
                            at: at,
                            latency: .milliseconds(3),
                            samples: [Sample(.cpuSeconds, counters[place])]
                        )
                    )
                }
                standing = []
                for case .stands(let finding) in detector.judge(at: at, versions: versions) {
                    standing.insert(finding.id)
                    found[finding.id] = found[finding.id] ?? (hour, finding)
                    if finding.priority == .critical { critical.insert(finding.id) }
                }
            }
        }
    }

    /// Nodes of a base of their own that share their load, with noise and bursts of some minutes.
    private func fleet(
        _ upgraded: Int,
        of count: Int,
        seed: UInt64 = 1,
        roles: ((Int) -> String?)? = nil,
        factor: @escaping (_ place: Int, _ hour: Double) -> Double
    ) -> Upgrades {
        var generator = SeededGenerator(seed: seed)
        let load = TestNoise(seed: seed &* 977, hours: Self.longest)
        return Upgrades(
            (0..<count).map { place in
                let base = Double.random(in: 0.15...0.6, using: &generator)
                let power = Double.random(in: 0.6...1.1, using: &generator)
                let bursts = (0..<4).map { _ in Double.random(in: 0...12, using: &generator) }
                let extra = Double.random(in: 0.2...1, using: &generator)
                let noise = TestNoise(seed: seed &* 131 &+ UInt64(place), hours: Self.longest)
                return Member(
                    role: roles.map { $0(place) } ?? "collator",
                    upgrade: place < upgraded ? Self.upgrade + Double(place) / 30 : nil
                ) { hour in
                    let slow = 0.06 * (load.at(hour / 60) + load.at(hour / 7))
                    let shared = 1 + 0.15 * sin((hour + Double(seed)) / 24 * 2 * .pi) + slow
                    let own = 0.08 * noise.at(hour) + 0.1 * noise.at(hour / 6 + 9)
                    let isBurst = bursts.contains { hour >= $0 && hour < $0 + 0.25 }
                    return base * pow(shared, power) * exp(own) * factor(place, hour)
                        + (isBurst ? extra : 0)
                }
            }
        )
    }

    private func doubled(_ places: Range<Int>, from hour: Double = Self.upgrade)
        -> (Int, Double) -> Double
    {
        { place, now in places.contains(place) && now >= hour ? 2 : 1 }
    }

    @Test func `nodes that burn since their upgrade are named within some 70 minutes`() throws {
        var fleet = Upgrades(
            (0..<13).map { place in
                let noise = TestNoise(seed: UInt64(place + 1), hours: Self.longest)
                return Member(role: "full", upgrade: place < 6 ? Self.upgrade : nil) { hour in
                    0.4 * exp(0.1 * noise.at(hour))
                        * (place < 6 && hour >= Self.upgrade ? 2 : 1)
                }
            }
        )
        fleet.run(until: Self.upgrade + 2)
        for place in 0..<6 {
            let found = try #require(fleet.found[SignalID("cpu/n\(place)")])
            #expect(found.hour > Self.upgrade + 0.75 && found.hour < Self.upgrade + 1.25)
            #expect(found.first.priority == .warning)
            #expect(found.first.text.hasSuffix("on every 3.2.1 node (6 of 6), on no 3.2.0 node"))
            #expect(
                ["1.9", "2.0", "2.1"].contains {
                    found.first.text.contains(": \($0) times the usual")
                }
            )
            #expect(found.first.isBySiblings)
        }
        #expect(fleet.found.count == 6)
        #expect(fleet.critical.count == 6)
    }

    @Test func `unlike nodes with noise and bursts are told apart in most cases`() {
        var hits = 0
        for seed in 1...10 {
            var fleet = fleet(4, of: 9, seed: UInt64(seed), factor: doubled(0..<4))
            fleet.run(until: Self.upgrade + 1.9)
            hits += fleet.found.keys.filter { ["cpu/n0", "cpu/n1"].contains($0) }.count
            #expect(fleet.found.keys.allSatisfy { $0 < "cpu/n4" }, "\(seed)")
        }
        #expect(hits >= 12, "\(hits) of 20")
    }

    @Test(arguments: [(6, 13), (3, 6), (2, 5)])
    func `an upgrade that changes nothing raises nothing`(upgraded: Int, count: Int) {
        for seed in 1...30 {
            var fleet = fleet(upgraded, of: count, seed: UInt64(seed)) { place, hour in
                // What was missed is caught up with, and caches fill.
                place < upgraded && hour >= Self.upgrade && hour < Self.upgrade + 0.4 ? 3 : 1
            }
            fleet.run(until: Self.upgrade + 1.9)
            #expect(fleet.found.isEmpty, "seed \(seed): \(fleet.found.keys)")
            // What follows is as quiet, and takes three times as long to play.
            guard seed % 3 == 0 else { continue }
            fleet.run(until: Self.upgrade + 7)
            let told = fleet.found.filter { $0.value.first.isBySiblings }
            #expect(told.isEmpty, "seed \(seed): \(told.keys)")
        }
    }

    @Test func `load that nodes of every version have is nobody's fault`() {
        var fleet = fleet(3, of: 8, factor: doubled(0..<8))
        fleet.run(until: Self.upgrade + 1.9)
        #expect(fleet.found.isEmpty)
    }

    @Test func `to become as busy as the nodes of another version is no fault of this one`() {
        var fleet = fleet(3, of: 8) { place, hour in
            place < 3 ? (hour >= Self.upgrade ? 2 : 1) : 5
        }
        fleet.run(until: Self.upgrade + 1.9)
        #expect(fleet.found.isEmpty)
    }

    @Test func `one node alone, and a node that was always busy, say nothing of a version`() {
        var alone = fleet(4, of: 9, factor: doubled(0..<1))
        alone.run(until: Self.upgrade + 1.9)
        #expect(alone.found.isEmpty)
        var busy = fleet(4, of: 9) { place, _ in place < 3 ? 4 : 1 }
        busy.run(until: Self.upgrade + 1.9)
        #expect(busy.found.isEmpty)
    }

    @Test func `nodes of other roles are no measure, nor are too few`() {
        var mixed = fleet(3, of: 7, roles: { $0 < 3 ? "full" : "collator" }, factor: doubled(0..<3))
        mixed.run(until: Self.upgrade + 1.9)
        #expect(mixed.found.isEmpty)
        var pair = fleet(1, of: 2, factor: doubled(0..<1))
        pair.run(until: Self.upgrade + 1.9)
        #expect(pair.found.isEmpty)
        var few = fleet(3, of: 5, factor: doubled(0..<3))
        few.run(until: Self.upgrade + 1.9)
        #expect(few.found.isEmpty)
    }

    @Test func `others that restarted as well are no measure`() {
        let old = fleet(3, of: 8, factor: doubled(0..<3))
        var fleet = Upgrades(
            old.members.enumerated().map { place, member in
                var member = member
                if place >= 3 {
                    member.upgrade = Self.upgrade
                    member.version = "3.1.9"
                }
                return member
            }
        )
        fleet.run(until: Self.upgrade + 1.9)
        #expect(fleet.found.isEmpty)
    }

    @Test func `a burn of a version ends when the use is low again`() {
        var fleet = fleet(6, of: 13) { place, hour in
            place < 6 && hour >= Self.upgrade && hour < Self.upgrade + 2.5 ? 2.5 : 1
        }
        fleet.run(until: Self.upgrade + 2.5)
        #expect(fleet.standing.count >= 4)
        fleet.run(until: Self.upgrade + 4.5)
        #expect(fleet.standing.isEmpty)
    }
}

extension Finding {
    /// Whether nodes on other versions showed it.
    fileprivate var isBySiblings: Bool {
        evidence.contains { $0.hasSuffix("above its role on other versions") }
    }
}
