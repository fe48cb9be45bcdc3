import IncidentLog
import Detection
import FleetModel
import Primitives
import Testing

struct SkewTests {
    private func version(_ text: String) -> [Fact] { [Fact(.version, [text])] }

    @Test func `a node on another version is named after the time of a deployment`() throws {
        var watch = WatchedFleet(.of(5, .substrate, role: "full"))
        watch.run(.seconds(600)) { _, _ in ([Sample(.peers, 20)], version("3.2.0-aaaaaaa-x86_64")) }
        watch.run(.seconds(3600)) { id, _ in
            (
                [Sample(.peers, 20)],
                version(id.place == 3 ? "3.2.1-bbbbbbb" : "3.2.0-aaaaaaa-x86_64")
            )
        }
        let raised = try #require(watch.firstRaise(of: "version skew/full"))
        #expect((1500...1560).contains(raised), "\(watch.log)")
        let finding = try #require(watch.standing["version skew/full"])
        #expect(finding.nodes == ["n3"])
        #expect(finding.priority == .warning)
        #expect(finding.text.contains("3.2.0 on n0, n1, n2, n4; 3.2.1 on n3"))
        #expect(finding.evidence.contains("1 on 3.2.1-bbbbbbb"))
        watch.run(.seconds(1200)) { _, _ in ([Sample(.peers, 20)], version("3.2.1")) }
        #expect(watch.standing.isEmpty)
    }

    @Test func `a deployment that goes from node to node is none`() {
        var watch = WatchedFleet(.of(4, .substrate, role: "full"))
        watch.run(.seconds(3600)) { id, seconds in
            let isNew = seconds > Double(600 + id.place * 300)
            return ([Sample(.peers, 20)], version(isNew ? "2.0.0" : "1.0.0"))
        }
        #expect(watch.log == [])
    }

    @Test func `builds of one version are alike, and roles are apart`() {
        var fleet = Fleet.of(4, .substrate, role: "full")
        fleet.nodes[3].role = "collator"
        var watch = WatchedFleet(fleet)
        watch.run(.seconds(3600)) { id, _ in
            let text = ["3.2.0-aaaaaaa", "3.2.0-bbbbbbb", "v3.2.0", "3.1.0"][id.place]
            return ([Sample(.peers, 20)], version(text))
        }
        #expect(watch.log == [])
    }

    @Test func `another genesis is critical`() {
        var watch = WatchedFleet(.of(3, .substrate))
        watch.run(.seconds(300)) { id, seconds in
            (
                [Sample(.heightBest, (seconds / 6).rounded(.down))],
                [Fact(.genesis, [id.place == 0 ? "0xbad" : "0xgood"])]
            )
        }
        #expect(watch.raised == ["genesis skew/fleet"])
        #expect(watch.standing["genesis skew/fleet"]?.priority == .critical)
        #expect(watch.standing["genesis skew/fleet"]?.nodes == ["n0"])
    }

    @Test func `configurations that all differ are no finding, one odd one out is`() {
        var watch = WatchedFleet(.of(4, .substrate))
        watch.run(.seconds(3600)) { id, _ in
            ([Sample(.peers, 20)], [Fact("config.digest", ["own-\(id)"])])
        }
        #expect(watch.log == [])
        var even = WatchedFleet(.of(4, .substrate))
        even.run(.seconds(3600)) { id, _ in
            ([Sample(.peers, 20)], [Fact("config.digest", [id.place == 1 ? "odd" : "same"])])
        }
        #expect(even.raised == ["config skew/fleet"])
        #expect(even.standing["config skew/fleet"]?.nodes == ["n1"])
    }

    @Test func `a fault on all nodes of one version and none of another says so`() throws {
        var watch = WatchedFleet(.of(7, .substrate))
        watch.run(.seconds(600)) { id, seconds in
            let isNew = id.place < 4
            return (
                [Sample(.peers, isNew && seconds > 200 ? 0 : 20)],
                version(isNew ? "3.2.1" : "3.2.0")
            )
        }
        let text = "on every 3.2.1 node (4 of 4), on no 3.2.0 node"
        let finding = try #require(watch.standing["peers by version/fleet"])
        #expect(finding.text == "no peers \(text)")
        #expect(finding.evidence.contains("4 of 4 nodes on 3.2.1, 0 of 3 on 3.2.0"))
        #expect(finding.nodes == ["n0", "n1", "n2", "n3"])
        let single = try #require(watch.standing["peers/n1"])
        #expect(single.text == "no peers on n1; \(text)")
        #expect(single.causes.first == "peers by version/fleet")
        #expect(watch.calm.contains("peers/n5"))
    }
}

struct CauseTests {
    @Test func `a check over the same metric is named as the cause of a finding`() throws {
        let check = Check(name: "cut off", condition: try Condition(parsing: "peers == 0 for 1m"))
        var watch = WatchedFleet(.of(2, .substrate, checks: [check]))
        watch.run(.seconds(300)) { id, _ in [Sample(.peers, id.place == 0 ? 0 : 20)] }
        let finding = try #require(watch.standing["peers/n0"])
        #expect(finding.causes.contains("cut off/n0"))
        #expect(finding.causes.contains("down/n0"))
    }

    @Test func `a check never shares its signal with a detector of the same name`() throws {
        let check = Check(name: "peers", condition: try Condition(parsing: "peers > 1000"))
        var watch = WatchedFleet(.of(2, .substrate, checks: [check]))
        watch.run(.seconds(300)) { id, _ in [Sample(.peers, id.place == 0 ? 0 : 20)] }
        #expect(watch.raised == ["peers detector/n0"])
    }

    @Test func `what is switched off says nothing`() {
        var watch = WatchedFleet(.of(2, .substrate, detectors: DetectorSettings(off: [.mesh])))
        watch.run(.seconds(300)) { _, _ in [Sample(.peers, 0)] }
        #expect(watch.log == [])
        #expect(watch.calm.allSatisfy { !$0.rawValue.hasPrefix("peers") })
    }
}
