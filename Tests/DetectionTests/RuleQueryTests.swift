import Primitives
import Detection
import FleetModel
import Testing

/// Queries in PromQL, and the names that probes are told to keep.
struct RuleQueryTests {
    private static let best = #"increase(substrate_block_height{status="best"}[1m]) < 1"#
    private static let target = #"substrate_block_height{status="sync_target"} > 0"#
    private static let head = #"substrate_block_height{status="best"}"#
    private static let final = #"substrate_block_height{status="finalized"}"#

    /// Queries whose two sides never have equal labels.
    private static let dead: [String] = [
        target + " and " + best,
        head + " - " + final,
        "(\(head) - on (instance, status) \(final)) > 10",
        "sum by (status) (\(head)) - sum by (status) (\(final))",
        #"topk(3, a{j="1"}) > bool 2 * b{j="2"} # } and {"#,
    ]

    /// Queries that may well give something, and texts that are none.
    private static let alive: [String] = [
        best,
        target + " and ignoring(status) (" + best + ")",
        target + " and on(chain) (" + best + ")",
        head + " - ignoring(status) " + final,
        "max(\(head)) - max(\(final))",
        "sum(\(head)) without (status) / sum(\(final)) without (status)",
        head + " unless " + final,
        head + " or " + final,
        #"rate(a_total{job='x', code=~"5.."}[5m] offset 1h) / rate(b{job=`x`}[5m])"#,
        #"label_replace(a{j="1"}, "j", "2", "j", ".*") * b{j="2"}"#,
        #"a{j="}{ and "} and b{j="}{ and "}"#,
        "(((",
        "a{",
        "",
        String(repeating: "(", count: 90_000),
        String(repeating: "-", count: 90_000),
    ]

    private func outcomes(_ query: String) throws -> [RuleSelfTest.Outcome] {
        let picks = QueryPicks(samples: [SampleQuery("lag", query)])
        let probe = ProbeSpec(target: .promql(PromQLTarget(server: "http://p/", picks: picks)))
        let fleet = Fleet(name: "f", nodes: [Node(id: "a", probes: [probe])])
        var other = Fleet(name: "f")
        other.sources = [FleetSource(server: "http://p/", picks: picks)]
        return try [fleet, other].map { fleet in
            try #require(RuleSelfTest.run(fleet).first { $0.name == "lag" }).outcome
        }
    }

    @Test(arguments: dead)
    func `a query whose sides can never match is named`(_ query: String) throws {
        for outcome in try outcomes(query) {
            guard case .never(let reason) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(reason.hasPrefix("both sides of '"), "\(reason)")
        }
    }

    @Test(arguments: alive)
    func `a query that may give something is not accused`(_ query: String) throws {
        #expect(try outcomes(query).allSatisfy { $0 == .fires })
    }

    /// Probes and a condition on what they are told to keep.
    private static let picked: [(ProbeTarget, String)] = [
        (
            .promql(
                PromQLTarget(
                    server: "http://p/",
                    picks: QueryPicks(samples: [SampleQuery("free", "f")])
                )
            ), "free < 100"
        ),
        (
            .http(
                url: "http://a/",
                status: 200,
                contains: nil,
                picks: JSONPicks(samples: [JSONPick("free", "/f")])
            ), "free < 100"
        ),
        (
            .prometheus(url: "http://a/", metrics: [MetricPick(name: "free", series: "f")]),
            "free < 1000000000 for 5m"
        ),
        (
            .prometheus(url: "http://a/", metrics: [MetricPick(name: "free", series: "f")]),
            "rate(free, 5m) > 0"
        ),
        (.jsonrpc(JSONRPCTarget(url: "http://a/", family: .bitcoin)), "age(height.best) > 2h"),
        (.exec(ExecTarget(command: CommandSpec(["check"]), name: "disk")), "disk.exit > 0"),
        (.log(LogTarget(source: .file("/l"), sets: [.substrate])), "log.lines.rate == 0"),
    ]

    @Test(arguments: picked)
    func `what a probe is told to keep can be compared, and nothing else`(
        target: ProbeTarget,
        rule: String
    ) throws {
        var fleet = Fleet.of(1, target)
        fleet.checks = [
            Check(name: "rule", condition: try Condition(parsing: rule)),
            Check(name: "typo", condition: try Condition(parsing: "freee > 1")),
        ]
        #expect(
            RuleSelfTest.conditions(of: fleet).map(\.outcome)
                == [.fires, .never("no probe of n0 gives 'freee' (\(target.kind))")]
        )
    }

    @Test(arguments: [("peers < 3 for 5m", true), ("sum(peers) < 3", true), ("mesh < 3", false)])
    func `nodes that only a source tells of have their rules tried`(
        rule: String,
        fires: Bool
    ) throws {
        var fleet = Fleet(name: "f", polling: Polling(interval: .seconds(10)))
        let picks = QueryPicks(samples: [SampleQuery(.peers, "libp2p_peers")])
        fleet.sources = [FleetSource(server: "http://p/", picks: picks)]
        fleet.checks = [Check(name: "rule", condition: try Condition(parsing: rule), scope: .fleet)]
        #expect(RuleSelfTest.conditions(of: fleet).map(\.outcome.isBroken) == [!fires])
    }

    @Test func `what a party needs is tried on the nodes that it depends on`() throws {
        var fleet = Fleet.of(2, .waku)
        fleet.nodes.append(Node(id: "host", probes: [ProbeSpec(target: .page)]))
        let need = try Condition(parsing: "peers >= 1")
        fleet.parties = [Party(id: "bridge", needs: [need], nodes: ["n0", "n1"])]
        #expect(RuleSelfTest.conditions(of: fleet).map(\.outcome) == [.fires])
    }
}
