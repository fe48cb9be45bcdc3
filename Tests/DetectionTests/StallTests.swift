import IncidentLog
import Detection
import Primitives
import Testing

struct StallTests {
    /// Heads of a chain whose slots are sometimes empty, by an even spread of hashes.
    struct Chain {
        let slot: Double
        let emptyShare: Double
        var stopsAt = Double.infinity
        let seed: UInt64

        private let heights: [Int]

        init(slot: Double, emptyShare: Double, seed: UInt64 = 1, stopsAt: Double = .infinity) {
            self.slot = slot
            self.emptyShare = emptyShare
            self.seed = seed
            self.stopsAt = stopsAt
            var generator = SeededGenerator(seed: seed)
            var height = 1000
            heights = (0..<20_000).map { _ in
                if Double.random(in: 0..<1, using: &generator) >= emptyShare { height += 1 }
                return height
            }
        }

        func height(at seconds: Double) -> Double {
            let place = Int(max(0, min(seconds, stopsAt)) / slot)
            return Double(heights[min(place, heights.count - 1)])
        }
    }

    private func samples(_ best: Double) -> [Sample] {
        [Sample(.peers, 20), Sample(.heightBest, best), Sample(.heightFinalized, best - 3)]
    }

    @Test(arguments: [(6.0, 5, 45), (6.0, 10, 50), (6.0, 15, 60), (12.0, 5, 75), (12.0, 60, 125)])
    func `a node whose head stands while others advance is named within seconds`(
        slot: Double,
        interval: Int,
        limit: Int
    ) throws {
        let chain = Chain(slot: slot, emptyShare: 0.05)
        var watch = WatchedFleet(.of(4, .substrate, every: .seconds(interval)))
        watch.run(.seconds(4200)) { id, seconds in
            samples(chain.height(at: id.place == 2 ? min(seconds, 3600) : seconds))
        }
        let stall = try #require(watch.firstRaise(of: "stall/n2"))
        #expect(stall > 3600 && stall <= 3600 + limit, "\(watch.log)")
        #expect(watch.raised.first == "stall/n2")
        #expect(watch.raised.allSatisfy { $0.rawValue.hasSuffix("n2") }, "\(watch.log)")
        #expect(watch.standing["stall/n2"]?.priority == .critical)
    }

    @Test(arguments: [(6.0, 5, 45), (12.0, 5, 75), (6.0, 60, 180)])
    func `a chain that stands is one finding of the fleet`(
        slot: Double,
        interval: Int,
        limit: Int
    ) throws {
        let chain = Chain(slot: slot, emptyShare: 0.05, stopsAt: 3600)
        var watch = WatchedFleet(.of(4, .substrate, every: .seconds(interval)))
        watch.run(.seconds(4500)) { _, seconds in samples(chain.height(at: seconds)) }
        let stall = try #require(watch.firstRaise(of: "stall/fleet"))
        #expect(stall > 3600 && stall <= 3600 + limit, "\(watch.log)")
        #expect(watch.raised.allSatisfy { $0.rawValue.hasSuffix("/fleet") }, "\(watch.log)")
    }

    @Test(arguments: [(6.0, 0.05, 5), (6.0, 0.15, 15), (12.0, 0.05, 10), (12.0, 0.12, 30)])
    func `empty slots raise nothing`(slot: Double, empty: Double, interval: Int) {
        let chain = Chain(slot: slot, emptyShare: empty, seed: 7)
        var watch = WatchedFleet(.of(3, .substrate, every: .seconds(interval)))
        watch.run(.seconds(2 * 3600)) { id, seconds in
            samples(chain.height(at: seconds - Double(id.place)))
        }
        // How many slots are empty is another detector's matter.
        #expect(watch.log.filter { !$0.id.rawValue.hasPrefix("slow") } == [])
    }

    @Test func `one node alone is a stall of that node`() throws {
        let chain = Chain(slot: 6, emptyShare: 0.05, stopsAt: 3600)
        var watch = WatchedFleet(.of(1, .substrate, every: .seconds(5)))
        watch.run(.seconds(4000)) { _, seconds in samples(chain.height(at: seconds)) }
        let stall = try #require(watch.firstRaise(of: "stall/n0"))
        #expect(stall <= 3645, "\(watch.log)")
    }

    @Test func `a head that goes on again clears the finding`() {
        let chain = Chain(slot: 6, emptyShare: 0.05)
        var watch = WatchedFleet(.of(3, .substrate))
        watch.run(.seconds(3600)) { id, seconds in
            let isStuck = id.place == 0 && (1800..<2400).contains(seconds)
            return samples(chain.height(at: isStuck ? 1800 : seconds))
        }
        #expect(watch.log.filter { $0.id == "stall/n0" }.map(\.isRaised) == [true, false])
        #expect(watch.standing.isEmpty)
    }

    @Test func `finality that stands on one node is its finding`() throws {
        let chain = Chain(slot: 6, emptyShare: 0.05)
        var watch = WatchedFleet(.of(3, .substrate))
        watch.run(.seconds(3600)) { id, seconds in
            let best = chain.height(at: seconds)
            let final = chain.height(at: (id.place == 0 ? min(seconds, 1800) : seconds) - 18)
            return [Sample(.heightBest, best), Sample(.heightFinalized, final)]
        }
        let stall = try #require(watch.firstRaise(of: "finality stall/n0"))
        #expect(stall > 1800 && stall < 2000, "\(watch.log)")
        #expect(watch.firstRaise(of: "stall/n0") == nil)
    }

    @Test func `a node that falls behind and does not catch up lags`() throws {
        let chain = Chain(slot: 6, emptyShare: 0.05)
        var watch = WatchedFleet(.of(4, .substrate))
        watch.run(.seconds(3600)) { id, seconds in
            // Imports at half the pace from half an hour on.
            let own = seconds < 1800 ? seconds : 1800 + (seconds - 1800) / 2
            return samples(chain.height(at: id.place == 1 ? own : seconds))
        }
        let lag = try #require(watch.firstRaise(of: "lag/n1"))
        #expect(lag > 1860 && lag < 2200, "\(watch.log)")
        #expect(watch.raised == ["lag/n1"])
    }

    @Test func `a node that catches up is no finding`() {
        let chain = Chain(slot: 6, emptyShare: 0.05)
        var watch = WatchedFleet(.of(4, .substrate))
        watch.run(.seconds(3600)) { id, seconds in
            let head = chain.height(at: seconds)
            return samples(id.place == 1 ? head - max(0, 800 - seconds) : head)
        }
        #expect(watch.log == [])
    }

    /// Heads that go on while finality falls behind on some nodes, half a block for each of theirs.
    private func lateFinality(on places: Set<Int>) -> WatchedFleet {
        let chain = Chain(slot: 6, emptyShare: 0.05)
        var watch = WatchedFleet(.of(4, .substrate))
        watch.run(.seconds(3 * 3600)) { id, seconds in
            let best = chain.height(at: seconds)
            let missed = places.contains(id.place) ? max(0, best - chain.height(at: 5400)) / 2 : 0
            return [
                Sample(.peers, 20), Sample(.heightBest, best),
                Sample(.heightFinalized, (best - 3 - missed).rounded(.down)),
            ]
        }
        return watch
    }

    @Test func `finality that falls behind on one node is its finding`() throws {
        let watch = lateFinality(on: [1])
        let found = try #require(watch.firstRaise(of: "finality lag/n1"))
        #expect(found > 5400 && found < 5400 + 480, "\(watch.log)")
        let finding = try #require(watch.standing["finality lag/n1"])
        #expect(finding.text.contains("blocks behind its head"))
        #expect(finding.nodes == ["n1"])
        #expect(finding.since > WatchedFleet.start + .seconds(5400))
        #expect(watch.raised.allSatisfy { $0.rawValue.hasSuffix("n1") }, "\(watch.log)")
    }

    @Test func `finality that falls behind on all nodes is one finding of the fleet`() {
        let watch = lateFinality(on: [0, 1, 2, 3])
        #expect(watch.standing.keys.contains("finality lag/fleet"), "\(watch.log)")
        let roots = watch.standing.values.filter { finding in
            !finding.causes.contains { watch.standing[$0] != nil }
        }
        #expect(roots.map(\.id) == ["finality lag/fleet"], "\(watch.log)")
    }
}
