import CellGrid
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// The wall display: read from afar, without a key.
struct WallScreenTests {
    private func story(width: Int, height: Int) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: false, relay: Story.needed)
        try story.declare("nodes form no mesh")
        try story.perform(.signal(.raise(.wall("links/do-ams3", "no sibling links"))), by: .tocsin)
        try story.perform(.signal(.raise(.wall("storage/ac", "the disk is full"))), by: .tocsin)
        try story.perform(.signal(.acknowledge("storage/ac", note: nil)))
        story.wait(.seconds(90))
        _ = story.model.open(screen: "wall", of: nil)
        return story
    }

    @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
    func `it is as accepted at every size`(width: Int, height: Int) throws {
        expectGolden(try story(width: width, height: height).model, "wall-\(width)x\(height)")
    }

    @Test func `a promise that was broken is told for how long`() throws {
        var story = try story(width: 80, height: 24)
        story.wait(.seconds(600))
        #expect(story.canvas.text().contains("update overdue for 06:30"))
    }

    @Test func `without an incident there is the time and the fleet`() throws {
        var story = Story(width: 80, height: 24)
        _ = story.model.open(screen: "wall", of: nil)
        let picture = story.canvas.text()
        #expect(picture.contains("no incident is open"))
        #expect(picture.contains("█████ █████"))
    }
}

extension Finding {
    fileprivate static func wall(_ id: SignalID, _ text: String) -> Finding {
        Finding(
            id: id,
            kind: .check,
            priority: .critical,
            text: text,
            nodes: ["do-ams3"],
            since: Story.start,
            evidence: [],
            meaning: nil,
            causes: []
        )
    }
}
