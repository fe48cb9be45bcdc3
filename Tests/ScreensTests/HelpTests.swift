import CellGrid
import Testing

@testable import Screens

/// The help says what the keys do here, from the rows of the commands alone.
struct HelpTests {
    private func help(_ story: Story) -> Help? {
        if case .help(let help) = story.model.dialog { return help }
        return nil
    }

    private func opened(_ keys: String...) throws -> Story {
        var story = Story(width: 120, height: 40)
        try story.declare("t")
        _ = story.takeEffects()
        for key in keys { story.press(key) }
        return story
    }

    @Test func `where the person is comes first`() throws {
        let fleet = try opened("?")
        #expect(help(fleet)?.lines.first == .heading("Here: Fleet"))
        let signals = try opened("A", "?")
        #expect(help(signals)?.lines.first == .heading("Here: Signals"))
    }

    @Test func `a typed key shows what it does in every place`() throws {
        let story = try opened("?", "'s'")
        let lines = try #require(help(story)?.lines)
        #expect(lines.first == .heading("The key s"))
        #expect(lines.contains(.command("incident state", keys: "s", place: "anywhere")))
        #expect(lines.contains(.command("signal shelve", keys: "s", place: "signals")))
    }

    @Test func `typed words narrow it, and Enter does what is under the cursor`() throws {
        var story = try opened("?", "'whole screen'", "Ctrl+U", "'declare'")
        #expect(help(story)?.command == "incident declare")
        story.press("Enter")
        guard case .form(let form)? = story.model.dialog else {
            Issue.record("no form")
            return
        }
        #expect(form.title == "Declare an incident")
    }

    @Test func `a refused command says why, where the person is`() throws {
        let story = try opened("?", "'acknowledge'")
        #expect(story.canvas.text().contains("not now: A lists the signals"))
    }

    @Test func `marks and short forms are explained`() throws {
        let story = try opened("?", "'≤'")
        #expect(story.canvas.text().contains("or older"))
        let other = try opened("?", "'△*'")
        #expect(other.canvas.text().contains("nobody has acknowledged"))
    }

    @Test func `the key that opens it closes it, and so does Escape`() throws {
        for key in ["?", "F1", "Escape"] {
            let story = try opened("Tab", "?", key)
            #expect(story.model.dialog == nil)
            #expect(story.model.focus == .checklist)
        }
    }
}
