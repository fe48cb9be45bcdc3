import CellGrid
import Monitoring
import Primitives
import Reports
import Testing

@testable import Screens

/// How the drill went, shown at its end.
struct ScoreScreenTests {
    private static let score = DrillScore(
        [],
        story: [StoryMoment(["incident", "declare", "x"], at: Story.start, by: "hanno")],
        at: Story.start
    )
    private static let over = DrillStatus(name: "waku", speed: 60, nextInject: nil, isOver: true)

    private func picture(_ story: Story) -> String {
        render(story.model, theme: .plain).canvas.text()
    }

    @Test(arguments: [(40, 10), (80, 24), (120, 40)])
    func `the score opens at the end of the drill`(width: Int, height: Int) {
        var story = Story(width: width, height: height, drill: Self.over)
        _ = story.model.update(.score(Self.score))
        let picture = picture(story)
        #expect(picture.contains("Score"))
        #expect(picture.contains("seen: 0 of 0"))
        story.press("Escape")
        #expect(!self.picture(story).contains("seen: 0 of 0"))
    }

    @Test func `who is typing is not interrupted and finds it by its name`() {
        var story = Story(width: 80, height: 24, drill: Self.over)
        story.press("i", "'half a thought'")
        _ = story.model.update(.score(Self.score))
        #expect(picture(story).contains("half a thought"))
        #expect(!picture(story).contains("seen: 0 of 0"))
        story.press("Escape")
        #expect(story.model.open(screen: "score", of: nil) != nil)
        #expect(picture(story).contains("only in the story"))
    }
}
