import IncidentLog
import Glibc
import FleetModel
import Primitives
import Testing

@testable import Detection

/// What happens to healthy nodes and to whoever watches them, and is no fault of a node.
struct OddityTests {
    private static let chain = StallTests.Chain(slot: 6, emptyShare: 0.05)

    private static func head(_ height: Double, _ more: Sample...) -> [Sample] {
        [Sample(.peers, 20), Sample(.heightBest, height), Sample(.heightFinalized, height - 3)]
            + more
    }

    @Test func `a lone node that syncs from its genesis and arrives raises nothing`() {
        var watch = WatchedFleet(.of(1, .substrate))
        var generator = SeededGenerator(seed: 4)
        var height = 0.0
        watch.run(.seconds(30 * 3600)) { _, seconds in
            let top = 1_000_000 + Self.chain.height(at: seconds)
            let isSyncing = height < top - 1000
            height = min(top, height + Double.random(in: 150...600, using: &generator))
            return Self.head(height, Sample(.syncing, isSyncing ? 1 : 0))
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test func `one node of several that syncs from its genesis raises nothing`() {
        var watch = WatchedFleet(.of(4, .substrate))
        var generator = SeededGenerator(seed: 5)
        var height = 0.0
        watch.run(.seconds(20 * 3600)) { id, seconds in
            let top = 1_000_000 + Self.chain.height(at: seconds)
            guard id.place == 3 else { return Self.head(top) }
            height = min(top, height + Double.random(in: 50...400, using: &generator))
            return Self.head(height)
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test(arguments: [1, 3])
    func `a node whose height goes back and is made up again raises nothing`(count: Int) {
        var watch = WatchedFleet(.of(count, .substrate))
        watch.run(.seconds(24 * 3600)) { id, seconds in
            let top = 1_000_000 + Self.chain.height(at: seconds)
            guard id.place == 0, seconds > 12 * 3600 else { return Self.head(top) }
            let since = seconds - 12 * 3600
            return Self.head(min(top, 990_000 + since * 2))
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test func `a height that was told once and is nonsense raises nothing`() {
        var watch = WatchedFleet(.of(3, .substrate))
        watch.run(.seconds(4 * 3600)) { id, seconds in
            let isWild = id.place == 1 && seconds == 7200
            return Self.head(isWild ? 1e15 : Self.chain.height(at: seconds))
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test func `chains in one fleet are not held against one another`() {
        var fleet = Fleet.of(6, .substrate)
        for place in 0..<6 { fleet.nodes[place].role = place < 3 ? "calamari" : "dolphin" }
        var watch = WatchedFleet(fleet)
        let slow = StallTests.Chain(slot: 12, emptyShare: 0.08, seed: 3)
        watch.run(.seconds(10 * 3600)) { id, seconds in
            let isSlow = id.place < 3
            let height = isSlow ? slow.height(at: seconds) : 2e7 + Self.chain.height(at: seconds)
            return (Self.head(height), [Fact(.genesis, [isSlow ? "0xaa" : "0xbb"])])
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test(arguments: [1, 2, 3, 4])
    func `a sleep of whoever watches is no fault of the nodes`(count: Int) {
        var watch = WatchedFleet(.of(count, .substrate))
        let told = { (_: NodeID, seconds: Double) in Self.head(Self.chain.height(at: seconds)) }
        watch.run(.seconds(2 * 3600), told)
        for _ in 0..<3 {
            watch.wait(.seconds(8 * 3600))
            watch.judge()
            watch.run(.seconds(1800), told)
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test(arguments: [3600.0, -3600])
    func `a clock that is set raises nothing`(step: Double) {
        var watch = WatchedFleet(.of(3, .substrate))
        let start = Double(WatchedFleet.start.milliseconds) / 1000 - 86_400
        var offset = 0.0
        func told(_ seconds: Double) -> [Sample] {
            Self.head(Self.chain.height(at: seconds - offset), Sample(.startTime, start + offset))
        }
        watch.run(.seconds(2 * 3600)) { _, seconds in told(seconds) }
        watch.wait(.seconds(Int64(step)))
        offset = step
        watch.run(.seconds(2 * 3600)) { _, seconds in told(seconds) }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test func `a start that wavers by the rounding of clocks is no restart`() {
        var watch = WatchedFleet(.of(1, .substrate))
        let start = Double(WatchedFleet.start.milliseconds) / 1000 - 86_400
        watch.run(.seconds(2 * 3600)) { _, seconds in
            let waver = Int(seconds / 10) % 2 == 0 ? 0.0 : 1
            return Self.head(Self.chain.height(at: seconds), Sample(.startTime, start + waver))
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test func `a chain that stands after hours is one finding, and what follows names it`() {
        var watch = WatchedFleet(.of(4, .substrate))
        watch.run(.seconds(5 * 3600)) { _, seconds in
            Self.head(Self.chain.height(at: min(seconds, 4 * 3600)))
        }
        #expect(Self.roots(watch) == ["stall/fleet"], "\(watch.log)")
    }

    /// What stands and is not explained by something else that stands.
    private static func roots(_ watch: WatchedFleet) -> [SignalID] {
        watch.standing.values.filter { finding in
            !finding.causes.contains { watch.standing[$0] != nil }
        }.map(\.id).sorted()
    }

    @Test func `all nodes go away at once and come back without a word about their chain`() {
        var watch = WatchedFleet(.of(3, .substrate))
        watch.run(.seconds(4 * 3600)) { _, seconds in
            (7200.0..<9000).contains(seconds) ? nil : Self.head(Self.chain.height(at: seconds))
        }
        let others = watch.raised.filter { !$0.rawValue.hasPrefix("no data/") }
        #expect(others.isEmpty, "\(watch.log)")
        #expect(watch.standing.isEmpty)
    }

    /// Heights of a chain by proof of work, whose blocks come at random.
    private struct Mined {
        private let times: [Double]

        init(mean: Double, until end: Double, seed: UInt64) {
            var generator = SeededGenerator(seed: seed)
            var times: [Double] = []
            var time = 0.0
            while time < end {
                time -= mean * log(Double.random(in: 1e-9..<1, using: &generator))
                times.append(time)
            }
            self.times = times
        }

        func height(at seconds: Double) -> Double {
            800_000 + Double(times.partitioningIndex { $0 > seconds })
        }
    }

    @Test(arguments: [(600.0, 1), (600, 3), (120, 1), (120, 3), (15, 1), (15, 3)])
    func `blocks at random moments are no stall and no lag`(mean: Double, count: Int) {
        var watch = WatchedFleet(.of(count, .page, every: .seconds(60), role: "miner"))
        let span = 86_400.0 * (mean > 300 ? 4 : 1)
        let chain = Mined(mean: mean, until: span, seed: UInt64(mean) + UInt64(count))
        watch.run(.seconds(Int64(span))) { id, seconds in
            let late = Double(id.place) * 2
            return [Sample(.peers, 10), Sample(.heightBest, chain.height(at: seconds - late))]
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test func `a lone node that imports all blocks and does not say so raises nothing`() {
        var watch = WatchedFleet(.of(1, .page, every: .seconds(60), role: "miner"))
        let chain = Mined(mean: 600, until: 3 * 86_400, seed: 8)
        watch.run(.seconds(3 * 86_400)) { _, seconds in
            let imported = seconds * 20
            return [
                Sample(.peers, 10), Sample(.heightBest, min(imported, chain.height(at: seconds))),
            ]
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test func `blocks that are made by hand raise nothing between them`() {
        var watch = WatchedFleet(.of(1, .page, role: "regtest"))
        let made = [(600.0, 101.0), (1500, 1), (1510, 1), (4000, 30), (4010, 30), (9000, 1)]
        watch.run(.seconds(6 * 3600)) { _, seconds in
            let height = made.reduce(0) { $0 + ($1.0 <= seconds ? $1.1 : 0) }
            return [Sample(.peers, 1), Sample(.heightBest, height)]
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }

    @Test func `a node that restarts over and over is that, and not the lack of what it had`() {
        var watch = WatchedFleet(.of(3, .substrate))
        let start = Double(WatchedFleet.start.milliseconds) / 1000 - 86_400
        watch.run(.seconds(3 * 3600)) { id, seconds in
            guard id.place == 1, seconds > 3600 else {
                return Self.head(Self.chain.height(at: seconds), Sample(.startTime, start))
            }
            // It dies a minute after each start, and is up again twenty seconds later.
            let life = (seconds - 3600).truncatingRemainder(dividingBy: 80)
            guard life < 60 else { return nil }
            let began = start + 86_400 + seconds - life
            return [
                Sample(.peers, life < 30 ? 0 : 4),
                Sample(.heightBest, Self.chain.height(at: seconds - life / 2)),
                Sample(.heightFinalized, Self.chain.height(at: seconds - life / 2) - 3),
                Sample(.startTime, began),
            ]
        }
        #expect(Self.roots(watch) == ["restarts/n1"], "\(watch.log)")
    }

    @Test func `two nodes of which one stands are told apart`() {
        var watch = WatchedFleet(.of(2, .substrate))
        watch.run(.seconds(2 * 3600)) { id, seconds in
            Self.head(Self.chain.height(at: id.place == 1 ? min(seconds, 3600) : seconds))
        }
        #expect(watch.raised == ["stall/n1"], "\(watch.log)")
    }

    @Test func `counters that begin anew are no failures`() {
        var watch = WatchedFleet(.of(1, .waku))
        watch.run(.seconds(4 * 3600)) { _, seconds in
            let life = seconds.truncatingRemainder(dividingBy: 3000)
            return [
                Sample(.peers, 20), Sample(.mesh, 6), Sample(.storeErrors, 3),
                Sample("graft.received", life), Sample("prune.sent", life),
                Sample(.storeMessages, 1000 + seconds / 10),
                Sample(.startTime, 1_699_000_000 + (seconds / 3000).rounded(.down) * 3000),
            ]
        }
        #expect(watch.log.isEmpty, "\(watch.log)")
    }
}
