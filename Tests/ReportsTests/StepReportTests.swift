import FleetModel
import IncidentLog
import Primitives
import Reports
import TestSupport
import Testing

/// What is told of steps that are done for each target, and of how long parties were affected.
struct StepReportTests {
    private static let file = Evidence.file(
        EvidenceFile(digest: String(repeating: "ab", count: 32), name: "a.log", bytes: 7)
    )

    private func table(_ report: some Report, at now: Timestamp) -> [[String]] {
        report.text(at: now).flatMap { part -> [[String]] in
            guard case .table(let table) = part else { return [] }
            return [table.headings]
                + table.rows.map { row in
                    row.map { cell in
                        if case .text(let text) = cell { text } else { "~" }
                    }
                }
        }
    }

    private func log() throws -> ScriptedLog {
        let checklist = ChecklistDefinition(
            name: "verify",
            steps: [
                StepDefinition(
                    id: "clients",
                    title: "connects",
                    evidence: .required,
                    per: .eachParty,
                    stale: .seconds(600)
                ), StepDefinition(id: "relay", title: "relays", per: .eachParty),
                StepDefinition(id: "up", title: "runs", per: .eachNode),
            ]
        ).expanded(nodes: ["a", "b"], parties: [("js-waku", []), ("bridge", [])])
        var log = ScriptedLog()
        try log.run(.declare("x", checklist: checklist))
        try log.run(
            .checklist(
                .passStep(incident, "clients/js-waku", note: nil, evidence: Self.file)
            )
        )
        try log.run(.checklist(.failStep(incident, "up/b", reason: "no")), at: minutes(1))
        return log
    }

    @Test func `a grid has a cell for each step and target, with its time and evidence`() throws {
        let matrix = StepMatrix(try log().incident(), at: minutes(5))
        #expect(
            table(matrix, at: minutes(5)) == [
                ["NODE", "UP"], ["a", "pending"], ["b", "failed 08:01Z"],
                ["PARTY", "CLIENTS", "RELAY"],
                ["js-waku", "passed 08:00Z proved", "pending"],
                ["bridge", "pending", "pending"],
            ]
        )
        let json = try matrix.json()
        #expect(json.contains(#""check":"clients""#))
        #expect(json.contains(#""sha256":"abab"#))
        #expect(json.contains(#""id":"E3""#))
        #expect(json.contains(#""at":"2021-07-12T08:00:00.000Z""#))
        let late = StepMatrix(try log().incident(), at: minutes(10))
        #expect(table(late, at: minutes(10))[4][1] == "stale 08:00Z proved")
    }

    @Test func `a list of steps says what each waits for and when a waiver ends`() throws {
        var log = try ScriptedLog.withIncident(steps: [
            StepDefinition(id: "a", title: "copy", gate: .soft),
            StepDefinition(id: "b", title: "drop", destroys: "the database"),
        ])
        try log.run(
            .checklist(.waiveStep(incident, "a", reason: "no copy", until: minutes(90)))
        )
        let list = StepList(try log.incident(), at: minutes(1))
        let rows = table(list, at: minutes(1))
        #expect(rows[1][6] == "no copy, until 2021-07-12 09:30Z")
        #expect(rows[2][6].hasPrefix("waits: it destroys the database"))
        let json = try list.json()
        #expect(json.contains(#""gate":"soft""#) && json.contains(#""state":"waived""#))
        #expect(json.contains(#""waivedUntil":"2021-07-12T09:30:00.000Z""#))
        #expect(json.contains(#""destroys":"the database""#))
    }

    @Test func `totals of impacts`() throws {
        var log = ScriptedLog()
        log.append(
            .impact(
                .opened(
                    party: "exchange",
                    kind: "cannot-sync",
                    from: start,
                    cause: .rollback,
                    confidence: .about,
                    reportedBy: "kucoin"
                )
            )
        )
        log.append(.impact(.closed(party: "exchange", to: minutes(150))))
        let totals = ImpactTotalList(log.state, at: minutes(200))
        #expect(
            table(totals, at: minutes(200)).last
                == ["exchange", "≈2h30m", "-", "-", "2h30m", "served"]
        )
        #expect(try totals.json().contains(#""rollbackSeconds":9000"#))
        let list = ImpactList(log.state)
        #expect(
            table(list, at: minutes(200)).last?.last == "cannot-sync, reported by kucoin"
        )
        #expect(try list.json().contains(#""fromConfidence":"about""#))
    }

    @Test func `whoever looks independently sees no first result before their own`() throws {
        let step = StepDefinition(id: "a", title: "look", signOff: "independent")
        var log = try ScriptedLog.withIncident(steps: [step])
        try log.run(.checklist(.passStep(incident, "a", note: "all three", evidence: Self.file)))
        func told(_ log: ScriptedLog) throws -> String {
            try StepList(log.incident(), at: minutes(6)).json()
        }
        #expect(try !told(log).contains("all three"))
        #expect(try !told(log).contains("a.log"))
        #expect(try told(log).contains("kept back until somebody else has looked"))
        try log.run(
            .checklist(.verifyStep(incident, "a", note: "two of three")),
            at: minutes(6),
            by: franck
        )
        #expect(try told(log).contains("two of three"))
    }
}
