import CellGrid
import FleetModel
import Monitoring
import Primitives
import Testing

@testable import Screens

/// What is old looks old: the panes that show nodes, and the header, say when no news come.
struct SilenceTests {
    private func story(width: Int = 80, height: Int = 24) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: true, relay: Story.needed)
        return story
    }

    private func isFaded(_ story: Story) -> Bool {
        RoleLayer.text(of: story.model).contains("=stale")
    }

    @Test func `panes are stamped and faded, and the header says so`() throws {
        var story = try story()
        story.wait(.seconds(25), isPolling: false)
        let sizes = [(40, 10), (80, 24), (120, 40), (200, 60)]
        expectGoldens(story.model, "silence", sizes: sizes)
        for size in sizes {
            story.model.size = size
            #expect(story.canvas.text().contains("NO NEWS"))
        }
    }

    @Test func `two intervals and the deadline of a poll may pass, not more`() throws {
        var story = try story()
        story.wait(.seconds(22), isPolling: false)
        #expect(!story.canvas.text().contains("NO NEWS"))
        #expect(!isFaded(story))
        // The picture is drawn anew at the moment at which it becomes old.
        #expect(story.model.nextChange == story.now + .milliseconds(1))
        story.wait(.milliseconds(1), isPolling: false)
        let text = story.canvas.text()
        #expect(text.contains("NO NEWS for 20s"))
        #expect(text.contains("no news for 20s"))
        #expect(!text.contains("quiet"))
        #expect(isFaded(story))
    }

    @Test func `any answer ends it`() throws {
        var story = try story()
        story.wait(.seconds(60), isPolling: false)
        #expect(story.canvas.text().contains("NO NEWS for 1m"))
        try story.answer(linked: true, relay: Story.needed)
        #expect(!story.canvas.text().contains("NO NEWS"))
        #expect(story.canvas.text().contains("quiet"))
    }

    @Test func `a node that is silent is news, one that nobody could ask is not`() throws {
        var story = try story()
        story.wait(.seconds(30), isPolling: false)
        var blind = Observation(node: "do-ams3", probeIndex: 0, at: story.now, latency: nil)
        blind.isBlind = true
        try story.observe([blind])
        #expect(story.canvas.text().contains("NO NEWS for 30s"))
        try story.observe([
            Observation(node: "do-ams3", probeIndex: 0, at: story.now, latency: nil)
        ])
        #expect(!story.canvas.text().contains("NO NEWS"))
    }

    @Test func `before the first answer nothing is overdue`() {
        var story = Story(width: 80, height: 24)
        story.wait(.seconds(600), isPolling: false)
        #expect(!story.canvas.text().contains("NO NEWS"))
    }
}
