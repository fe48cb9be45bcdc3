import Monitoring
import IncidentLog
import Primitives
import CellGrid
import CommandTable
import Commands

import Testing

@testable import Screens

/// Commands typed with their arguments: read by the parser of the command line.
struct PaletteTests {
    private func withIncident() throws -> Story {
        var story = Story(width: 120, height: 40)
        try story.declare("t")
        _ = story.takeEffects()
        return story
    }

    private func palette(_ story: Story) -> Palette? {
        if case .palette(let palette) = story.model.dialog { return palette }
        return nil
    }

    @Test func `a command with its arguments is carried out at once`() throws {
        var story = try withIncident()
        story.press(":", "'step skip bridge --reason \"not ours\"'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .checklist(.skipStep("INC-0001", "bridge", reason: "not ours")),
                        occurredAt: nil
                    )
                )
            ]
        )
        #expect(story.model.dialog == nil)
    }

    @Test func `what is not typed comes from the cursor`() throws {
        var story = try withIncident()
        story.press(":", "'step fail --reason=no'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(.checklist(.failStep("INC-0001", "links", reason: "no")), occurredAt: nil)
                )
            ]
        )
    }

    @Test func `several values are several commands, and -- ends the options`() throws {
        var story = try withIncident()
        story.press(":", "'log add --at -15m -- -- was seen'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .entry(.note("INC-0001", text: "-- was seen")),
                        occurredAt: Story.start - .seconds(900)
                    )
                )
            ]
        )
    }

    @Test(arguments: [
        ("step skip links", "--reason"), ("impact close js-waku --at soon", "is not a time"),
        ("signal shelve x --for 1 --reason y", "is not a duration"),
        ("incident state resolved", "cannot become resolved"),
        ("signal ack nothing", "there is no signal 'nothing'"),
        ("signal ack x --reazon y", "--reazon"),
        (
            "incident declare relays gone",
            "quote a text of several words, \"like this\": Unexpected"
        ),
        ("step skip links --reason too late", "quote a text of several words"),
    ])
    func `what is wrong stays with the words and says why`(words: String, why: String) throws {
        var story = try withIncident()
        story.press(":", "'\(words)'", "Enter")
        #expect(story.takeEffects().isEmpty)
        #expect(palette(story)?.editor.text == words)
        #expect(palette(story)?.problem?.contains(why) == true, "\(palette(story)?.problem ?? "")")
        #expect(story.canvas.text().contains("! "))
    }

    @Test func `only a text that can be quoted is to be`() throws {
        var story = try withIncident()
        story.press(":", "'incident state resolved now'", "Enter")
        #expect(palette(story)?.problem?.contains("quote") == false)
    }

    @Test func `Tab completes names, options and values`() throws {
        var story = try withIncident()
        story.press(":", "'step f'", "Tab")
        #expect(palette(story)?.editor.text == "step fail ")
        story.press("'da'", "Tab")
        #expect(palette(story)?.editor.text == "step fail databases ")
        story.press("'--r'", "Tab")
        #expect(palette(story)?.editor.text == "step fail databases --reason ")
        story.press("Ctrl+U", "'incident state '")
        #expect(story.canvas.text().contains("identified"))
    }

    @Test func `a few letters find a command, the best first and with the letters marked`() throws {
        var story = try withIncident()
        story.press(":", "'updt'")
        let rows = try #require(palette(story)?.rows)
        #expect(rows.first?.label == "update send")
        #expect(rows.first?.markedParts.label == [0, 1, 2, 4])
    }

    @Test func `no command has a name that is not written in words`() {
        let story = Story(width: 120, height: 40)
        for row in story.model.commands {
            #expect(row.name == row.name.lowercased(), "\(row.name)")
            #expect(story.model.typedCall(row.name)?.row.name == row.name)
        }
    }

    @Test func `what was taken last is first when nothing is typed, and among equals`() throws {
        var story = try withIncident()
        story.press(":", "'zoom'", "Enter", ":", "'step skip'", "Enter", "Escape", ":")
        #expect(palette(story)?.rows.prefix(2).map(\.label) == ["step skip", "zoom"])
        story.press("'ste'")
        #expect(palette(story)?.rows.first?.label == "step skip")
    }

    @Test func `a refused command is listed with the reason`() {
        var story = Story(width: 120, height: 40)
        story.press(":", "'update send'")
        #expect(story.canvas.text().contains("not now: no incident is open"))
    }

    @Test func `values of the log and the fleet are offered, with what is known of them`() throws {
        var story = try withIncident()
        try story.perform(.entry(.note("INC-0001", text: "x")), by: Actor("franck"))
        story.press(":", "'step fail sqlite'")
        #expect(palette(story)?.rows.isEmpty == true)
        story.press("Ctrl+U", "'step fail evid'")
        #expect(palette(story)?.rows.map(\.label) == ["databases"])
        story.press("Enter")
        #expect(palette(story)?.editor.text == "step fail databases ")
        story.press("Ctrl+U", "'incident commander fk'", "Tab")
        #expect(palette(story)?.editor.text == "incident commander franck ")
        story.press("Ctrl+U", "'maintenance start --nodes=x '", "Ctrl+U", "'incident severity '")
        #expect(story.canvas.text().contains("SEV1"))
    }

    @Test func `a command that cannot be taken back asks before it is carried out`() throws {
        var story = try withIncident()
        story.press(":", "'update send hello'", "Enter")
        #expect(story.takeEffects().isEmpty)
        #expect(story.canvas.text().contains("y: send it to"))
        story.press("Enter")
        #expect(palette(story)?.editor.text == "update send hello")
        story.press("Enter", "y")
        #expect(story.takeEffects().count == 1)
    }

    @Test func `the line for the log takes commands with arguments too`() throws {
        var story = try withIncident()
        story.press("i", "'/skip bridge --reason later'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .checklist(.skipStep("INC-0001", "bridge", reason: "later")),
                        occurredAt: nil
                    )
                )
            ]
        )
        story.press("'/skip bridge'", "Enter")
        #expect(story.takeEffects().isEmpty)
        #expect(story.model.composer.text == "/skip bridge")
    }

    @Test func `an impact is begun and ended by one key`() throws {
        var story = try withIncident()
        story.press("Tab", "Tab", "Tab", "o", "'down'", "Tab", "Tab", "Enter")
        try story.carryOut()
        #expect(story.model.log.openImpact(of: "js-waku")?.kind == "down")
        story.press("o", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(.impact(.closeImpact(party: "js-waku", to: Story.start)), occurredAt: nil)
                )
            ]
        )
    }

    @Test func `what a rule says against a form stands in the form, at its field`() throws {
        var story = try withIncident()
        story.press("Tab", "Tab", "Tab", "o", "'down'", "Tab")
        story.press("'2021-07-13T08:00:00Z'", "Tab", "Enter")
        guard case .form(let form) = story.model.dialog else {
            Issue.record("the form is gone")
            return
        }
        #expect(form.problem == "an impact cannot begin in the future")
        #expect(form.focus == 1)
    }
}
