import CellGrid
import Testing

@testable import Screens

struct ThemeChoiceTests {
    private func choosing() -> Story {
        var story = Story(width: 100, height: 24)
        story.model.themes = ThemeChoices(names: ["midnight", "daylight"], chosen: "daylight")
        story.press(":", "'theme'", "Enter")
        return story
    }

    @Test func `the one under the cursor is shown at once, Enter keeps it`() throws {
        var story = choosing()
        #expect(story.takeEffects() == [])
        story.press("Up")
        #expect(story.takeEffects() == [.tryTheme("midnight")])
        story.press("Up")
        #expect(story.takeEffects() == [.tryTheme(nil)])
        story.press("Down", "Enter")
        #expect(story.takeEffects() == [.tryTheme("midnight"), .keepTheme("midnight")])
        #expect(story.model.dialog == nil)
    }

    @Test func `Escape leaves everything as it was`() {
        var story = choosing()
        story.press("Up", "Escape")
        #expect(story.takeEffects() == [.tryTheme("midnight"), .dropTheme])
        #expect(story.model.dialog == nil)
    }

    @Test func `without colours the chosen line is reversed`() throws {
        let story = choosing()
        let canvas = render(story.model, theme: .plain).canvas
        let row = try #require(
            canvas.text().split(separator: "\n", omittingEmptySubsequences: false)
                .firstIndex { $0.contains("3 daylight") }
        )
        let reversed = (0..<canvas.width).filter {
            canvas[$0, row].style.attributes.contains(.reverse)
        }
        #expect(reversed.count > 20)
    }
}
