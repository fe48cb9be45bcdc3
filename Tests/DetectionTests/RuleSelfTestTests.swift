import Detection
import FleetModel
import Primitives
import Testing

struct RuleSelfTestTests {
    private func outcome(
        _ condition: String,
        _ fleet: Fleet,
        scope: Check.Scope = .node
    ) throws -> RuleSelfTest.Outcome {
        var fleet = fleet
        fleet.checks = [
            Check(name: "rule", condition: try Condition(parsing: condition), scope: scope)
        ]
        return try #require(RuleSelfTest.conditions(of: fleet).first).outcome
    }

    @Test(arguments: [
        "peers < 3 for 5m", "age(height.best) > 60s", "rate(height.best, 1m) <= 0 for 3m",
        "lag >= 10 and peers > 0", "version not in [\"1.0.0\"]", "rate(peers, 10m) < -1 for 30m",
        "syncing == 1 for 1h", "peers == 0 or lag > 100",
        "height.best - height.finalized > 100", "peers / (lag + 1) < 10 %",
        "rate(height.best, 1m) * 60 < 1 for 3m",
    ])
    func `a rule that can fire does`(_ condition: String) throws {
        #expect(try outcome(condition, .of(3, .substrate)) == .fires)
    }

    @Test func `nodes that are set against one another may differ`() throws {
        let condition = "max(height.best) - min(height.best) > 50"
        #expect(try outcome(condition, .of(3, .substrate), scope: .fleet) == .fires)
        let missing = try outcome("max(mesh) - min(mesh) > 5", .of(3, .substrate), scope: .fleet)
        #expect(missing == .never("no probe of n0 and 2 more gives 'mesh' (substrate)"))
    }

    @Test(arguments: [
        ("mesh == 0", "no probe of n0 gives 'mesh' (substrate)"),
        ("peers < 0", "'peers' is never < 0: it is at least 0 and at most 100000"),
        ("peers > 5 and peers < 3", "its parts are never true together"),
        ("latency > 5s", "'latency' is never > 5: it is at least 0 and at most 2"),
        (
            "rate(peers, 6h) > 1000",
            "rate(peers, 6h) looks back further than the 20m that are kept"
        ),
        ("version in releases", "the file has no 'releases'"),
        ("mesh / peers < 5 %", "no probe of n0 gives 'mesh' (substrate)"),
        ("peers / peers > 2", "no value of its metric makes it so"),
    ])
    func `a rule that can never fire is named, with the reason`(
        condition: String,
        reason: String
    ) throws {
        #expect(try outcome(condition, .of(3, .substrate)) == .never(reason))
    }

    @Test(arguments: ["peers > 3", "lag <= 10", "rate(height.best, 1m) > 0"])
    func `a rule that fires on a healthy fleet is named`(_ condition: String) throws {
        #expect(
            try outcome(condition, .of(3, .substrate))
                == .firesOnHealthy("it holds on a healthy fleet")
        )
    }

    @Test func `a check on a mesh can never fire in a fleet of web addresses`() throws {
        let target = ProbeTarget.http(url: "http://a/", status: 200, contains: nil)
        #expect(
            try outcome("mesh == 0", .of(2, target))
                == .never("no probe of n0 gives 'mesh' (http)")
        )
        #expect(try outcome("latency > 1s", .of(2, target)) == .fires)
    }

    @Test func `every detector of a fleet sees the fault that is played to it`() {
        let target = ProbeTarget.substrate(
            rpc: "http://a/",
            relayRPC: "http://b/",
            metrics: "http://c/",
            relayMetrics: "http://d/"
        )
        var fleet = Fleet.of(4, target, every: .seconds(5))
        let waku = Fleet.of(
            3,
            .waku(rest: "http://a/", rpc: nil, metrics: "http://b/"),
            every: .seconds(15)
        )
        fleet.nodes += waku.nodes.map {
            Node(id: NodeID("w" + $0.id.rawValue), probes: $0.probes)
        }
        let rules = RuleSelfTest.run(fleet).filter { $0.kind == .detector }
        let fired = Set(rules.filter { $0.outcome == .fires }.map(\.name))
        #expect(
            fired.isSuperset(of: [
                "no data", "stall", "lag", "mesh", "churn", "storage", "restarts", "skew",
                "flapping",
            ]),
            "\(rules)"
        )
        #expect(!rules.contains { $0.outcome.isBroken }, "\(rules)")
    }

    @Test func `a check that could never be over is named`() throws {
        var fleet = Fleet.of(2, .substrate)
        fleet.checks = [
            Check(
                name: "rule",
                condition: try Condition(parsing: "peers == 0"),
                clears: try Condition(parsing: "mesh > 3")
            )
        ]
        #expect(
            RuleSelfTest.conditions(of: fleet).map(\.outcome)
                == [.never("never over: no probe of n0 gives 'mesh' (substrate)")]
        )
    }

    @Test func `what a party needs must be possible on every node`() throws {
        var fleet = Fleet.of(2, .waku)
        fleet.nodes.append(Node(id: "host", probes: [ProbeSpec(target: .page)]))
        fleet.parties = [Party(id: "bridge", needs: [try Condition(parsing: "peers >= 1")])]
        let rule = try #require(RuleSelfTest.conditions(of: fleet).first { $0.kind == .need })
        #expect(rule.outcome == .never("never met: no probe of host gives 'peers' (prometheus)"))
    }
}
