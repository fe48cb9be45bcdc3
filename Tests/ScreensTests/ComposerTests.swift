import CellGrid
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// The line for the log: earlier lines, completion, the person's own editor.
struct ComposerTests {
    private func composing(_ keys: String...) throws -> Story {
        var story = Story(width: 120, height: 40)
        try story.declare("t")
        try story.perform(.entry(.note("INC-0001", text: "the first")))
        try story.perform(.entry(.note("INC-0001", text: "of somebody else")), by: Actor("franck"))
        try story.perform(.entry(.note("INC-0001", text: "the second")))
        _ = story.takeEffects()
        story.press("i")
        for key in keys { story.press(key) }
        return story
    }

    @Test func `arrows bring back what the person wrote, the last first`() throws {
        var story = try composing("Up")
        #expect(story.model.composer.text == "the second")
        story.press("Up")
        #expect(story.model.composer.text == "the first")
        story.press("Up", "Down")
        #expect(story.model.composer.text == "the second")
        story.press("Down")
        #expect(story.model.composer.text.isEmpty)
    }

    @Test func `what is typed is never lost to an arrow`() throws {
        let story = try composing("'half'", "Up", "Down")
        #expect(story.model.composer.text == "half")
        let changed = try composing("Up", "'!'", "Up")
        #expect(changed.model.composer.text == "the second!")
    }

    @Test func `commands sent from the line come back too`() throws {
        let story = try composing("'/zoom'", "Enter", "Up")
        #expect(story.model.composer.text == "/zoom")
    }

    @Test func `Tab completes people, nodes and commands with what they take`() throws {
        #expect(try composing("'ask @fr'", "Tab").model.composer.text == "ask @franck ")
        #expect(try composing("'see #hong'", "Tab").model.composer.text == "see ac-cn-hongkong-c ")
        #expect(try composing("'/stpas'", "Tab").model.composer.text == "/step pass ")
        #expect(
            try composing("'/step pass evid'", "Tab").model.composer.text == "/step pass databases "
        )
    }

    @Test func `Tab again goes on to the next, Shift+Tab back, and any other key ends it`() throws {
        var story = try composing("'#'", "Tab")
        let first = story.model.composer.text
        #expect(story.canvas.text().contains("Tab next"))
        story.press("Tab")
        #expect(story.model.composer.text != first)
        story.press("Shift+Tab")
        #expect(story.model.composer.text == first)
        story.press("'x'")
        #expect(story.model.composer.text == first + "x")
        #expect(story.model.completion == nil)
    }

    @Test func `a mark that dates back is completed to nothing`() throws {
        let story = try composing("'@-15m'", "Tab")
        #expect(story.model.composer.text == "@-15m")
    }

    @Test func `the person's editor gets the text, and what comes back is not sent`() throws {
        var story = try composing("'one'", "Ctrl+O")
        #expect(story.takeEffects() == [.edit("one")])
        _ = story.model.update(.edited("one\ntwo\n"))
        #expect(story.model.composer.text == "one\ntwo")
        #expect(story.model.drafts[.line("INC-0001")]?.texts == ["one\ntwo"])
        #expect(story.takeEffects().isEmpty)
    }

    @Test func `a field of a form goes through the editor too`() throws {
        var story = try composing("Escape", "u", "'all'", "Ctrl+O")
        #expect(story.takeEffects() == [.edit("all")])
        _ = story.model.update(.edited("all\nwell\n"))
        guard case .form(let form)? = story.model.dialog else {
            Issue.record("the form is gone")
            return
        }
        #expect(form.text(0) == "all\nwell")
    }

    @Test func `what was cut comes back`() throws {
        let story = try composing("'a long thought'", "Ctrl+U", "Ctrl+Y")
        #expect(story.model.composer.text == "a long thought")
    }
}
