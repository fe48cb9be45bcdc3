import CellGrid
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// The footer does not offer what the rule book refuses.
struct FooterTests {
    private func refused(_ story: Story) -> [String] {
        FooterBar.hints(story.model).filter(story.model.isRefusedInFooter).map(\.word)
    }

    private func rest(_ story: inout Story) {
        for _ in 1...2 { story.wait(.seconds(1)) }
    }

    @Test func `what is refused is shown as disabled once the person rests`() throws {
        var story = Story(width: 120, height: 24)
        try story.answer(linked: true, relay: Story.needed)
        story.press("A")
        #expect(refused(story).isEmpty)
        rest(&story)
        #expect(refused(story).contains("ack"))
        let line = story.canvas.text().split(separator: "\n").last.map(String.init) ?? ""
        let column = try #require(line.firstRange(of: " ack ")).lowerBound
        let x = line.distance(from: line.startIndex, to: column) + 1
        #expect(story.canvas[x, 23].style == Theme.plain[.disabled])
    }

    @Test func `where something else is under the cursor nothing is said of before`() throws {
        var story = Story(width: 120, height: 24)
        try story.answer(linked: true, relay: Story.needed)
        story.press("A")
        rest(&story)
        #expect(!refused(story).isEmpty)
        let finding = Finding(
            id: "leak/do-ams3",
            kind: .leak,
            priority: .critical,
            text: "memory grows on do-ams3",
            nodes: ["do-ams3"],
            since: Story.start
        )
        try story.perform(.signal(.raise(finding)), by: .tocsin)
        #expect(refused(story).isEmpty)
        rest(&story)
        #expect(!refused(story).contains("ack"))
        try story.perform(.signal(.acknowledge(finding.id, note: nil)))
        rest(&story)
        #expect(refused(story).contains("ack"))
    }
}
