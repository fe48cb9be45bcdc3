import Monitoring
import CellGrid
import FleetModel
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// Going to anything by some letters of its name.
struct JumpTests {
    private func story() throws -> Story {
        var story = Story(width: 120, height: 40)
        try story.answer(linked: true, relay: Story.needed)
        try story.declare("mesh broken")
        _ = story.takeEffects()
        return story
    }

    @Test func `a node is opened by some letters`() throws {
        var story = try story()
        story.press("g", "'hongk'", "Enter")
        #expect(story.model.screen == .node("ac-cn-hongkong-c"))
        story.press("Escape")
        #expect(story.model.selectedNode == "ac-cn-hongkong-c")
    }

    @Test func `a step, a party and a screen are gone to`() throws {
        var story = try story()
        story.press("g", "'chat2bri step'", "Enter")
        #expect(story.model.focus == .checklist)
        #expect(story.model.step?.definition.id == "bridge")
        story.press("g", "'chat2bridge party'", "Enter")
        #expect(story.model.party == "chat2bridge")
        story.press("g", "'Signals'", "Enter")
        #expect(story.model.screen == .signals)
    }

    @Test func `a node comes before the signals that name it`() throws {
        var story = try story()
        let finding = Finding(
            id: "links",
            kind: .check,
            priority: .critical,
            text: "no link to ac-cn-hongkong-c",
            nodes: ["do-ams3"],
            since: story.now
        )
        try story.perform(.signal(.raise(finding)), by: .tocsin)
        story.press("g", "'hongk'", "Enter")
        #expect(story.model.screen == .node("ac-cn-hongkong-c"))
    }

    @Test func `a filter that hides the row is taken away`() throws {
        var story = try story()
        story.press("/", "'nothing has this'", "Enter", "g", "'do-ams'", "Enter")
        #expect(story.model.screen == .node("do-ams3"))
    }

    @Test func `an incident and an entry are gone to`() throws {
        var story = try story()
        try story.perform(.entry(.note("INC-0001", text: "the first word")))
        try story.declare("the other one")
        let number = try #require(story.model.entries.first { $0.incident == "INC-0001" })
        #expect(number.sequence > 0)
        story.press("g", "'the other incident'", "Enter")
        #expect(story.model.incidentID == "INC-0002")
        let note = try #require(
            story.model.entries.first { $0.event == .timeline(.noted(text: "the first word")) }
        )
        story.press("g", "'\(note.sequence)'", "Enter")
        #expect(story.canvas.text().contains("the first word"))
        story.press("Enter")
        #expect(story.model.dialog == nil)
        #expect(story.model.incidentID == "INC-0001")
        #expect(story.model.focus == .log)
    }

    @Test func `an entry that is not held is read`() throws {
        var story = try story()
        let number = story.model.log.sequence
        story.model.entries = []
        story.press("g", "'\(number)'", "Enter")
        #expect(story.takeEffects().contains(.ask(.loadEntries(.entry(number)))))
        #expect(story.canvas.text().contains("reading entry"))
    }
}
