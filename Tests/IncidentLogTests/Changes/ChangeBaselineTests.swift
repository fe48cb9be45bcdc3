import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct ChangeBaselineTests {
    private let id = ChangedLog.id

    private func fact(
        _ log: inout ChangedLog,
        _ fact: FactName,
        _ from: [String],
        _ value: String,
        at now: Timestamp = start
    ) {
        log.append(
            .fleet(
                .factChanged(node: "a", fact: fact, from: from, to: [value], fleet: "prod")
            ),
            at: now
        )
    }

    @Test func `a change that begins has a baseline, once`() throws {
        var log = try ChangedLog.agreed()
        fact(&log, .relay, [], "beta2")
        try log.run(.begin(id))
        let baseline = try #require(log.state.baseline(of: "prod"))
        #expect(baseline.change == "CHG-0001")
        #expect(baseline.nodes.keys.sorted() == ["a"])
        #expect(log.change.progress == .running)
    }

    @Test func `a change of which no node is known begins without one`() throws {
        var log = try ChangedLog.agreed()
        #expect(try log.run(.begin(id)).count == 1)
        #expect(log.state.baseline(of: "prod") == nil)
    }

    @Test func `whoever takes a change back rolls back the nodes that tell no version`() throws {
        var log = try ChangedLog.agreed()
        fact(&log, .relay, [], "beta2")
        try log.run(.begin(id))
        fact(&log, .relay, ["beta2"], "2.0.0", at: minutes(1))
        try log.run(.abort(id, reason: "js-waku is cut off"), at: minutes(2))
        #expect(log.state.baselineDiff(of: "prod")?.leftBehindWords == nil)
        try log.run(.rollBack(id, note: "v0.4 again"), at: minutes(3))
        let words = try #require(log.state.baselineDiff(of: "prod")?.leftBehindWords)
        #expect(words == "1 key not reverted on a (1): relay")
        fact(&log, .relay, ["2.0.0"], "beta2", at: minutes(4))
        #expect(
            log.state.baseline(of: "a", in: "prod")?.words == "rolled back, every key as before"
        )
    }

    @Test func `a way back is held against what was there before, not against what it leaves`()
        throws
    {
        var log = try ChangedLog.agreed()
        fact(&log, .version, [], "v0.4 or older")
        try log.run(.begin(id))
        fact(&log, .version, ["v0.4 or older"], "newer than v0.4", at: minutes(1))
        try log.run(.finish(id, note: nil, despite: nil), at: minutes(2))
        let back = ChangeID(number: 2)
        let plan = ChangePlan(
            what: "go back",
            fleet: "prod",
            to: "v0.4",
            impacts: ChangedLog.parties.map { .init(party: $0, text: "none") }
        )
        try log.run(.plan(nil, plan), at: minutes(3))
        let hash = try #require(log.state.change(back)?.planHash)
        try log.run(.recordPreflight(back, planHash: hash, ChangedLog.passing), at: minutes(3))
        try log.run(.openPoll(back), at: minutes(3))
        for party in ChangedLog.parties {
            try log.run(.vote(back, planHash: hash, Vote(party, .go)), at: minutes(4))
        }
        try log.run(.begin(back), at: minutes(5))
        #expect(log.state.baseline(of: "prod")?.change == "CHG-0001")
    }
}
