import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct ChangePlanTests {
    private let id = ChangedLog.id

    @Test func `changes are numbered, and a number is never given twice`() throws {
        var log = try ChangedLog.planned()
        #expect(log.change.plan == ChangedLog.plan())
        let lost = Event.change(
            .planned(change: ChangeID(number: 7), plan: ChangePlan(what: "x", to: "v1"))
        )
        log.append(lost)
        try log.run(.plan(nil, ChangedLog.plan("another")))
        #expect(log.state.changes.map(\.id.rawValue) == ["CHG-0001", "CHG-0007", "CHG-0008"])
    }

    @Test func `a plan belongs to its incident, and so do its entries`() throws {
        var log = try ChangedLog.asked(incident: true)
        #expect(log.change.incident == incident)
        try log.run(.abort(id, reason: "no"))
        #expect(log.log.entries.dropFirst().allSatisfy { $0.incident == incident })
        let closed = log.refusal(.plan(nil, ChangedLog.plan("b"), incident: IncidentID(number: 9)))
        #expect(closed?.kind == .invalid)
    }

    @Test(arguments: [
        (ChangePlan(what: " ", to: "v1"), "what is done is empty"),
        (ChangePlan(what: "x", to: ""), "which release"),
        (
            ChangePlan(
                what: "x",
                to: "v1",
                impacts: [.init(party: "js-waku", text: "a"), .init(party: "js-waku", text: "b")]
            ), "stated twice"
        ),
        (
            ChangePlan(what: "x", to: "v1", impacts: [.init(party: "js-wak", text: "a")]),
            "did you mean 'js-waku'?"
        ),
        (ChangePlan(what: "x", to: "v1", aborts: ["peers <"]), "'peers <' at character"),
        (
            ChangePlan(
                what: "x",
                to: "v1",
                waves: [.init(nodes: ["a"]), .init(nodes: ["a"])]
            ), "a is in two waves"
        ),
        (
            ChangePlan(what: "x", to: "v1", waves: [.init(nodes: []), .init(nodes: ["a"])]),
            "only the last wave"
        ),
    ])
    func `a plan that makes no sense is refused`(plan: ChangePlan, words: String) throws {
        let refusal = try #require(ChangedLog().refusal(.plan(nil, plan)))
        #expect(refusal.kind == .invalid)
        #expect(refusal.reason.contains(words), "\(refusal.reason)")
    }

    @Test func `the same plan twice is one change`() throws {
        let log = try ChangedLog.planned()
        #expect(log.refusal(.plan(nil, ChangedLog.plan()))?.reason.contains("CHG-0001") == true)
        #expect(log.refusal(.plan(id, ChangedLog.plan()))?.kind == .invalid)
    }

    @Test func `a change that runs is not planned anew, and what ended is a new one`() throws {
        var log = try ChangedLog.agreed()
        try log.run(.begin(id))
        let again = ChangeCommand.plan(id, ChangedLog.plan("other"))
        #expect(log.refusal(again)?.kind == .held)
        try log.run(.abort(id, reason: "peers fell"))
        #expect(log.refusal(again)?.reason.contains("tocsin change plan") == true)
    }

    @Test func `a preflight counts for the plan that it was about`() throws {
        var log = try ChangedLog.planned()
        let first = log.hash
        #expect(log.change.validPreflight != nil)
        try log.run(.plan(id, ChangedLog.plan("other")))
        #expect(log.change.validPreflight == nil)
        let old = ChangeCommand.recordPreflight(id, planHash: first, ChangedLog.passing)
        #expect(log.refusal(old)?.kind == .held)
        #expect(log.refusal(.recordPreflight(id, planHash: log.hash, []))?.kind == .invalid)
    }

    @Test func `a redacted plan keeps its parties and what was agreed`() throws {
        var log = try ChangedLog.agreed()
        let entry = try #require(log.log.entries.first)
        let kept = try #require(entry.event.redacted(as: ""))
        log.append(.log(.redacted(entry: entry.id, kept: kept, reason: "a name")))
        #expect(log.change.plan.what == Redaction.placeholder)
        #expect(log.change.plan.impacts.map(\.party) == ChangedLog.parties)
        #expect(log.change.standing(at: start).isGo)
        #expect(!"\(log.state)".contains("a minute away"))
    }

    @Test func `a clock that was set moves what was agreed`() throws {
        var log = try ChangedLog.agreed()
        log.append(
            .watch(.clockStepped(from: start, to: start + .seconds(7200))),
            at: start + .seconds(7200)
        )
        let later = start + .seconds(7200)
        #expect(log.change.standing(at: later) == .go(until: later + .seconds(86_400)))
    }

    @Test func `folding in two parts is folding at once`() throws {
        var log = try ChangedLog.agreed(
            ChangedLog.plan(waves: [.init(nodes: ["a"]), .init(nodes: [])])
        )
        try log.run(.begin(id))
        try log.run(.nextWave(id))
        try log.run(.finish(id, note: "well"))
        try log.run(.rollBack(id, note: "v0.4 again"))
        for cut in 0...log.log.entries.count {
            var state = LogState()
            for entry in log.log.entries.prefix(cut) { state.apply(entry) }
            for entry in log.log.entries.dropFirst(cut) { state.apply(entry) }
            #expect(state == log.state)
        }
    }
}
