import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct PollTests {
    private let id = ChangedLog.id

    @Test func `a party whose impact is not stated cannot be asked`() throws {
        let log = try ChangedLog.planned(ChangedLog.plan(told: ["js-waku", "nim-waku"]))
        let refusal = try #require(log.refusal(.openPoll(id)))
        #expect(refusal.kind == .invalid)
        #expect(refusal.argument == "impact")
        #expect(refusal.reason.contains("chat2bridge"))
        #expect(refusal.reason.contains("tocsin change plan --change CHG-0001"))
    }

    @Test func `nobody is asked before the preflight has passed`() throws {
        let none = try ChangedLog.planned(preflight: nil)
        #expect(none.refusal(.openPoll(id))?.kind == .held)
        #expect(
            none.refusal(.openPoll(id))?.reason
                == "CHG-0001 has had no preflight; run: tocsin change preflight CHG-0001"
        )
        let failed = try ChangedLog.planned(preflight: ChangedLog.failing)
        let refusal = try #require(failed.refusal(.openPoll(id)))
        #expect(refusal.kind == .held)
        #expect(refusal.reason.contains("js-waku: needs relay beta2"))
        var stale = try ChangedLog.planned()
        try stale.run(.plan(id, ChangedLog.plan("other")))
        #expect(stale.refusal(.openPoll(id))?.reason.contains("earlier plan") == true)
    }

    @Test func `the usual times are minutes in an incident and a day otherwise`() throws {
        func terms(_ log: ChangedLog) throws -> PollTerms { try #require(log.change.poll).terms }
        let calm = try terms(try ChangedLog.asked())
        #expect(calm.deadline == start + .seconds(86_400))
        #expect(calm.valid == .seconds(86_400))
        let urgent = try terms(try ChangedLog.asked(incident: true))
        #expect(urgent.deadline == start + .seconds(900))
        #expect(urgent.valid == .seconds(3600))
    }

    @Test(
        arguments: [
            (["bridge"], [], nil, "there is no party 'bridge'"),
            (
                [], ["js-waku", "nim-waku", "chat2bridge"], nil,
                "at least one party must be required"
            ),
            ([], ["js-waku"], 3, "3 of 2 cannot agree"),
            ([], [], 0, "0 of 3 cannot agree"),
        ] as [([PartyID], [PartyID], Int?, String)]
    )
    func `a poll that nobody could win or lose is refused`(
        voters: [PartyID],
        advisory: [PartyID],
        agree: Int?,
        words: String
    ) throws {
        var plan = ChangedLog.plan()
        plan.impacts.append(.init(party: "bridge", text: "none"))
        let log = try ChangedLog.planned(plan)
        let command = ChangeCommand.openPoll(
            id,
            voters: voters,
            advisory: advisory,
            agree: agree
        )
        let refusal = try #require(log.refusal(command))
        #expect(refusal.kind == .invalid)
        #expect(refusal.reason.contains(words), "\(refusal.reason)")
    }

    @Test func `silence is not go, and the refusal names who is silent and what to do`() throws {
        var log = try ChangedLog.asked()
        try log.vote("nim-waku", .go)
        try log.vote("js-waku", .noGo)
        #expect(log.change.standing(at: start) == .hold)
        let refusal = try #require(log.refusal(.begin(id)))
        #expect(refusal.kind == .held)
        #expect(refusal.reason.contains("js-waku says NO-GO \"because\""))
        #expect(refusal.reason.contains("chat2bridge has not answered"))
        #expect(refusal.reason.contains("tocsin poll vote CHG-0001"))
        #expect(refusal.reason.contains("tocsin change override CHG-0001 --reason"))
        // Long after the deadline it is still no agreement.
        #expect(log.change.standing(at: start + .seconds(400_000)) == .hold)
    }

    @Test(arguments: [
        (Vote("js-waku", .noGo), "comment"),
        (Vote("js-waku", .noGo, comment: " "), "comment"),
        (Vote("js-waku", .noGo, comment: "beta2"), "would-change"),
        (Vote("js-waku", .goIf), "comment"),
        (Vote("js-wak", .go), "party"),
    ])
    func `an answer that says too little is refused`(vote: Vote, argument: String) throws {
        let log = try ChangedLog.asked()
        let refusal = try #require(log.refusal(.vote(id, planHash: log.hash, vote)))
        #expect(refusal.kind == .invalid)
        #expect(refusal.argument == argument)
    }

    @Test func `all go is go, for a while`() throws {
        let log = try ChangedLog.agreed(incident: true)
        #expect(log.change.standing(at: start) == .go(until: start + .seconds(3600)))
        #expect(log.refusal(.begin(id), at: start + .seconds(3599)) == nil)
        let late = try #require(log.refusal(.begin(id), at: start + .seconds(3600)))
        #expect(late.kind == .held)
        #expect(late.reason.contains("expired"))
        let vote = ChangeCommand.vote(id, planHash: log.hash, Vote("js-waku", .go))
        #expect(log.refusal(vote, at: start + .seconds(3600))?.kind == .held)
        #expect(log.refusal(.openPoll(id), at: start + .seconds(3600)) == nil)
    }

    @Test func `a no taken back is silence, and an abstention is no go`() throws {
        var log = try ChangedLog.asked()
        try log.vote("nim-waku", .go)
        try log.vote("chat2bridge", .abstain)
        try log.vote("js-waku", .noGo)
        #expect(log.change.poll?.dissents.map(\.kind) == [.noGo, .abstained])
        try log.run(.withdrawVote(id, "js-waku"))
        #expect(log.change.poll?.dissents.map(\.kind) == [.silent, .abstained])
        #expect(log.refusal(.withdrawVote(id, "js-waku"))?.kind == .invalid)
        try log.vote("js-waku", .go)
        try log.vote("chat2bridge", .go)
        #expect(log.change.standing(at: start).isGo)
    }

    @Test func `a condition holds the change back until it is met`() throws {
        var log = try ChangedLog.asked()
        for party in ["nim-waku", "chat2bridge"] as [PartyID] { try log.vote(party, .go) }
        try log.vote("js-waku", .goIf)
        let refusal = try #require(log.refusal(.begin(id)))
        #expect(refusal.reason.contains("tocsin poll meet CHG-0001 js-waku"))
        #expect(log.refusal(.meetCondition(id, "nim-waku", note: "x"))?.kind == .invalid)
        #expect(log.refusal(.meetCondition(id, "js-waku", note: ""))?.kind == .invalid)
        try log.run(.meetCondition(id, "js-waku", note: "released 0.8.2"), at: minutes(5))
        #expect(log.change.standing(at: minutes(5)).isGo)
        // Another answer is another condition.
        try log.vote("js-waku", .goIf, at: minutes(6))
        #expect(log.change.standing(at: minutes(6)) == .hold)
    }

    @Test func `so many of the required are enough where that is agreed`() throws {
        var log = try ChangedLog.asked(agree: 1, advisory: ["chat2bridge"])
        try log.vote("chat2bridge", .go)
        #expect(log.change.standing(at: start) == .hold)
        try log.vote("js-waku", .noGo)
        #expect(log.change.standing(at: start) == .hold)
        try log.vote("nim-waku", .go)
        #expect(log.change.standing(at: start).isGo)
    }

    @Test func `a changed plan takes back what was agreed`() throws {
        var log = try ChangedLog.agreed()
        let before = log.hash
        try log.run(.plan(id, ChangedLog.plan("redeploy another commit")))
        #expect(log.change.standing(at: start) == .invalidated)
        #expect(log.refusal(.begin(id))?.kind == .held)
        let late = ChangeCommand.vote(id, planHash: before, Vote("js-waku", .go))
        #expect(log.refusal(late)?.reason.contains("tocsin poll open CHG-0001") == true)
        try log.run(.recordPreflight(id, planHash: log.hash, ChangedLog.passing))
        try log.run(.openPoll(id))
        #expect(log.change.poll?.votes == [])
        // Who has read the earlier plan does not answer the new question.
        #expect(log.refusal(late)?.reason.contains("earlier plan") == true)
    }

    @Test func `a no of whoever directs ends the poll`() throws {
        var log = try ChangedLog.agreed(incident: true)
        #expect(log.refusal(.closePoll(id, reason: "no"), by: franck)?.kind == .held)
        try log.run(.closePoll(id, reason: "not on a Friday"))
        #expect(log.change.standing(at: start) == .noGo)
        #expect(log.refusal(.begin(id))?.reason.contains("not on a Friday") == true)
        #expect(log.refusal(.openPoll(id)) == nil)
    }

    @Test func `a poll is of the fleet of its change`() throws {
        var log = try ChangedLog.planned()
        log.roster = Roster(fleet: "test", parties: ["x"])
        #expect(log.refusal(.openPoll(id))?.reason.contains("--fleet") == true)
    }
}
