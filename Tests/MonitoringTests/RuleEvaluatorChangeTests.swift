import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

struct RuleEvaluatorChangeTests {
    private static let id = ChangeID(number: 1)

    /// A fleet of which the first of two waves is under way since `start`.
    private func watched(_ aborts: [String], fleet: String = "prod") throws -> WatchedFleet {
        var log = ScriptedLog()
        let plan = ChangePlan(
            what: "upgrade",
            fleet: fleet,
            to: "v2",
            waves: [.init(nodes: ["a"], hold: .seconds(120)), .init(nodes: [])],
            aborts: aborts
        )
        func run(_ command: ChangeCommand, by actor: Actor = hanno) throws {
            try log.run(.change(command), by: actor)
        }
        try run(.plan(nil, plan))
        try run(.requestOverride(Self.id, reason: "a test"))
        try run(.confirmOverride(Self.id), by: franck)
        try run(.begin(Self.id))
        return WatchedFleet(
            Fleet(name: "prod", nodes: [.substrate("a"), .substrate("b")]),
            log: log
        )
    }

    private func changes(_ events: [Event]) -> [ChangeEvent] {
        events.compactMap { event in
            guard case .change(let event) = event else { return nil }
            return event
        }
    }

    @Test func `a wave ends by itself once it was watched for long enough`() throws {
        var watched = try watched([])
        #expect(changes(try watched.run(0, through: 110, nodes: ["a", "b"], [.peers: 9])) == [])
        #expect(
            changes(try watched.run(120, through: 140, nodes: ["a", "b"], [.peers: 9])) == [
                .waveEnded(change: Self.id, wave: 1, despite: nil)
            ]
        )
    }

    @Test func `a condition for aborting is told once, on a node that was changed`() throws {
        var watched = try watched(["peers < 3 for 30s"])
        // What has not been changed is not what the change did.
        watched.readings.poll("b", at: start, [.peers: 0])
        #expect(changes(try watched.run(0, through: 40, [.peers: 9])) == [])
        #expect(changes(try watched.run(50, through: 70, [.peers: 1])) == [])
        #expect(
            changes(try watched.run(80, through: 200, [.peers: 1])) == [
                .abortCriterionMet(
                    change: Self.id,
                    criterion: "peers < 3 for 30s",
                    reading: "peers 1 on a"
                )
            ]
        )
        // The wave does not end by itself under it.
        #expect(watched.log.state.change(Self.id)?.currentWave?.number == 1)
    }

    @Test func `a condition over several nodes is judged on all of them`() throws {
        var watched = try watched(["sum(peers) < 10"])
        try watched.log.run(.change(.nextWave(Self.id, despite: "a test")))
        #expect(changes(try watched.run(0, through: 20, nodes: ["a", "b"], [.peers: 6])) == [])
        #expect(
            changes(try watched.run(30, through: 40, nodes: ["a", "b"], [.peers: 4])).first
                == .abortCriterionMet(
                    change: Self.id,
                    criterion: "sum(peers) < 10",
                    reading: "sum of peers 8"
                )
        )
    }

    @Test func `a change of another fleet is not ours to judge`() throws {
        var watched = try watched(["peers < 3"], fleet: "test")
        #expect(changes(try watched.run(0, through: 200, [.peers: 0])) == [])
    }

    @Test func `a step that waits for an agreement passes once there is one, and names it`() throws
    {
        var log = ScriptedLog(of: "prod")
        let step = StepDefinition(id: "agreed", title: "all agree", kind: .poll)
        try log.run(
            .declare("x", checklist: ChecklistDefinition(name: "upgrade", steps: [step]))
        )
        let plan = ChangePlan(
            what: "upgrade",
            fleet: "prod",
            to: "v2",
            impacts: [.init(party: "js-waku", text: "none")]
        )
        try log.run(.change(.plan(nil, plan, incident: incident)))
        let hash = try #require(log.state.change(Self.id)?.planHash)
        let passed = [PreflightResult("way back", .pass, subject: "v2", "ok")]
        try log.run(.change(.recordPreflight(Self.id, planHash: hash, passed)))
        try log.run(.change(.openPoll(Self.id)))
        var watched = WatchedFleet(Fleet(name: "prod", nodes: [.substrate("a")]), log: log)
        #expect(try watched.run(0, through: 20) == [])
        let silent = try #require(
            watched.watch.progress(of: "agreed", in: incident, at: seconds(20))
        )
        #expect(silent.evaluation.reading == "CHG-0001: js-waku has not answered")
        let vote = ChangeCommand.vote(Self.id, planHash: hash, Vote("js-waku", .go))
        try watched.log.run(.change(vote), at: seconds(25))
        let events = try watched.run(30, through: 40)
        #expect(
            events.contains(
                .checklist(
                    .passed(
                        step: "agreed",
                        evidence: .reading(text: "CHG-0001: GO by js-waku", heldMilliseconds: 0),
                        automatic: true,
                        overrides: false
                    )
                )
            )
        )
        // What was agreed to was agreed to.
        try watched.log.run(.change(.withdrawVote(Self.id, "js-waku")), at: seconds(45))
        try watched.run(50, through: 60)
        #expect(try watched.log.step("agreed").progress == .passed)
    }
}
