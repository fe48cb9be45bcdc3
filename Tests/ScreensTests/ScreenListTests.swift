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
        #expect(Array(story.model.rows(.fleet)) == ["ac-cn-hongkong-c"])
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

    @Test func `a filter finds words in any case, of any script, and all of them`() {
        #expect(ListFilter("DEGRADED Node")("node-7 degraded"))
        #expect(ListFilter("café")("CAFÉ am Platz"))
        #expect(ListFilter("")("anything"))
        #expect(!ListFilter("node down")("node-7 degraded"))
        #expect(!ListFilter("longer than the text")("the text"))
        #expect(!ListFilter("é")("e"))
    }

    @Test func `in the palette a click chooses a command, and a click on the chosen one takes it`()
        throws
    {
        var story = Story(width: 120, height: 40)
        story.press(":")
        let area = try #require(dialogLines(story))
        click(&story, x: area.x + 2, y: area.y + 2)
        guard case .palette(let palette)? = story.model.dialog else {
            Issue.record("the palette is gone")
            return
        }
        #expect(palette.selection == 2)
        wheel(&story, .wheelUp, x: area.x + 2, y: area.y)
        guard case .palette(let palette)? = story.model.dialog else { return }
        #expect(palette.selection == 1)
        click(&story, x: area.x + 2, y: area.y + 1)
        if case .palette? = story.model.dialog { Issue.record("the chosen command was not taken") }
    }

    @Test func `in a chooser a click chooses a line, and outside of it nothing happens`() throws {
        var story = Story(width: 120, height: 40)
        try story.declare("mesh broken")
        story.press("S")
        guard case .choice(let before)? = story.model.dialog else {
            Issue.record("no chooser")
            return
        }
        let area = try #require(dialogLines(story))
        click(&story, x: area.x + 1, y: area.y + 1)
        guard case .choice(let after)? = story.model.dialog else { return }
        #expect(after.selection == 1)
        #expect(after.selection != before.selection)
        click(&story, x: 0, y: 0)
        guard case .choice(let still)? = story.model.dialog else {
            Issue.record("a click outside closed the chooser")
            return
        }
        #expect(still.selection == 1)
    }

    @Test func `on the screen of a node a click chooses a series, and the wheel goes on`() throws {
        var story = Story(width: 160, height: 40)
        try story.answer(linked: true, relay: Story.needed)
        let node = try #require(story.model.selectedNode)
        story.press("Enter")
        #expect(story.model.screen == .node(node))
        let layout = NodeLayout(story.model)
        let rows = Array(story.model.rows(.node))
        try #require(rows.count > 2)
        let second = try #require(
            (layout.list.y..<layout.list.maxY).first {
                NodeScreen.row(story.model, node, at: $0, in: layout) == 1
            }
        )
        click(&story, x: layout.list.x + 1, y: second)
        #expect(story.model.selected(.node) == rows[1])
        wheel(&story, .wheelUp, x: layout.list.x + 1, y: second)
        #expect(story.model.selected(.node) == rows[0])
    }

    private func wheel(_ story: inout Story, _ action: MouseEvent.Action, x: Int, y: Int) {
        let event = MouseEvent(action: action, x: x, y: y, modifiers: [])
        _ = story.model.update(.input(.mouse(event)))
    }

    /// Where the lines of the open dialog lie.
    private func dialogLines(_ story: Story) -> Rect? {
        guard let dialog = story.model.dialog else { return nil }
        let body = CommandCentreLayout(story.model).body
        return DialogBox.lines(of: dialog, story.model, in: body)?.area
    }
}
