import FleetModel
import IncidentLog
import Primitives
import Reports
import TestSupport
import Testing

/// What whoever takes an incident over is told.
struct BriefReportTests {
    private static let change = ChangeID(number: 1)

    /// An incident in which something of every kind is open.
    private func story() throws -> ScriptedLog {
        var log = ScriptedLog(of: "prod")
        let steps = [
            StepDefinition(id: "copy", title: "databases copied", evidence: .required),
            StepDefinition(id: "look", title: "messages arrive"),
        ]
        try log.run(
            .declare("mesh lost", checklist: ChecklistDefinition(name: "verify", steps: steps))
        )
        try log.run(.checklist(.startStep(incident, "copy", note: nil)), at: minutes(1))
        try log.run(
            .impact(
                .openImpact(
                    incident,
                    party: "js-waku",
                    kind: "down",
                    from: start,
                    cause: .original
                )
            )
        )
        try log.run(.task(.add(incident, text: "find out", owner: nil, due: minutes(60))))
        try log.run(.attendance(.require(incident, until: minutes(90), reason: "a redeploy")))
        try log.run(.clock(.set(incident, name: "vote", due: minutes(80), waiting: nil)))
        let plan = ChangePlan(
            what: "redeploy",
            fleet: "prod",
            from: "v0.4",
            to: "v0.5",
            impacts: [.init(party: "js-waku", text: "none")]
        )
        try log.run(.change(.plan(nil, plan, incident: incident)))
        let hash = try #require(log.state.change(Self.change)?.planHash)
        let passed = [PreflightResult("way back", .pass, subject: "v0.5", "ok")]
        try log.run(.change(.recordPreflight(Self.change, planHash: hash, passed)))
        try log.run(.change(.openPoll(Self.change)))
        return log
    }

    private func lines(_ log: ScriptedLog, _ title: String) throws -> [String] {
        let brief = BriefReport(try log.incident(), log.state, at: minutes(5))
        var (isIn, lines): (Bool, [String]) = (false, [])
        for case .line(let line) in brief.text(at: minutes(5)) {
            if line.hasPrefix("  ") {
                if isIn { lines.append(String(line.dropFirst(2))) }
            } else {
                isIn = line == title
            }
        }
        return lines
    }

    @Test(arguments: [
        ("Affected", "js-waku: down since"),
        ("Organisation", "commander: hanno"),
        ("Steps", "running: databases copied, hanno is at it for 4m, evidence is not kept yet"),
        ("Changes", "CHG-0001 redeploy (v0.4 → v0.5): HOLD — 1 silent"),
        ("Changes", "  js-waku has not answered"),
        ("Tasks", "1 find out: nobody, 55m left"),
        ("Told", "next update in"),
        ("Advice and dates", "vote in 1h15m"),
        ("Watch", "NOBODY from"),
    ])
    func `what is open stands in its section`(title: String, words: String) throws {
        let lines = try lines(story(), title)
        #expect(lines.contains { $0.hasPrefix(words) }, "\(lines)")
    }

    @Test func `a wish to override waits for the second person by name`() throws {
        var log = try story()
        let wish = ChangeCommand.requestOverride(Self.change, reason: "prod is down")
        try log.run(.change(wish), at: minutes(2))
        #expect(
            try lines(log, "Changes").last
                == "  hanno wants to override it: prod is down (change override CHG-0001 --confirm)"
        )
        try log.run(.change(.confirmOverride(Self.change)), at: minutes(3), by: franck)
        try log.run(.change(.begin(Self.change)), at: minutes(3))
        #expect(
            try lines(log, "Changes") == [
                "CHG-0001 redeploy (v0.4 → v0.5): GO — under way since 08:03Z"
            ]
        )
    }

    @Test func `what was decided reads as it was corrected, and goes with its redaction`() throws {
        var log = try ScriptedLog.withIncident()
        func say(_ kind: LineKind, _ text: String, by: [String] = []) throws {
            try log.run(.entry(.say(incident, kind, text: text, by: by)))
        }
        try say(.observation, "the graph is flat")
        try say(.decision, "redeploy v0.4", by: ["arthur"])
        let decided = try #require(log.entries.last)
        try say(.hypothesis, "the database is corrupt")
        try log.run(.entry(.correct(decided, text: "redeploy v0.4 tonight")))
        #expect(
            try lines(log, "Decided and supposed").map { $0.dropFirst(18) } == [
                "hanno: DECISION (arthur): redeploy v0.4 tonight",
                "hanno: HYPOTHESIS: the database is corrupt",
            ]
        )
        try log.run(.entry(.redact(decided, reason: "a name")))
        #expect(try lines(log, "Decided and supposed").count == 1)
        for number in 0..<40 { try say(.decision, "number \(number)") }
        #expect(try lines(log, "Decided and supposed").count == 30)
    }

    @Test func `a section of which nothing is known says none`() throws {
        #expect(try lines(ScriptedLog.withIncident(), "Changes") == ["none"])
    }
}
