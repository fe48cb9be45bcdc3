import CellGrid
import Commands
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// When the picture changes by the passing of time alone.
struct ShownTimeTests {
    private func untilChange(_ story: Story) -> Duration { story.model.nextChange - story.now }

    @Test func `seconds count while an incident is open, and the clock is quiet before`() throws {
        var story = Story(width: 100, height: 24)
        try story.answer(linked: true, relay: Story.needed)
        #expect(story.canvas.text().contains(" 08:00Z"))
        #expect(untilChange(story) == .seconds(5))
        try story.declare("mesh broken")
        #expect(story.canvas.text().contains(" 08:00:00Z"))
        #expect(untilChange(story) == .seconds(1))
    }

    @Test func `without a fleet the picture changes with the minute`() {
        var model = AppModel(
            fleet: nil,
            book: Verbs.book,
            operatorName: "hanno",
            now: Story.start,
            size: (100, 24)
        )
        _ = model.update(.clock(Story.start + .milliseconds(20_400)))
        #expect(model.nextChange == Story.start + .seconds(60))
        _ = model.update(.notice("done"))
        #expect(model.nextChange == Story.start + .milliseconds(26_400))
    }

    @Test func `a picture of a quiet fleet is the same until the next change that it tells`() throws
    {
        var story = Story(width: 100, height: 24)
        try story.answer(linked: true, relay: Story.needed)
        story.wait(.milliseconds(300))
        let before = story.canvas
        while untilChange(story) > .milliseconds(100) {
            story.wait(.milliseconds(100))
            #expect(story.canvas == before)
        }
    }

    @Test func `an age is told as a person reads it`() {
        let spans: [Int] = [0, 9, 10, 39, 60, 599, 3600]
        let ages = spans.map { Duration.seconds($0).age }
        #expect(ages == ["<10s", "<10s", "10s", "30s", "1m", "9m", "1h"])
    }
}
