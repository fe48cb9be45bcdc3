import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

@testable import Reports

/// What a review tells of a log, and what it keeps to itself.
struct ReviewTests {
    private static func review(
        _ log: ScriptedLog,
        _ style: ReviewStyle = .waku,
        _ audience: Audience = .internal
    ) throws -> Review {
        var facts = ReviewCollector(try log.incident(), log.state)
        for entry in log.entries.inTime() where entry.incident == incident { facts.take(entry) }
        return Review(facts, style: style, audience: audience, head: "abc")
    }

    @Test func `a corrected line shows its newest text, a redacted one none`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.entry(.note(incident, text: "the first words")))
        let line = try #require(log.entries.last)
        try log.run(.entry(.correct(line, text: "the better words")), at: minutes(1))
        try log.run(.entry(.note(incident, text: "a password: hunter2hunter2")), at: minutes(2))
        let secret = try #require(log.entries.last)
        #expect(try !Self.review(log).markdown.contains("hunter2"))
        try log.run(.entry(.redact(secret, reason: "it was a password")), at: minutes(3))
        for style in ReviewStyle.allCases {
            let text = try Self.review(log, style).markdown
            #expect(!text.contains("the first words"))
            #expect(!text.contains("hunter2"))
        }
        let text = try Self.review(log).markdown
        #expect(text.contains("the better words"))
        #expect(text.contains("redacted by hanno: it was a password"))
    }

    @Test func `what people write in the log fills their parts`() throws {
        var log = try ScriptedLog.withIncident()
        #expect(try Self.review(log).missing == ["Lessons learned"])
        try log.run(.entry(.note(incident, text: "lesson: run releases only")))
        let review = try Self.review(log)
        #expect(review.missing == [])
        #expect(review.markdown.contains("- run releases only (hanno)"))
        #expect(try Self.review(log, .google).missing.contains("What went well"))
    }

    @Test func `steps are boxes with their proof, and overrides are listed`() throws {
        var log = try ScriptedLog.withIncident(steps: [
            StepDefinition(id: "a", title: "nodes linked", condition: "peers > 3"),
            StepDefinition(id: "b", title: "bridge relays"),
            StepDefinition(id: "c", title: "partner called"),
        ])
        try log.run(.checklist(.passStep(incident, "a", note: "I looked", again: false)))
        try log.run(.checklist(.skipStep(incident, "b", reason: "needs an upgrade")))
        let text = try Self.review(log).markdown
        #expect(text.contains("- [x] nodes linked — passed by hanno, an override"))
        #expect(text.contains("- [ ] bridge relays — skipped by hanno"))
        #expect(text.contains("- [ ] partner called\n"))
        #expect(text.contains("- Override: nodes linked"))
        let open = try Self.review(log, .waku, .public).markdown
        #expect(open.contains("- [x] nodes linked\n"))
        #expect(!open.contains("I looked"))
    }

    @Test func `nothing in a text becomes Markdown of its own`() throws {
        var log = try ScriptedLog.withIncident()
        let text = "x\n# heading\n<script>a</script> | [b](http://c) `d` *e* \u{1B}[31m"
        try log.run(.entry(.note(incident, text: text)))
        for style in ReviewStyle.allCases {
            let lines = try Self.review(log, style).markdown.split(separator: "\n")
            #expect(!lines.contains { $0.hasPrefix("# heading") })
            #expect(!lines.contains { $0.contains("<script>") && !$0.contains("\\<script") })
            #expect(!lines.contains { $0.unicodeScalars.contains("\u{1B}") })
        }
    }

    @Test(arguments: [
        ("token=abcdef", "token=•••"), ("Authorization: Bearer abc.def", "Authorization: ••• •••"),
        ("whsec_ZHJpbGw=", "•••"), ("see https://u:p@h.example/x", "see https://h.example/x/•••"),
        (
            "https://discord.com/api/webhooks/1/abc", "https://discord.com/•••"
        ),
        (
            "https://github.com/status-im/nim-waku/issues/637",
            "https://github.com/status-im/nim-waku/issues/637"
        ),
        ("the token bucket is full", "the token bucket is full"),
    ])
    func `secrets are told to nobody`(raw: String, told: String) {
        var mask = TextMask()
        #expect(mask.text(raw) == told)
    }

    @Test(arguments: [
        ("f1 and F2, not conf1", "node 1 and node 2, not conf1"),
        ("f1's disk; hanno said", "node 1's disk; the commander said"),
        ("at /ip4/8.210.222.231/tcp/30303.", "at [address]"),
        ("from 10.0.0.1:8545, and", "from [address], and"),
        ("v0.4 at 09:00", "v0.4 at 09:00"),
    ])
    func `names and addresses are not told to everybody`(raw: String, told: String) {
        var mask = TextMask(names: ["f1": "node 1", "f2": "node 2", "hanno": "the commander"])
        #expect(mask.text(raw) == told)
    }

    @Test func `everybody is told what was sent, and not what was said`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.entry(.note(incident, text: "internal remark")))
        try log.run(
            .update(.sendUpdate(incident, text: "we are on it", channels: ["irc"], nextDue: nil))
        )
        try log.run(.become(.mitigating, "secret reason"))
        for style in ReviewStyle.allCases {
            let review = try Self.review(log, style, .public)
            #expect(review.markdown.contains("we are on it"))
            #expect(!review.markdown.contains("internal remark"))
            #expect(!review.markdown.contains("secret reason"))
            #expect(!review.markdown.contains("hanno"))
            #expect(review.leftOut.contains { $0.what == "lines of people" && $0.count == 1 })
        }
    }

    @Test func `an evidence file is listed with its digest`() throws {
        var log = try ScriptedLog.withIncident(steps: [StepDefinition(id: "a", title: "copied")])
        let digest = String(repeating: "ab", count: 32)
        log.append(
            .checklist(
                .passed(
                    step: "a",
                    evidence: .file(EvidenceFile(digest: digest, name: "store.tar", bytes: 7)),
                    automatic: false,
                    overrides: false
                )
            ),
            of: incident
        )
        #expect(
            try Self.review(log).markdown.contains("| `store.tar` | 7 | `\(digest)` | copied |")
        )
        #expect(try !Self.review(log, .waku, .public).markdown.contains(digest))
    }
}
