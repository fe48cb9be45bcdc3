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
