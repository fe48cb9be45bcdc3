import FleetModel
import CellGrid
import CommandTable
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// Cursor, filter and mouse are the same in every list, by the registry.
struct ScreenListTests {
    private func click(_ story: inout Story, x: Int, y: Int) {
        let press = MouseEvent(action: .press(.left), x: x, y: y, modifiers: [])
        _ = story.model.update(.input(.mouse(press)))
    }

    @Test(arguments: ScreenList.all.map(\.context))
    func `every list has the filter key and a name of its own`(
        context: CommandRow.Context
    ) throws {
        let slash = try #require(Key("/"))
        let story = Story(width: 120, height: 40)
        let others = story.model.commands.filter { $0.keys(in: context).contains(slash) }
        #expect(others.isEmpty)
        #expect(story.model.row(.filter)?.keys(in: .anywhere) == [slash])
        #expect(ScreenList.all.count { $0.context == context } == 1)
    }

    @Test func `a click chooses a node, and a click on the chosen one opens it`() throws {
        var story = Story(width: 120, height: 40)
        try story.answer(linked: true, relay: Story.needed)
        click(&story, x: 5, y: 4)
        let chosen = try #require(story.model.selectedNode)
        #expect(chosen == story.model.nodeOrder[1])
        #expect(story.model.screen == .commandCentre)
        click(&story, x: 5, y: 4)
        #expect(story.model.screen == .node(chosen))
    }

    @Test func `a filter leaves what has its words, says how many, and Esc takes it away`() throws {
        var story = Story(width: 120, height: 40)
        try story.answer(linked: true, relay: Story.needed)
        // What is said of a node may name others: they are not meant.
        let finding = Finding(
            id: "links",
            kind: .check,
            priority: .critical,
            text: "no link to ac-cn-hongkong-c",
            nodes: ["ac-cn-hongkong-c", "do-ams3"],
            since: story.now
        )
        try story.perform(.signal(.raise(finding)), by: .tocsin)
        story.press("/", "'hongkong'", "Enter")
        #expect(story.model.rows(.fleet) == ["ac-cn-hongkong-c"])
        #expect(story.canvas.text().contains("/hongkong 1/3"))
        story.press("Escape")
        #expect(story.model.rows(.fleet).count == 3)
    }

    @Test func `each list keeps its own cursor and filter`() throws {
        var story = Story(width: 120, height: 40)
        try story.declare("mesh broken")
        story.press("Down", "Tab", "Down", "Down")
        let step = story.model.step?.definition.id
        let node = story.model.selectedNode
        story.press("I", "Down", "Escape")
        #expect(story.model.step?.definition.id == step)
        #expect(story.model.selectedNode == node)
    }

    @Test func `typed words that are hostile do not reach the frame raw`() {
        var story = Story(width: 120, height: 40)
        story.model.filter("\u{1B}[31m\u{202E}x")
        let text = story.canvas.text()
        #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    }

    @Test func `the wheel moves the list under the pointer and not the one with the keys`() throws {
        var story = Story(width: 120, height: 40)
        try story.declare("mesh broken")
        let node = story.model.selectedNode
        let rect = try #require(CommandCentreLayout(story.model).panes[.checklist])
        let wheel = MouseEvent(
            action: .wheelDown,
            x: rect.x + 2,
            y: rect.y + 1,
            modifiers: []
        )
        _ = story.model.update(.input(.mouse(wheel)))
        #expect(story.model.cursor(in: .checklist).place == 1)
        #expect(story.model.selectedNode == node)
    }
}
