import IncidentLog
import Glibc
import Primitives
import Testing

@testable import Detection

/// Thirteen nodes: six are upgraded after two days, seven are not.
@Suite struct LeakSiblingTests {
    private static let upgrade = 48.0

    private func fleet(
        upgraded: @escaping (_ place: Int, _ age: Double) -> Double,
        backlog: ((_ place: Int, _ age: Double) -> Double)? = nil
    ) -> MemoryFleet {
        let noise = TestNoise(seed: 3)
        return MemoryFleet(
            (0..<13).map { place in
                let isUpgraded = place < 6
                return MemoryFleet.Member(
                    memory: { hour, age in
                        let base = 4e9 + 0.1e9 * Double(place)
                        let rest = 2e7 * noise.at(hour + Double(place))
                        let isNew = isUpgraded && hour >= Self.upgrade
                        return base + rest + (isNew ? upgraded(place, age) : 0)
                    },
                    backlog: backlog.map { backlog in
                        { hour, age in
                            isUpgraded && hour >= Self.upgrade ? backlog(place, age) : 3
                        }
                    },
                    restarts: isUpgraded ? [Self.upgrade] : [],
                    versions: isUpgraded
                        ? [(0, "3.2.0"), (Self.upgrade, "3.2.1")] : [(0, "3.2.0")]
                )
            }
        )
    }

    @Test func `a leak of one version is named within the hour, with its numbers`() throws {
        var fleet = fleet { _, age in age * 1.4e9 }
        fleet.run(until: Self.upgrade + 3)
        for place in 0..<6 {
            let found = try #require(fleet.found[SignalID("leak/n\(place)")])
            #expect(found.hour < Self.upgrade + 1, "\(found.hour)")
            #expect(found.last.text.hasSuffix("on every 3.2.1 node (6 of 6), on no 3.2.0 node"))
            #expect(found.last.evidence.contains { $0.hasPrefix("3.2.0: ") })
        }
        #expect(fleet.found.count == 6)
    }

    @Test func `a version that warms up is not a leak`() {
        var fleet = fleet { _, age in 1e9 * (1 - exp(-age / 1.5)) - 1e9 }
        fleet.run(until: Self.upgrade + 30)
        #expect(fleet.found.isEmpty, "\(fleet.found.mapValues(\.first.text))")
    }

    @Test func `one node of a version that grows is left to the longer spans`() {
        var fleet = fleet { place, age in place == 0 ? age * 1.4e9 : 0 }
        fleet.run(until: Self.upgrade + 1.2)
        #expect(fleet.found.isEmpty)
    }

    @Test func `unread messages are the cause of the leak that follows`() throws {
        var fleet = fleet(
            upgraded: { _, age in max(0, age - 0.03) * 1.4e9 },
            backlog: { _, age in max(0, age - 0.03) * 60 * 8.4 }
        )
        fleet.run(until: Self.upgrade + 2)
        let queue = try #require(fleet.found["queue/n0"])
        #expect(queue.first.kind == .backlog)
        #expect(queue.first.text.hasSuffix("; memory will follow"), "\(queue.first.text)")
        let leak = try #require(fleet.found["leak/n0"])
        #expect(queue.hour < leak.hour)
        #expect(leak.last.causes == ["queue/n0"])
        #expect(leak.last.text.contains("unread channel grows: "))
        #expect(fleet.critical["queue/n0"] != nil)
        #expect(fleet.found["queue/n7"] == nil)
        #expect(fleet.judgements.contains(.calm("queue/n7")))
    }
}
