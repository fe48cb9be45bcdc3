import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

struct PreflightTests {
    private static let beta = "/vac/waku/relay/2.0.0-beta2"
    private static let stable = "/vac/waku/relay/2.0.0"

    /// The fleet of the Waku post-mortem.
    private func fleet(releases: [String] = ["v0.4"]) throws -> Fleet {
        Fleet(
            name: "prod",
            nodes: [.waku("do-ams3"), .waku("gc-us"), .waku("ac-hk")],
            parties: [
                Party(
                    id: "js-waku",
                    needs: [try Condition(parsing: "protocols contains \"\(Self.beta)\"")]
                ),
                Party(id: "nim-waku", needs: [try Condition(parsing: "sibling links >= 1")]),
                Party(id: "chat2bridge"),
            ],
            releases: releases,
            runbooks: [ChecklistDefinition(name: "back", steps: [])]
        )
    }

    private func results(
        _ plan: ChangePlan,
        _ fleet: Fleet,
        _ readings: FleetReadings = FleetReadings()
    ) throws -> [PreflightResult] {
        var log = ScriptedLog()
        try log.run(.change(.plan(nil, plan)))
        let change = try #require(log.state.changes.first)
        return Preflight(of: change, fleet, readings, log.state, at: start).results()
    }

    private func told(_ results: [PreflightResult], _ check: String) -> [String] {
        results.filter { $0.check == check }.map { "\($0.verdict) \($0.subject): \($0.text)" }
    }

    private func plan(
        to: String = "master",
        speaks: [String] = [],
        canary: NodeID? = nil
    ) -> ChangePlan {
        ChangePlan(
            what: "redeploy \(to)",
            fleet: "prod",
            from: "v0.4",
            to: to,
            target: .init(
                canary: canary,
                facts: speaks.isEmpty ? [] : [.init(.protocols, speaks)]
            )
        )
    }

    @Test func `the redeployment of 9 July fails: no release, and js-waku would be cut off`()
        throws
    {
        let results = try results(plan(speaks: [Self.stable]), fleet())
        #expect(
            told(results, "release policy") == [
                "fail master: no release of prod, which runs v0.4 only (no exception); "
                    + "a second person can allow it for a while: tocsin policy except"
            ]
        )
        #expect(
            told(results, "party needs") == [
                "fail js-waku: needs \(Self.beta), but protocols \(Self.stable) on master "
                    + "(as the plan says)",
                "warn nim-waku: shows only as it runs: sibling links >= 1",
                "warn chat2bridge: the fleet file does not say what it needs; ask it",
            ]
        )
    }

    @Test func `what nobody knows of the release is no agreement`() throws {
        let results = try results(plan(), fleet())
        let needs = told(results, "party needs")
        #expect(
            needs.first?.hasPrefix("fail js-waku: needs \(Self.beta), and nothing tells") == true
        )
    }

    @Test func `what a canary speaks counts more than what the plan says`() throws {
        var readings = FleetReadings()
        readings.poll("ac-hk", facts: [.protocols: [Self.stable], .version: ["master"]])
        let lies = plan(speaks: [Self.beta], canary: "ac-hk")
        #expect(
            told(try results(lies, fleet(), readings), "party needs").first
                == "fail js-waku: needs \(Self.beta), but protocols \(Self.stable) on ac-hk "
                + "(seen on the canary)"
        )
        let silent = plan(speaks: [Self.beta], canary: "gc-us")
        #expect(
            told(try results(silent, fleet(), readings), "party needs").first?
                .contains("(seen on what runs master)") == true
        )
    }

    @Test func `a node that runs the release tells what it speaks`() throws {
        var readings = FleetReadings()
        readings.poll("do-ams3", facts: [.protocols: [Self.beta], .version: ["v0.5-1234567"]])
        let results = try results(plan(to: "v0.5"), fleet(releases: ["v0.4", "v0.5"]), readings)
        #expect(told(results, "release policy") == ["pass v0.5: a release of prod (v0.4, v0.5)"])
        #expect(told(results, "party needs").first?.hasPrefix("pass js-waku") == true)
    }

    @Test func `what is old counts for nothing`() throws {
        var readings = FleetReadings()
        let old = start - .seconds(3600)
        readings.poll("ac-hk", at: old, facts: [.protocols: [Self.beta], .version: ["master"]])
        let results = try results(plan(canary: "ac-hk"), fleet(), readings)
        #expect(told(results, "party needs").first?.hasPrefix("fail js-waku") == true)
    }

    @Test(
        arguments: [
            ([:], "warn prod: not known whether something updates do-ams3, gc-us, ac-hk by itself"),
            (["do-ams3": "off", "gc-us": "Stopped", "ac-hk": "no"], "pass prod: nothing acts"),
            (
                ["do-ams3": "off", "gc-us": "running"],
                "fail prod: something acts by itself on gc-us"
            ),
        ] as [([NodeID: String], String)]
    )
    func `what acts by itself would undo the change`(told: [NodeID: String], words: String) throws {
        var readings = FleetReadings()
        for (node, text) in told { readings.poll(node, facts: ["automation": [text]]) }
        let lines = self.told(try results(plan(), fleet(), readings), "automation")
        #expect(lines.first?.hasPrefix(words) == true, "\(lines)")
    }

    @Test func `a changed database layout needs a way back`() throws {
        var readings = FleetReadings()
        readings.poll("do-ams3", facts: ["database.layout": ["old"]])
        var plan = plan()
        #expect(told(try results(plan, fleet(), readings), "database layout") == [])
        plan.target.facts = [.init("database.layout", ["new"])]
        let lines = told(try results(plan, fleet(), readings), "database layout")
        #expect(lines.first?.hasPrefix("fail master: database.layout will be other") == true)
        plan.rollback = .init(runbook: "back")
        let better = try results(plan, fleet(), readings)
        #expect(told(better, "database layout").first?.hasPrefix("warn") == true)
        #expect(told(better, "way back") == ["pass master: runbook 'back'"])
        plan.rollback = .init(runbook: "bakc")
        #expect(
            told(try results(plan, fleet(), readings), "way back").first?.hasPrefix("fail") == true
        )
    }

    @Test func `what is destroyed was kept before`() throws {
        var plan = plan()
        plan.destroys = ["the database"]
        var log = ScriptedLog()
        try log.run(.declare("mesh lost"))
        try log.run(.change(.plan(nil, plan, incident: incident)))
        let change = try #require(log.state.changes.first)
        func lines() throws -> [String] {
            let look = Preflight(of: change, try fleet(), FleetReadings(), log.state, at: start)
            return told(look.results(), "evidence")
        }
        #expect(
            try lines() == [
                "fail the database: no copy was kept in INC-0001; keep one: tocsin log attach FILE"
            ]
        )
        let file = EvidenceFile(digest: "00ff", name: "store.sqlite3", bytes: 7)
        log.append(.timeline(.attached(evidence: .file(file), note: nil)), of: incident)
        #expect(try lines() == ["pass the database: 1 proof is kept in INC-0001"])
    }

    @Test func `a key that the older release refuses must not be set`() throws {
        var readings = FleetReadings()
        var plan = plan()
        plan.refusedKeys = ["keep-alive"]
        #expect(
            told(try results(plan, fleet(), readings), "config keys") == [
                "warn keep-alive: not known whether it is set: no probe reads the configuration"
            ]
        )
        readings.poll("gc-us", facts: ["config unit:keep-alive": ["1"]])
        #expect(
            told(try results(plan, fleet(), readings), "config keys") == [
                "fail keep-alive: the older release refuses it, and it is set on gc-us"
            ]
        )
    }
}
