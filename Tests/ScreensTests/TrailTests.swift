import CommandTable
import FleetModel
import Monitoring
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// From screen to screen, and back by Esc to where one came from: the screen and the row.
struct TrailTests {
    /// Two signals, the second of two nodes.
    private func story(width: Int = 120, height: Int = 40) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: true, relay: Story.needed)
        for (id, nodes) in [("a", ["do-ams3"]), ("b", ["do-ams3", "gc-us-central1-a"])] {
            let finding = Finding(
                id: SignalID(id),
                kind: id == "a" ? .mesh : .leak,
                priority: .critical,
                text: "\(id) seen",
                nodes: nodes.map { NodeID($0) },
                since: story.now
            )
            try story.perform(.signal(.raise(finding)), by: .tocsin)
            story.wait(.seconds(60))
        }
        _ = story.takeEffects()
        return story
    }

    @Test func `Enter on a signal opens the chosen node, and Esc comes back to the same rows`()
        throws
    {
        var story = try story()
        story.press("A", "Down", "Enter")
        #expect(story.model.screen == .signal("b"))
        story.press("Down", "Enter")
        #expect(story.model.screen == .node("gc-us-central1-a"))
        let request = story.takeEffects().contains { effect in
            if case .ask(.loadHistory(let request)) = effect {
                return request.node == "gc-us-central1-a"
            }
            return false
        }
        #expect(request)
        story.press("Esc")
        #expect(story.model.screen == .signal("b"))
        #expect(story.model.selected(.detail) == "gc-us-central1-a")
        story.press("Esc")
        #expect(story.model.screen == .signals)
        #expect(story.model.signal?.id == "b")
        story.press("Esc")
        #expect(story.model.screen == .commandCentre)
    }

    @Test func `the node begins with the series that the signal one came from is about`() throws {
        var story = try story()
        #expect(PlotSeries.names(story.model, "do-ams3").first == .peers)
        story.press("A", "Down", "Enter", "Enter")
        #expect(story.model.screen == .node("do-ams3"))
        #expect(PlotSeries.names(story.model, "do-ams3").first == .memory)
        #expect(story.model.selected(.node) == "memory")
    }

    @Test func `from the situation Esc leads back there`() throws {
        var story = try story()
        story.press("Shift+Tab", "Down", "Enter")
        #expect(story.model.screen == .signal("b"))
        story.press("Esc")
        #expect(story.model.screen == .commandCentre)
        #expect(story.model.focus == .situation)
        #expect(story.model.signal?.id == "b")
    }

    @Test func `a screen that one came through is gone back to, and Esc ends`() throws {
        var story = try story()
        story.press("A", "Down", "Enter", "Enter", "A")
        #expect(story.model.screen == .signals)
        #expect(story.model.signal?.id == "b")
        story.press("Esc", "Esc", "Esc")
        #expect(story.model.screen == .commandCentre)
        // The key of a screen also leaves it.
        story.press("I", "A", "A")
        #expect(story.model.screen == AppScreen.opened(by: "incidents").map { ScreenRoute($0.id) })
    }

    @Test func `from node to node Esc leads back to the one before`() throws {
        var story = try story()
        story.press("g", "'hongk'", "Enter", "g", "'do-ams3 node'", "Enter")
        #expect(story.model.screen == .node("do-ams3"))
        _ = story.takeEffects()
        story.press("Esc")
        #expect(story.model.screen == .node("ac-cn-hongkong-c"))
        #expect(!story.takeEffects().isEmpty)
        story.press("Esc")
        #expect(story.model.screen == .commandCentre)
    }

    @Test func `a signal of a whole fleet tells its first hundred nodes`() throws {
        var story = try story()
        let nodes = (0..<2000).map { NodeID("node-\($0)") }
        let finding = Finding(
            id: "down",
            kind: .down,
            priority: .critical,
            text: "all down",
            nodes: nodes,
            since: story.now
        )
        try story.perform(.signal(.raise(finding)), by: .tocsin)
        story.model.show(.signal("down"))
        #expect(story.model.detail?.lines.compactMap(\.node).count == 100)
        #expect(story.model.detail?.texts.contains { $0.hasPrefix("and 1900 more") } == true)
    }
}
