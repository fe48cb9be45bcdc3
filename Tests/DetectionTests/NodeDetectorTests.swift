import IncidentLog
import Detection
import FleetModel
import Primitives
import Testing

struct NodeDetectorTests {
    private static let waku = ProbeTarget.waku(rest: "http://a/", rpc: nil, metrics: "http://b/")

    private func linked(_ id: NodeID, to others: [Int]) -> [Fact] {
        [
            Fact(.peerID, ["p\(id.place)"]),
            Fact(.connectedPeers, others.filter { $0 != id.place }.map { "p\($0)" }),
        ]
    }

    @Test func `nodes that are linked to no sibling are named within two minutes`() {
        var watch = WatchedFleet(.of(3, .waku))
        watch.run(.seconds(300)) { id, seconds in
            ([Sample(.peers, 9)], linked(id, to: seconds < 100 ? [0, 1, 2] : []))
        }
        #expect(Set(watch.raised) == ["siblings/n0", "siblings/n1", "siblings/n2"])
        #expect(watch.log.allSatisfy { $0.seconds > 150 && $0.seconds < 220 }, "\(watch.log)")
        #expect(watch.standing["siblings/n0"]?.text.contains("n1, n2") == true)
    }

    @Test func `a missing pair is named on both sides, and one side's list is enough`() {
        var watch = WatchedFleet(.of(3, .waku))
        watch.run(.seconds(900)) { id, seconds in
            // Node 2 lists nobody: it was dialled. The pair 0 and 1 is lost.
            let whole = seconds < 300
            let lists = [whole ? [1, 2] : [2], [2], []]
            return ([Sample(.peers, 9)], linked(id, to: lists[id.place]))
        }
        #expect(Set(watch.raised) == ["sibling missing/n0", "sibling missing/n1"])
    }

    @Test func `peers that are all gone are critical, and half of the usual is a warning`() {
        var watch = WatchedFleet(.of(1, .substrate, every: .seconds(60)))
        watch.run(.seconds(4 * 3600)) { _, seconds in
            [Sample(.peers, seconds < 3 * 3600 ? 40 : 12)]
        }
        #expect(watch.raised == ["few peers/n0"])
        watch.run(.seconds(600)) { _, _ in [Sample(.peers, 0)] }
        #expect(watch.raised.last == "peers/n0")
        #expect(watch.standing["peers/n0"]?.priority == .critical)
    }

    @Test func `a node that was just started has time to find its peers`() {
        var watch = WatchedFleet(.of(1, .substrate))
        let start = Double(WatchedFleet.start.milliseconds) / 1000
        watch.run(.seconds(400)) { _, seconds in
            let isNew = seconds > 200
            return [
                Sample(.startTime, start + (isNew ? 200 : -90_000)),
                Sample(.peers, isNew && seconds < 310 ? 0 : 40),
            ]
        }
        #expect(watch.log == [])
    }

    @Test func `grafts and prunes without a mesh that grows are churn`() {
        var watch = WatchedFleet(.of(1, Self.waku))
        watch.run(.seconds(3600)) { _, seconds in
            let ill = min(max(0, seconds - 600), 1200)
            return [
                Sample(.peers, 9), Sample(.mesh, 1), Sample("graft.received", ill / 16),
                Sample("prune.sent", ill / 16), Sample("backoff.penalty", ill * 3),
            ]
        }
        #expect(watch.log.map(\.id) == ["churn/n0", "churn/n0"])
        #expect(watch.firstRaise(of: "churn/n0").map { (601...900).contains($0) } == true)
        #expect(watch.standing.isEmpty)
    }

    @Test func `prunes without a penalty are the upkeep of a mesh`() {
        var watch = WatchedFleet(.of(1, Self.waku))
        watch.run(.seconds(3600)) { _, seconds in
            [
                Sample(.peers, 30), Sample(.mesh, 6), Sample("graft.received", seconds / 16),
                Sample("prune.sent", seconds / 16), Sample("backoff.penalty", 0),
            ]
        }
        #expect(watch.log == [])
    }

    @Test func `a store that fails again and again is named, one failure is not`() {
        var watch = WatchedFleet(.of(1, Self.waku))
        watch.run(.seconds(3600)) { _, seconds in
            [Sample(.storeErrors, seconds < 1800 ? (seconds > 600 ? 1 : 0) : seconds / 100)]
        }
        #expect(watch.raised == ["storage/n0"])
        #expect(watch.firstRaise(of: "storage/n0").map { $0 > 1800 && $0 < 2100 } == true)
    }

    @Test func `what was stored and is gone after a restart is named`() {
        var watch = WatchedFleet(.of(1, Self.waku))
        watch.run(.seconds(600)) { _, seconds in
            let isNew = seconds > 300
            return [
                Sample(.startTime, isNew ? 5000 : 1000), Sample(.storeMessages, isNew ? 20 : 6000),
            ]
        }
        #expect(watch.raised == ["storage lost/n0"])
    }

    @Test func `the log and the database tell of a store too`() {
        var watch = WatchedFleet(.of(1, .page))
        watch.run(.seconds(120)) { _, _ in
            (
                [Sample("log.storage-failure.rate", 4), Sample("log.restored.rate", 9)],
                [Fact("database.check", ["row 3 missing from index"])]
            )
        }
        #expect(watch.raised == ["database/n0", "storage/n0"])
        #expect(watch.standing["database/n0"]?.text.contains("row 3 missing") == true)
    }

    @Test func `three starts in ten minutes are a loop`() {
        var watch = WatchedFleet(.of(1, .substrate))
        watch.run(.seconds(3600)) { _, seconds in
            [Sample(.startTime, 1000 + (min(seconds, 1000) / 200).rounded(.down) * 200)]
        }
        #expect(watch.log.map(\.isRaised) == [true, false])
        #expect(watch.raised == ["restarts/n0"])
    }

    @Test func `the start of an exporter beside the node is none of the node`() {
        let fleet = Fleet(
            name: "fleet",
            nodes: [
                Node(id: "n0", probes: [ProbeSpec(target: .page), ProbeSpec(target: .substrate)])
            ]
        )
        var watch = WatchedFleet(fleet)
        for round in 0..<100 {
            watch.wait(.seconds(10))
            watch.poll(
                (0...1).map { probe in
                    Observation(
                        node: "n0",
                        probeIndex: probe,
                        at: watch.now,
                        latency: .milliseconds(5),
                        samples: [Sample(.startTime, probe == 0 ? Double(round * 100) : 500)]
                    )
                }
            )
        }
        #expect(watch.log == [])
    }

    @Test func `a certificate is a warning two weeks before its end and urgent at three days`() {
        var watch = WatchedFleet(.of(1, .page))
        for days in [30.0, 14.5, 13.9, 5, 2.9, -1, 90] {
            watch.run(.seconds(20)) { _, _ in [Sample("certificate.days", days)] }
        }
        #expect(
            watch.log.map(\.description) == [
                "50s +certificate/n0", "90s +certificate urgent/n0", "130s -certificate/n0",
                "130s -certificate urgent/n0",
            ],
            "\(watch.log)"
        )
    }

    @Test func `a node that comes and goes is flapping`() {
        var watch = WatchedFleet(.of(2, .substrate))
        watch.run(.seconds(600)) { id, seconds in
            [Sample(.peers, id.place == 1 && Int(seconds / 10) % 4 < 2 ? 0 : 20)]
        }
        #expect(watch.raised == ["flapping/n1"])
        watch.run(.seconds(600)) { _, _ in [Sample(.peers, 20)] }
        #expect(watch.standing.isEmpty)
    }

    @Test func `a node of which nothing is told any more has no data, unless we were away`() {
        var watch = WatchedFleet(.of(2, .substrate))
        watch.run(.seconds(300)) { id, seconds in
            id.place == 1 && seconds > 100 ? nil : [Sample(.peers, 20)]
        }
        #expect(watch.raised == ["no data/n1"])
        #expect(watch.firstRaise(of: "no data/n1").map { (130...150).contains($0) } == true)
        var away = WatchedFleet(.of(2, .substrate))
        away.run(.seconds(100)) { _, _ in [Sample(.peers, 20)] }
        away.wait(.seconds(3600))
        away.judge()
        away.run(.seconds(100)) { _, _ in [Sample(.peers, 20)] }
        #expect(away.log == [])
    }

    @Test func `a relay half that answers no more is named while the node answers`() {
        var watch = WatchedFleet(.of(1, .substrate))
        for round in 0..<30 {
            watch.wait(.seconds(10))
            let isDead = round > 15
            watch.poll([
                Observation(
                    node: "n0",
                    probeIndex: 0,
                    at: watch.now,
                    latency: .milliseconds(5),
                    samples: [Sample(.peers, 20)]
                        + (isDead
                            ? []
                            : [Sample(.relayPeers, 9), Sample(.relayHeightBest, Double(round))]),
                    problems: isDead ? [Problem(part: "relay rpc", reason: .refused)] : []
                )
            ])
        }
        #expect(watch.raised == ["no relay data/n0"])
    }

    @Test(arguments: [ProbeTarget.page, .http(url: "http://a/", status: 200, contains: nil)])
    func `plain pages raise nothing`(_ target: ProbeTarget) {
        var watch = WatchedFleet(.of(5, target, every: .seconds(30)))
        watch.run(.seconds(6 * 3600)) { id, seconds in
            (
                [
                    Sample(.memory, 1e8 + Double(id.place) * 1e7), Sample(.cpuSeconds, seconds / 9),
                    Sample(.startTime, 1000 + Double(id.place)),
                ],
                [Fact(.version, ["1.\(id.place).0"])]
            )
        }
        #expect(watch.log == [])
    }
}
