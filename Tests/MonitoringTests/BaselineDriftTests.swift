import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

struct BaselineDriftTests {
    private static let chain: FactName = "config unit:--chain"

    /// One node with a configuration, watched from a baseline on.
    private func watched(_ step: StepDefinition? = nil) throws -> WatchedFleet {
        let fleet = Fleet(name: "prod", nodes: [.substrate("a")])
        var watched = WatchedFleet(fleet, log: ScriptedLog(of: "prod"))
        try play(&watched, 0, "3.2.0", "kusama.json", "aa")
        try watched.log.run(.baseline(.take(nodes: ["a"], change: nil)))
        let checklist = step.map { ChecklistDefinition(name: "rollback", steps: [$0]) }
        try watched.log.run(.declare("leak", checklist: checklist))
        return watched
    }

    /// Polls the node every ten seconds for a minute.
    private func play(
        _ watched: inout WatchedFleet,
        _ from: Int,
        _ version: String,
        _ chain: String,
        _ digest: String
    ) throws {
        let facts = [.version: [version], Self.chain: [chain], .configDigest: [digest]]
        for second in stride(from: from, to: from + 60, by: 10) {
            watched.readings.poll("a", at: seconds(second), [.peers: 9], facts: facts)
            watched.readings.deriveDrift(watched.log.state, of: watched.fleet, at: seconds(second))
            try watched.tick(at: seconds(second))
        }
    }

    private func drift(_ watched: WatchedFleet) -> Double? {
        watched.readings.nodes["a"]?[.baselineDrift]
    }

    @Test func `the step of a roll-back stays open until no key is left`() throws {
        let step = StepDefinition(id: "c", title: "files", condition: "baseline drift == 0 for 20s")
        var watched = try watched(step)
        func progress() throws -> StepState.Progress? {
            try #require(watched.log.state.incidents.first).step("c")?.progress
        }
        #expect(drift(watched) == nil)
        try play(&watched, 60, "3.2.1", "kusama", "bb")
        #expect(drift(watched) == 2)
        #expect(try progress() == .pending)
        try play(&watched, 120, "3.2.0", "kusama", "bb")
        #expect(drift(watched) == 1)
        #expect(try progress() == .pending)
        let own = try #require(watched.log.state.baseline(of: "a", in: "prod"))
        let rolledBack = NodeAssessment(.healthy).with(own)
        #expect(rolledBack.verdict == .degraded)
        #expect(rolledBack.reasons == ["rolled back, 1 key not reverted"])
        try play(&watched, 180, "3.2.0", "kusama.json", "aa")
        #expect(drift(watched) == 0)
        #expect(try progress() == .passed)
        let recovered = NodeAssessment(.healthy)
            .with(watched.log.state.baseline(of: "a", in: "prod"))
        #expect(recovered.verdict == .healthy)
        #expect(recovered.notes == ["rolled back, every key as before"])
    }

    @Test func `without a baseline nothing is known`() throws {
        let fleet = Fleet(name: "prod", nodes: [.substrate("a")])
        var watched = WatchedFleet(fleet, log: ScriptedLog(of: "prod"))
        try play(&watched, 0, "3.2.0", "kusama.json", "aa")
        #expect(drift(watched) == nil)
    }

    @Test func `a baseline is taken by itself, once, when all have agreed to a change`() throws {
        let fleet = Fleet(name: "prod", nodes: [.substrate("a")], parties: [Party(id: "js")])
        var watched = WatchedFleet(fleet, log: ScriptedLog(of: "prod"))
        try play(&watched, 0, "3.2.0", "kusama.json", "aa")
        let plan = ChangePlan(
            what: "upgrade",
            fleet: "prod",
            to: "3.2.1",
            impacts: [.init(party: "js", text: "none")]
        )
        func ask(_ command: ChangeCommand, at second: Int) throws {
            try watched.log.run(.change(command), at: seconds(second))
        }
        try ask(.plan(nil, plan), at: 60)
        let change = try #require(watched.log.state.changes.first)
        let passing = [PreflightResult("release policy", .pass, subject: "3.2.1", "ok")]
        try ask(.recordPreflight(change.id, planHash: change.planHash, passing), at: 60)
        try ask(.openPoll(change.id, voters: ["js"]), at: 60)
        try play(&watched, 60, "3.2.0", "kusama.json", "aa")
        #expect(watched.log.state.baseline(of: "prod") == nil)
        try ask(.vote(change.id, planHash: change.planHash, Vote("js", .go)), at: 120)
        try play(&watched, 120, "3.2.0", "kusama.json", "aa")
        let baseline = try #require(watched.log.state.baseline(of: "prod"))
        #expect(baseline.change == change.id.rawValue)
        #expect(baseline.takenAt == seconds(120))
        try play(&watched, 180, "3.2.0", "kusama.json", "aa")
        #expect(watched.log.state.baseline(of: "prod")?.id == baseline.id)
    }
}
