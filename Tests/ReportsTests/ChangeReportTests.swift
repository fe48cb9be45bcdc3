import FleetModel
import IncidentLog
import Primitives
import Reports
import TestSupport
import Testing

/// What is told of changes and of those who agree to them.
struct ChangeReportTests {
    private static let id = ChangeID(number: 1)
    private static let parties: [PartyID] = ["js-waku", "nim-waku", "chat2bridge"]

    private struct Told {
        var log = ScriptedLog()

        init() throws {
            let plan = ChangePlan(
                what: "redeploy master",
                from: "v0.4",
                to: "master",
                waves: [.init(nodes: ["do-ams3"], hold: .seconds(900))],
                impacts: parties.map { .init(party: $0, text: "a minute away") }
            )
            try run(.plan(nil, plan))
        }

        var change: ChangeState { log.state.changes[0] }

        mutating func run(
            _ command: ChangeCommand,
            at now: Timestamp = start,
            by actor: Actor = hanno
        )
            throws
        {
            try log.run(.change(command), at: now, by: actor)
        }

        mutating func ask(agree: Int? = nil) throws {
            let results = [PreflightResult("release policy", .pass, subject: "master", "ok")]
            try run(.recordPreflight(id, planHash: change.planHash, results))
            try run(.openPoll(id, agree: agree))
        }

        mutating func vote(_ party: PartyID, _ answer: Vote.Answer, _ comment: String? = nil) throws
        {
            let vote = Vote(party, answer, comment: comment, wouldChange: "a release of js-waku")
            try run(.vote(id, planHash: change.planHash, vote), at: minutes(5))
        }

        func board(at now: Timestamp) -> PollBoard { PollBoard(change, log.state, at: now) }
    }

    @Test func `the board calls the roll and says what follows`() throws {
        var told = try Told()
        #expect(told.board(at: start).lines == ["HOLD — no preflight"])
        try told.ask()
        try told.vote("js-waku", .noGo, "0.8.1 does not speak /vac/waku/relay/2.0.0")
        try told.run(
            .vote(Self.id, planHash: told.change.planHash, Vote("nim-waku", .go)),
            at: minutes(5)
        )
        let board = told.board(at: minutes(14))
        #expect(
            board.lines == [
                "js-waku … NO-GO  \"0.8.1 does not speak /vac/waku/relay/2.0.0\"",
                "  would change it: a release of js-waku", "nim-waku … GO",
                "chat2bridge … no answer (14 min)", "HOLD — 1 no-go, 1 silent",
            ]
        )
        #expect(board.verdict == .hold)
        #expect(
            try board.json().hasPrefix(
                #"{"asked":"2021-07-12T08:00:00.000Z","change":"CHG-0001","#
            )
        )
    }

    @Test func `every end of a poll has its word`() throws {
        var told = try Told()
        try told.ask()
        for party in Self.parties { try told.vote(party, .go) }
        #expect(told.board(at: minutes(6)).summary == "GO until 08:05Z")
        #expect(told.board(at: minutes(6)).verdict == .go)
        let later = minutes(5) + .seconds(86_400)
        #expect(told.board(at: later).summary == "HOLD — the GO expired at 08:05Z")
        try told.vote("js-waku", .goIf, "0.8.2 is out")
        #expect(told.board(at: minutes(6)).summary == "HOLD — 1 condition open")
        try told.run(.closePoll(Self.id, reason: "not on a Friday"))
        #expect(told.board(at: minutes(6)).verdict == .noGo)
        #expect(told.board(at: minutes(6)).summary == "NO-GO — hanno: not on a Friday")
        try told.run(.requestOverride(Self.id, reason: "prod is down"))
        try told.run(.confirmOverride(Self.id), by: franck)
        #expect(
            told.board(at: minutes(6)).summary
                == "OVERRIDDEN until 08:00Z — the condition of js-waku is not met \"0.8.2 is out\""
        )
        try told.run(.begin(Self.id), at: minutes(8))
        #expect(told.board(at: minutes(9)).summary == "GO — under way since 08:08Z")
        try told.run(.abort(Self.id, reason: "js-waku is cut off"))
        #expect(told.board(at: minutes(9)).verdict == .noGo)
    }

    @Test func `a failed preflight holds whoever agreed`() throws {
        var told = try Told()
        try told.ask()
        for party in Self.parties { try told.vote(party, .go) }
        let failed = [
            PreflightResult("party needs", .fail, subject: "js-waku", "needs beta2"),
            PreflightResult("release policy", .fail, subject: "master", "no release"),
        ]
        try told.run(.recordPreflight(Self.id, planHash: told.change.planHash, failed))
        #expect(
            told.board(at: minutes(6)).summary
                == "HOLD — preflight: js-waku: needs beta2 and 1 more"
        )
    }

    @Test func `the list and the whole change`() throws {
        var told = try Told()
        try told.ask()
        let list = ChangeList(told.log.state, withEnded: false, at: start)
        #expect(
            try list.json() == """
                [{"by":"hanno","from":"v0.4","id":"CHG-0001","planned":"2021-07-12T08:00:00.000Z",\
                "state":"planned","summary":"HOLD — 3 silent","to":"master","verdict":"hold",\
                "wave":0,"waves":1,"what":"redeploy master"}]
                """
        )
        let report = ChangeReport(told.change, told.log.state, at: start)
        let lines = report.text(at: start).compactMap { part in
            if case .line(let text) = part { text } else { nil }
        }
        #expect(lines.first == "CHG-0001 redeploy master (v0.4 → master) ─ planned")
        #expect(lines.contains("  means for js-waku: a minute away"))
        #expect(lines.contains("  pass release policy: master: ok"))
        #expect(lines.contains("HOLD — 3 silent"))
        try told.run(.abort(Self.id, reason: "no"))
        #expect(ChangeList(told.log.state, withEnded: false, at: start).rows.isEmpty)
        #expect(ChangeList(told.log.state, withEnded: true, at: start).rows.count == 1)
    }
}
