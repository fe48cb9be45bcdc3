import CommandTable
import Commands
import FleetModel
import IncidentLog
import Primitives
import Testing

/// What the words about changes come to.
struct ChangeVerbTests {
    private let start = Timestamp(seconds: 1_626_076_800)
    private let fleet = Fleet(
        name: "prod",
        nodes: ["a", "b"].map { Node(id: $0, probes: []) },
        parties: [Party(id: "js-waku")]
    )

    private func read(_ line: String, _ log: LogState = LogState()) throws(CommandProblem)
        -> CommandPlan
    {
        let words = CommandCall.words(in: line)
        let call = CommandCall(
            words.prefix(2).joined(separator: " "),
            typed: Array(words.dropFirst(2))
        )
        let situation = CommandSituation(
            now: start,
            author: "hanno",
            log: log,
            fleet: fleet,
            planFile: { path throws(CommandProblem) in
                guard path == "good.yml" else { throw CommandProblem("\(path): no such file") }
                return ChangePlan(what: "from a file", to: "v2")
            },
            preflight: { _ in [PreflightResult("x", .pass, subject: "y", "z")] }
        ) { _ in nil }
        return try Verbs.book.read(call, situation)
    }

    private func planned(_ line: String, _ log: LogState = LogState()) throws -> ChangePlan {
        guard case .change(.plan(_, let plan, _))? = try read(line, log).commands.first else {
            Issue.record("no plan")
            return ChangePlan(what: "", to: "")
        }
        return plan
    }

    /// What a log tells in which this was planned.
    private func state(_ plan: ChangePlan) throws -> LogState {
        var state = LogState()
        let actor = Actor("hanno")
        let context = DecisionContext(now: start, actor: actor)
        for decision in try state.decide(.change(.plan(nil, plan)), in: context) {
            let draft = EntryDraft(
                id: "E1",
                incident: decision.incident,
                device: "test",
                actor: actor,
                occurredAt: start,
                recordedAt: start,
                event: decision.event
            )
            state.apply(
                Entry(
                    sequence: 1,
                    draft: draft,
                    payload: nil,
                    payloadDigest: "00ff",
                    previousHash: "",
                    hash: ""
                )
            )
        }
        return state
    }

    private func problem(_ line: String, _ log: LogState = LogState()) -> CommandProblem? {
        do throws(CommandProblem) {
            _ = try read(line, log)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a plan in words`() throws {
        let plan = try planned(
            """
            change plan "redeploy master" --from v0.4 --to master --wave "a for 15m" --wave rest \
            --expected 10m --impact js-waku="cannot connect" --rollback "v0.4" \
            --abort-if "peers < 3" --destroys "the database" --canary b --speaks /a --speaks /b \
            --refuses keep-alive
            """
        )
        #expect(
            plan
                == ChangePlan(
                    what: "redeploy master",
                    fleet: "prod",
                    from: "v0.4",
                    to: "master",
                    waves: [.init(nodes: ["a"], hold: .seconds(900)), .init(nodes: [])],
                    expected: .seconds(600),
                    impacts: [.init(party: "js-waku", text: "cannot connect")],
                    rollback: .init(text: "v0.4"),
                    aborts: ["peers < 3"],
                    destroys: ["the database"],
                    target: .init(canary: "b", facts: [.init(.protocols, ["/a", "/b"])]),
                    refusedKeys: ["keep-alive"]
                )
        )
    }

    @Test func `a plan from a file, and what an option says besides`() throws {
        let plan = try planned("change plan good.yml --impact js-waku=none")
        #expect(plan.what == "from a file")
        #expect(plan.impact(on: "js-waku") == "none")
        #expect(problem("change plan bad.yml")?.message == "bad.yml: no such file")
    }

    @Test func `planned anew, what is not said stays`() throws {
        let before = ChangePlan(
            what: "upgrade",
            fleet: "prod",
            from: "v1",
            to: "v2",
            impacts: [.init(party: "js-waku", text: "none"), .init(party: "x", text: "none")]
        )
        let log = try state(before)
        let after = try planned("change plan --change 1 --to v3 --impact js-waku=down", log)
        var expected = before
        expected.to = "v3"
        expected.impacts[0].text = "down"
        #expect(after == expected)
    }

    @Test(arguments: [
        ("change plan", "what"), ("change plan upgrade", "to"),
        ("change plan upgrade --to v2 --impact js-waku", "impact"),
        ("change plan upgrade --to v2 --wave \"c for 15m\"", "nodes"),
        ("change plan upgrade --to v2 --wave \"a for ever\"", "wave"),
        ("change plan upgrade --to v2 --canary c", "nodes"),
        ("change plan --change 7 --to v2", "change"), ("change begin 7", "change"),
        ("change override 1", "change"),
    ])
    func `a slip is refused where it is`(line: String, argument: String) {
        #expect(problem(line)?.argument == argument, "\(String(describing: problem(line)))")
    }

    @Test func `an answer is about the plan that was read`() throws {
        let log = try state(ChangePlan(what: "x", fleet: "prod", to: "v2"))
        let hash = try #require(log.changes.first?.planHash)
        func command(_ line: String) throws -> Command? { try read(line, log).commands.first }
        let id = ChangeID(number: 1)
        #expect(
            try command("poll vote 1 js-waku no-go --comment beta2 --would-change release")
                == .change(
                    .vote(
                        id,
                        planHash: hash,
                        Vote("js-waku", .noGo, comment: "beta2", wouldChange: "release")
                    )
                )
        )
        #expect(
            try command("poll vote CHG-0001 js-waku go --plan-hash ffff --channel discord")
                == .change(
                    .vote(id, planHash: "ffff", Vote("js-waku", .go, channel: "discord"))
                )
        )
        #expect(problem("poll vote 1 js-waku maybe", log)?.argument == "answer")
        #expect(
            try command("poll open 1 --advisory js-waku --agree 1 --within 15m --valid 1h")
                == .change(
                    .openPoll(
                        id,
                        advisory: ["js-waku"],
                        agree: 1,
                        answerWithin: .seconds(900),
                        valid: .seconds(3600)
                    )
                )
        )
        #expect(
            try command("change override 1 --confirm") == .change(.confirmOverride(id))
        )
        #expect(problem("change override 1", log)?.argument == "reason")
        #expect(
            try command("change preflight 1")
                == .change(
                    .recordPreflight(
                        id,
                        planHash: hash,
                        [PreflightResult("x", .pass, subject: "y", "z")]
                    )
                )
        )
    }
}
