import Commands
import FleetModel
import IncidentLog
import Primitives
import Testing

/// What the people of a drill decide is written in the words of the command line.
struct DrillLineTests {
    private static let now = Timestamp(seconds: 1_626_076_800)

    private func commands(_ line: String) throws(Refusal) -> [Command] {
        try Verbs.drillCommands(
            line,
            LogState(),
            Fleet(name: "prod"),
            DecisionContext(now: Self.now, actor: Actor("hanno"))
        )
    }

    @Test func `a line is read as on the command line, and what it declares is a drill`() throws {
        #expect(
            try commands(#"incident declare "no mesh" --sev 1 --impact-from -15m"#) == [
                .incident(
                    .declare(
                        title: "no mesh",
                        severity: .sev1,
                        mode: .drill,
                        fleet: "prod",
                        impactFrom: Self.now - .seconds(900),
                        checklist: nil
                    )
                )
            ]
        )
        #expect(
            try commands("impact close clients")
                == [.impact(.closeImpact(party: "clients", to: Self.now))]
        )
    }

    @Test(arguments: [
        ("incident bury x", "there is no command 'incident bury'"),
        ("incident declare x --sev 9", "sev"),
        ("update send hello", "no incident"),
        ("", "there is no command ''"),
    ])
    func `a line that makes no sense is named`(line: String, words: String) throws {
        let refusal = try #require(throws: Refusal.self) { try commands(line) }
        #expect(refusal.reason.hasPrefix("'\(line)': "))
        #expect(refusal.reason.contains(words), "\(refusal.reason)")
    }
}
