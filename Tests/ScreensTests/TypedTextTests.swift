import Monitoring
import CellGrid
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// What a person typed is never lost and never becomes commands.
struct TypedTextTests {
    private func withIncident() throws -> Story {
        var story = Story(width: 120, height: 40)
        try story.declare("t")
        _ = story.takeEffects()
        return story
    }

    /// The screen of a program that starts after this one ended.
    private func restarted(_ story: Story) throws -> Story {
        var next = Story(
            width: 120,
            height: 40,
            reading: .underWay,
            drafts: story.model.drafts.all
        )
        try next.declare("t")
        next.read(.done)
        return next
    }

    private func form(_ story: Story) -> Form? {
        if case .form(let form) = story.model.dialog { return form }
        return nil
    }

    /// A terminal sends the scalars of a character as one key each.
    @Test(arguments: ["👨\u{200D}👩\u{200D}👧", "e\u{301}", "🇩🇪", "👍🏽", "\u{301}", "☎\u{FE0F}"])
    func `a character of several scalars can be typed, gone over and taken away`(
        character: String
    ) throws {
        var story = try withIncident()
        story.press("i")
        func type(_ text: String) {
            for scalar in text.unicodeScalars {
                let key = Key(Character(scalar))
                _ = story.model.update(.input(.key(key)))
                _ = story.canvas
            }
        }
        type("a" + character + "b")
        #expect(story.model.composer.text == "a" + character + "b")
        #expect(story.model.composer.cursor == ("a" + character + "b").count)
        story.press("Left")
        type(character)
        #expect(story.model.composer.text == "a" + character + character + "b")
        for _ in 0..<6 {
            story.press("Left", "Backspace", "Right")
            let editor = story.model.composer
            #expect(editor.cursor <= editor.text.count)
            _ = story.canvas
        }
        story.press("End", "Backspace", "Backspace", "Backspace", "Backspace", "Ctrl+U")
        #expect(story.model.composer.text.isEmpty)
    }

    @Test(arguments: ["Esc", "n", "Enter", "x", "Space", "Ctrl+C", "↑"])
    func `any key but y at the preview goes back to the text`(key: String) throws {
        var story = try withIncident()
        story.press("u", "'all well'", "Tab", "Tab", "Enter")
        _ = story.model.update(.notice("something else"))
        #expect(story.canvas.text().contains("Send update #1 of INC-0001 to discord, matrix?"))
        #expect(story.canvas.text().contains("y send it to discord, matrix"))
        story.press(key)
        #expect(form(story)?.text(0) == "all well")
        #expect(story.takeEffects().isEmpty)
        story.press("Enter", "y")
        #expect(story.takeEffects().count == 1)
    }

    @Test func `an answer to the preview that came with Escape is Escape`() throws {
        var story = try withIncident()
        story.press("u", "'all well'", "Tab", "Tab", "Enter")
        let effects = story.model.update(.input(.escapeThen(Key("y"))))
        #expect(effects.isEmpty)
        #expect(form(story)?.text(0) == "all well")
    }

    @Test func `a form that was left shows its text again, each for its own purpose`() throws {
        var story = try withIncident()
        story.press("u", "'half a mess'", "Esc")
        #expect(story.model.dialog == nil)
        story.press("u")
        #expect(form(story)?.text(0) == "half a mess")
        story.press("Esc", "Tab", "x")
        #expect(form(story)?.text(0) == "")
        story.press("'no ping'", "Esc", "n")
        #expect(form(story)?.text(0) == "")
        story.press("Esc", "x")
        #expect(form(story)?.text(0) == "no ping")
    }

    @Test func `what was sent well is no draft any more`() throws {
        var story = try withIncident()
        story.press("Tab", "x", "'no ping'", "Enter")
        #expect(story.model.drafts.all.map(\.texts) == [["no ping"]])
        try story.carryOut()
        #expect(story.model.drafts.all.isEmpty)
        story.press("x")
        #expect(form(story)?.text(0) == "")
    }

    @Test func `what was refused comes back`() throws {
        var story = try withIncident()
        story.press("i", "'the disk is full'", "Enter", "'and more'")
        guard case .ask(.run(let command, _)) = story.takeEffects().first else {
            Issue.record("nothing was sent")
            return
        }
        _ = story.model.update(.answered(command, refusal: "the log cannot be written"))
        #expect(story.model.composer.text == "the disk is full\nand more")
        #expect(story.canvas.text().contains("the log cannot be written"))
    }

    @Test func `drafts outlive the program, each under its incident and kind`() throws {
        var story = try withIncident()
        story.press("i", "'a line'", "Esc", "u", "'an update'", "Esc", "Tab", "x", "'a reason'")
        var next = try restarted(story)
        #expect(next.model.composer.text == "a line")
        #expect(next.canvas.text().contains("kept from before: INC-0001 fail links, INC-0001 up"))
        next.press("u")
        #expect(form(next)?.text(0) == "an update")
        next.press("Esc", "Tab", "x")
        #expect(form(next)?.text(0) == "a reason")
        try next.declare("other", .sev1, by: Actor("bob"))
        next.press("Esc", "I", "Enter")
        #expect(next.model.incidentID == "INC-0002")
        #expect(next.model.composer.text == "")
    }

    @Test func `what was sent and not answered when the program died is a draft`() throws {
        var story = try withIncident()
        story.press("i", "'first'", "Enter", "'second'", "Enter", "'third'")
        #expect(try restarted(story).model.composer.text == "first\nsecond\nthird")
    }

    @Test func `a line begun while the log was read outlives the program too`() throws {
        var story = Story(width: 120, height: 40, reading: .underWay)
        story.press("i", "'on it'")
        #expect(try restarted(story).model.composer.text == "on it")
    }

    @Test func `addresses are kept in memory only`() {
        var story = Story(width: 120, height: 40)
        story.press(":", "'addEndpoint'", "Enter", "'http://u:pw@127.0.0.1'", "Esc")
        #expect(story.model.drafts.all.isEmpty)
        story.press(":", "'addEndpoint'", "Enter")
        #expect(form(story)?.text(0) == "http://u:pw@127.0.0.1")
    }

    @Test func `the line stays open, so that the next one is a line and no commands`() throws {
        var story = try withIncident()
        try story.perform(.checklist(.failStep("INC-0001", "databases", reason: "no")))
        story.press("Tab", "Down", "Down", "i", "'one'", "Enter", "Enter", "'D x s q two'", "Enter")
        let sent = story.takeEffects()
        #expect(
            sent == [
                .ask(.run(.entry(.note("INC-0001", text: "one")), occurredAt: nil)),
                .ask(.run(.entry(.note("INC-0001", text: "D x s q two")), occurredAt: nil)),
            ]
        )
        story.press("Tab", "'q'")
        #expect(story.takeEffects().isEmpty)
        story.press("Esc", "q")
        #expect(story.takeEffects() == [.quit])
    }

    @Test func `a failed step passes only after a yes that names it`() throws {
        var story = try withIncident()
        try story.perform(
            .checklist(.failStep("INC-0001", "databases", reason: "two are corrupt")),
            by: Actor("arthur")
        )
        story.press("Tab", "Down", "Down", "Space")
        #expect(story.takeEffects().isEmpty)
        let text = story.canvas.text()
        #expect(text.contains("databases recreated, evidence kept"))
        #expect(text.contains("by arthur") && text.contains("two are corrupt"))
        story.press("Space", "Space", "y")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .checklist(.passStep("INC-0001", "databases", note: nil, again: true)),
                        occurredAt: nil
                    )
                )
            ]
        )
    }

    @Test func `a failed step that checks itself asks too, with the reason kept`() throws {
        var story = try withIncident()
        try story.perform(
            .checklist(.failStep("INC-0001", "links", reason: "no")),
            by: Actor("arthur")
        )
        story.press("Tab", "Space", "'seen'", "Enter")
        #expect(story.takeEffects().isEmpty)
        story.press("Esc")
        #expect(form(story)?.text(0) == "seen")
        story.press("Enter", "y")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .checklist(.passStep("INC-0001", "links", note: "seen", again: true)),
                        occurredAt: nil
                    )
                )
            ]
        )
    }

    @Test(arguments: ["/tick\n", "\n/quit\n", "q\nD\n", "/quit\nx"])
    func `a paste with line ends never runs commands`(pasted: String) throws {
        var story = try withIncident()
        for key in ["Esc", "i", ":", "s", "U", "?"] {
            var other = story
            other.press(key)
            #expect(other.model.update(.input(.paste(pasted))).isEmpty, "\(key)")
        }
        _ = story.model.update(.input(.paste(pasted)))
        story.press("Enter")
        #expect(
            story.takeEffects() == [
                .ask(.run(.entry(.note("INC-0001", text: pasted)), occurredAt: nil))
            ]
        )
    }

    @Test func `a command by name leaves the line open unless it leads elsewhere`() throws {
        var story = try withIncident()
        story.press("i", "'/zoom'", "Enter", "'q'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(.run(.entry(.note("INC-0001", text: "q")), occurredAt: nil))
            ]
        )
        story.press("'/signals'", "Enter")
        #expect(!story.model.isComposing)
    }

    // MARK: Escape and a key in one piece

    @Test func `Escape and a key are two keys where nothing is on Alt`() throws {
        var story = try withIncident()
        story.press("i", "'half'")
        #expect(story.model.update(.input(.escapeThen(Key("q")))) == [.quit])
        #expect(!story.model.isComposing)
        #expect(story.model.composer.text == "half")
    }

    @Test func `Alt and Enter are one key where they mean a new line`() throws {
        var story = try withIncident()
        story.press("i", "'a'")
        #expect(story.model.update(.input(.escapeThen(Key(.enter)))).isEmpty)
        story.press("'b'")
        #expect(story.model.composer.text == "a\nb")
    }

    @Test func `Escape and Enter are two keys in a list`() throws {
        var story = try withIncident()
        story.press("s")
        let effects = story.model.update(.input(.escapeThen(Key(.enter))))
        #expect(!effects.contains { if case .ask(.run) = $0 { true } else { false } })
        #expect(story.model.dialog == nil)
        #expect(story.model.screen == .node("do-ams3"))
    }

    @Test func `a key with Alt that means nothing does nothing`() throws {
        var story = try withIncident()
        story.press("Alt+q", "s", "Alt+1", "Alt+Enter")
        #expect(story.takeEffects().isEmpty)
    }

    // MARK: The status line

    @Test func `a mistake is no longer told when the next thing was done well`() throws {
        var story = try withIncident()
        story.press("i", "'@99:99Z x'", "Enter")
        #expect(story.canvas.text().contains("is not a time"))
        story.press("Ctrl+U", "'x'", "Enter")
        #expect(!story.canvas.text().contains("is not a time"))
    }

    @Test func `a refusal is no longer told when the next command was carried out`() throws {
        var story = try withIncident()
        let command = Command.entry(.note("INC-0001", text: "x"))
        _ = story.model.update(.answered(command, refusal: "no such thing"))
        #expect(story.canvas.text().contains("no such thing"))
        story.press("↓")
        #expect(story.canvas.text().contains("no such thing"))
        _ = story.model.update(.answered(command, refusal: nil))
        #expect(!story.canvas.text().contains("no such thing"))
    }

    @Test func `what went wrong in the background stays told`() throws {
        var story = try withIncident()
        _ = story.model.update(.problem("the history cannot be read"))
        story.press("z", "i", "'x'", "Enter")
        try story.carryOut()
        #expect(story.canvas.text().contains("the history cannot be read"))
    }

    // MARK: Lines that speak of an earlier moment

    @Test func `a line dated back stands where it belongs and says when it was written`() throws {
        var story = try withIncident()
        try story.perform(.entry(.note("INC-0001", text: "first")))
        story.wait(.seconds(1200))
        try story.perform(.entry(.note("INC-0001", text: "second")))
        story.wait(.seconds(60))
        try story.perform(
            .entry(.note("INC-0001", text: "saw it")),
            occurredAt: story.now - .seconds(600)
        )
        try story.perform(
            .entry(.note("INC-0001", text: "a moment ago")),
            occurredAt: story.now - .seconds(9)
        )
        let lines = story.canvas.text().split(separator: "\n").compactMap { line in
            ["first", "second", "saw it", "a moment ago"].first { line.contains($0) }
        }
        #expect(lines == ["first", "saw it", "second", "a moment ago"])
        let text = story.canvas.text()
        #expect(text.contains("08:11 hanno saw it (written 08:21)"))
        #expect(!text.contains("a moment ago (written"))
        // Its author corrects what was written last, wherever it stands.
        #expect(story.model.ownLastNote?.event == .timeline(.noted(text: "a moment ago")))
    }

    @Test func `news stays at the end after the clock was set back`() throws {
        var story = try withIncident()
        try story.perform(.entry(.note("INC-0001", text: "before")))
        story.wait(.seconds(-3600))
        try story.perform(.entry(.note("INC-0001", text: "after")))
        let texts = story.model.entries.suffix(2).map(\.event)
        #expect(
            texts == [.timeline(.noted(text: "before")), .timeline(.noted(text: "after"))]
        )
    }
}
