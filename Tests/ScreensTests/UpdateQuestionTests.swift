import CellGrid
import FleetModel
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// What a person reads before an update goes out.
struct UpdateQuestionTests {
    private func asked(_ text: String, height: Int = 40) throws -> Story {
        var story = Story(width: 120, height: height)
        try story.declare("relays lost")
        _ = story.takeEffects()
        story.press("u", "'\(text)'", "Tab", "Tab", "Enter")
        return story
    }

    private func lines(_ story: Story) -> [String] {
        if case .confirmation(let question) = story.model.dialog { return question.lines }
        return []
    }

    private let long = (1...450).map { "word\($0)" }.joined(separator: " ")

    @Test func `every part stands there as its channel is sent it`() throws {
        let story = try asked(long)
        let message = StatusMessage(
            incident: "INC-0001",
            number: 1,
            title: "relays lost",
            text: long,
            mode: .real,
            queuedAt: story.now
        )
        let shown = lines(story).joined(separator: "\n")
        for channel in Story.waku.channels {
            let parts = ChannelMessage(message, to: channel).parts
            for part in parts { #expect(shown.contains("\n" + part.text + "\n")) }
        }
        #expect(shown.contains("discord: 2 messages of at most 2000 characters: "))
        #expect(shown.contains("matrix: 1 message, "))
        #expect(shown.contains("─ message 2 of 2 ─\nINC-0001 update #1 (2/2)\n"))
    }

    @Test func `Enter alone sends nothing, and two different keys do`() throws {
        var story = try asked("all well")
        story.press("Enter")
        #expect(story.takeEffects().isEmpty)
        guard case .form(let form) = story.model.dialog else {
            Issue.record("the text is gone")
            return
        }
        #expect(form.text(0) == "all well")
        story.press("Enter", "Tab", "Enter")
        #expect(story.takeEffects().count == 1)
    }

    @Test func `three keys and the text send an update`() throws {
        var story = Story(width: 120, height: 40)
        try story.declare("relays lost")
        _ = story.takeEffects()
        story.press("u", "'all well'", "Enter", "y")
        #expect(story.takeEffects().count == 1)
    }

    @Test func `what is wrong now stays in sight above a long question`() throws {
        let story = try asked(long, height: 40)
        let lines = story.canvas.text().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[1].hasPrefix("┌ Situation"))
        #expect(lines[1...7].allSatisfy { !$0.contains("Send update") })
    }

    @Test func `a long text wraps in its field, and the cursor stands where it is`() {
        let editor = LineEditor("one two three")
        let wrapped = WrappedText(editor, width: 8)
        #expect(wrapped.lines == ["one two ", "three"])
        #expect(wrapped.cursor == (1, 5))
        var back = editor
        for _ in 0..<6 { _ = back.handle(Key(.left)) }
        #expect(WrappedText(back, width: 8).cursor == (0, 7))
        #expect(WrappedText(LineEditor("abcdefgh\n"), width: 4).lines == ["abcd", "efgh", ""])
    }

    @Test func `a long question is scrolled and still answered`() throws {
        var story = try asked(long, height: 20)
        let first = story.canvas.text()
        #expect(first.contains("rows 1–"))
        #expect(first.contains("↑↓ scroll"))
        #expect(!first.contains("next update promised"))
        for _ in 0..<20 { story.press("PageDown") }
        #expect(story.canvas.text().contains("next update promised"))
        story.press("Up")
        #expect(!story.canvas.text().contains("next update promised"))
        #expect(story.takeEffects().isEmpty)
        story.press("y")
        #expect(story.takeEffects().count == 1)
    }
}
