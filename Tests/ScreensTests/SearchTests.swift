import Monitoring
import CellGrid
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// The search of the log of all incidents.
struct SearchTests {
    private func story() throws -> Story {
        var story = Story(width: 120, height: 40)
        try story.declare("the first")
        try story.perform(.entry(.note("INC-0001", text: "the disk of gc-us is full")))
        try story.declare("the second")
        _ = story.takeEffects()
        return story
    }

    @Test func `words are asked for one request at a time, and what is found is shown`() throws {
        var story = try story()
        story.press("F", "'disk'")
        #expect(story.takeEffects() == [.ask(.loadEntries(.search(["d"], limit: 100)))])
        #expect(story.canvas.text().contains("searching…"))
        // The answer to the first letter lets the whole word be asked for.
        _ = story.model.update(.past(.search(["d"], limit: 100), []))
        let found = story.model.entries.filter {
            $0.event == .timeline(.noted(text: "the disk of gc-us is full"))
        }
        let effects = story.model.update(.past(.search(["disk"], limit: 100), found))
        #expect(effects.isEmpty)
        #expect(story.canvas.text().contains("INC-0001"))
        #expect(story.canvas.text().contains("hanno the disk of gc-us is full"))
    }

    @Test func `an entry that was found is shown whole, and Escape leads back to the search`()
        throws
    {
        var story = try story()
        story.press("F", "'disk'")
        _ = story.model.update(.past(.search(["d"], limit: 100), []))
        _ = story.model.update(.past(.search(["disk"], limit: 100), story.model.entries))
        let count = story.model.entries.count
        story.press("Enter", "Escape")
        guard case .palette(let palette)? = story.model.dialog else {
            Issue.record("the search is gone")
            return
        }
        #expect(palette.editor.text == "disk")
        #expect(palette.rows.count == count)
    }

    @Test func `nothing found says so`() throws {
        var story = try story()
        story.press("F", "'x'")
        _ = story.model.update(.past(.search(["x"], limit: 100), []))
        #expect(story.canvas.text().contains("no entry has that"))
    }
}
