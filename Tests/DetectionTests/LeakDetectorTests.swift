import IncidentLog
import Glibc
import Primitives
import Testing

@testable import Detection

@Suite struct LeakDetectorTests {
    private let noise = TestNoise(seed: 7)
    private let leak: SignalID = "leak/n0"

    private func level(_ hour: Double) -> Double {
        5e9 + 3e7 * noise.at(hour) + 1e8 * sin(hour / 24 * 2 * .pi)
    }

    private func alone(_ memory: @escaping MemoryFleet.Course, restarts: [Double] = [])
        -> MemoryFleet
    {
        MemoryFleet([.init(memory: memory, restarts: restarts)])
    }

    // MARK: Healthy nodes

    enum Healthy: String, CaseIterable {
        case steady, warmUp, sawTooth, steps, bursts, cacheInALine, gaps

        func bytes(_ hour: Double, _ age: Double) -> Double? {
            switch self {
            case .steady: 5e9
            case .warmUp: 4e9 + 1.5e9 * (1 - exp(-age / 3))
            case .sawTooth: 1e9 * (1 + (hour * 4).truncatingRemainder(dividingBy: 1))
            case .steps: 5e9 + 0.3e9 * (age / 30).rounded(.down)
            case .bursts:
                5e9 + (hour.truncatingRemainder(dividingBy: 9) < 0.6 ? 1.5e9 : 0)
            case .cacheInALine: 4e9 + 2e9 * min(1, age / 20)
            case .gaps: hour.truncatingRemainder(dividingBy: 5) < 2 ? nil : 5e9
            }
        }
    }

    @Test(arguments: Healthy.allCases)
    func `a healthy node raises nothing in six days`(_ kind: Healthy) {
        var fleet = alone(
            { hour, age in kind.bytes(hour, age).map { $0 * (1 + 0.003 * noise.at(hour)) } },
            restarts: [50, 110]
        )
        fleet.run(until: 144)
        #expect(fleet.found.isEmpty, "\(fleet.found)")
        #expect(fleet.judgements == [.calm(leak)])
    }

    // MARK: Leaks

    @Test(arguments: [(1330.0, 1.8), (370.0, 5.5)])
    func `a leak in a node that ran for days is paged`(rate: Double, hours: Double) throws {
        var fleet = alone { hour, _ in level(hour) + max(0, hour - 60) * rate * 1e6 }
        fleet.run(until: 72)
        let paged = try #require(fleet.critical[leak])
        #expect(paged > 60 && paged < 60 + hours, "\(paged)")
    }

    @Test func `a leak that begins with a restart is paged within two hours`() throws {
        var fleet = alone(
            { hour, age in
                level(hour) - 1e9 * exp(-age / 2) + (hour >= 60 ? age * 1.33e9 : 0)
            },
            restarts: [20, 40, 60]
        )
        fleet.run(until: 66)
        let paged = try #require(fleet.critical[leak])
        #expect(paged > 60 && paged < 62.6, "\(paged)")
    }

    @Test func `a leak under the saw-tooth of a collector is found`() throws {
        var fleet = alone { hour, _ in
            let live = 1e9 + max(0, hour - 30) * 0.15e9
            return live * (1 + 0.7 * (hour * 7).truncatingRemainder(dividingBy: 1))
        }
        fleet.run(until: 40)
        let hour = try #require(fleet.found[leak]?.hour)
        #expect(hour > 30 && hour < 36, "\(hour)")
    }

    @Test func `a leak is found through gaps in the polls`() throws {
        var fleet = alone { hour, _ in
            hour.truncatingRemainder(dividingBy: 1) < 0.15
                ? nil : level(hour) + max(0, hour - 40) * 1.33e9
        }
        fleet.run(until: 50)
        let hour = try #require(fleet.found[leak]?.hour)
        #expect(hour > 40 && hour < 44, "\(hour)")
    }

    @Test func `the first process of an unknown role is judged by when it is full`() throws {
        var fleet = alone { hour, _ in level(hour) + hour * 1.4e9 }
        fleet.run(until: 12)
        #expect(try #require(fleet.found[leak]?.hour) < 3)
        #expect(try #require(fleet.critical[leak]) < 10)
    }

    @Test func `a finding says rate, beginning, growth and the hour of exhaustion`() throws {
        var fleet = alone { hour, _ in level(hour) + max(0, hour - 60) * 1.33e9 }
        fleet.run(until: 64)
        let finding = try #require(fleet.found[leak]).last
        #expect(finding.kind == .leak)
        #expect(finding.nodes == ["n0"])
        #expect(abs((finding.since - MemoryFleet.at(60)).inSeconds) < 1800)
        let rate = try #require(finding.text.firstMatch(of: /grows on n\d+: (\d+) MB\/h,/))
        #expect(abs((Double(rate.1) ?? 0) - 1330) < 100, "\(finding.text)")
        #expect(finding.text.contains("so far; full at 2022-07-29 "), "\(finding.text)")
        #expect(finding.evidence.contains { $0.hasPrefix("over 2h: ") })
        #expect(finding.evidence.contains { $0.contains("earlier processes of this age") })
        #expect(finding.evidence.contains { $0.hasPrefix("memory ") && $0.hasSuffix(" of 30G") })
    }

    @Test func `without a limit a leak is found, but nobody is woken`() throws {
        var fleet = MemoryFleet(
            [.init(memory: { hour, _ in level(hour) + max(0, hour - 60) * 1.33e9 })],
            limit: nil
        )
        fleet.run(until: 70)
        let found = try #require(fleet.found[leak])
        #expect(!found.last.text.contains("full at"))
        #expect(fleet.critical.isEmpty)
    }

    // MARK: Three values

    @Test func `nothing is said until a process is old enough`() {
        var fleet = alone { hour, _ in level(hour) }
        fleet.run(until: 1.4)
        #expect(fleet.judgements.isEmpty)
        fleet.run(until: 2)
        #expect(fleet.judgements == [.calm(leak)])
    }

    @Test func `a restart ends a leak, and calm is said only when the new process is known`() {
        var fleet = alone(
            { hour, age in level(hour) + (hour < 66 ? max(0, hour - 60) * 1.33e9 : 0) + 0 * age },
            restarts: [66]
        )
        fleet.run(until: 65.9)
        #expect(fleet.found[leak] != nil)
        fleet.run(until: 67)
        #expect(fleet.judgements.isEmpty)
        fleet.run(until: 68)
        #expect(fleet.judgements == [.calm(leak)])
    }

    @Test func `a leak that stops growing is calm some hours later`() {
        var fleet = alone { hour, _ in level(hour) + min(3, max(0, hour - 60)) * 1.33e9 }
        fleet.run(until: 63)
        #expect(fleet.found[leak] != nil)
        fleet.run(until: 70)
        #expect(fleet.judgements == [.calm(leak)])
    }

    @Test func `of a node that is not heard of nothing is said`() {
        var fleet = alone { hour, _ in hour < 10 ? level(hour) : nil }
        fleet.run(until: 9.9)
        #expect(fleet.judgements == [.calm(leak)])
        fleet.run(until: 10.5)
        #expect(fleet.judgements.isEmpty)
    }

    @Test func `numbers that no memory has are ignored`() {
        var fleet = alone { hour, _ in
            hour.truncatingRemainder(dividingBy: 1) < 0.1
                ? [.nan, .infinity, -1][Int(hour) % 3] : level(hour)
        }
        fleet.run(until: 30)
        #expect(fleet.found.isEmpty)
    }

    @Test func `what is kept of a node does not grow`() {
        var fleet = alone({ hour, age in level(hour) + age * 1e6 }, restarts: [30])
        fleet.run(until: 80)
        let before = fleet.detector.storedValues
        fleet.run(until: 200)
        #expect(fleet.detector.storedValues == before)
        #expect(before < 500)
        #expect(GrowthHistory.size < 40_000)
    }
}
