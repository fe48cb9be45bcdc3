import CellGrid
import FleetModel
import Monitoring
import Primitives
import Testing

@testable import Screens

/// The borders between the panes of the command centre, moved by keys and by the mouse.
struct PaneDividerTests {
    /// All five panes.
    private func story(width: Int = 120, height: Int = 40) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: false, relay: "/vac/waku/relay/2.0.0")
        try story.declare("js-waku cannot connect")
        return story
    }

    private func layout(_ story: Story) -> CommandCentreLayout { CommandCentreLayout(story.model) }

    private func place(_ divider: PaneDivider, _ story: Story) -> Int? {
        layout(story).dividers[divider]?.place
    }

    private func mouse(
        _ story: inout Story,
        _ action: MouseEvent.Action,
        x: Int,
        y: Int
    ) {
        _ = story.model.update(.input(.mouse(MouseEvent(action: action, x: x, y: y))))
    }

    /// A cell of a divider, away from the others.
    private func cell(_ divider: PaneDivider, _ story: Story) throws -> (x: Int, y: Int) {
        let line = try #require(layout(story).dividers[divider])
        let along = line.extent.lowerBound + 5
        return divider.isVertical ? (line.place, along) : (along, line.place)
    }

    @Test func `each is a border that two panes share`() throws {
        let story = try story()
        let layout = layout(story)
        #expect(Set(layout.dividers.keys) == Set(PaneDivider.allCases))
        #expect(layout.panes[.log]?.x == place(.columns, story))
        #expect(layout.panes[.fleet]?.y == place(.situation, story))
        #expect(layout.panes[.log]?.y == place(.situation, story))
        #expect(layout.panes[.checklist]?.y == place(.left, story))
        #expect(layout.panes[.parties]?.y == place(.right, story))
    }

    @Test(arguments: [
        (AppModel.Pane.situation, PaneDivider.situation), (.fleet, .left), (.checklist, .left),
        (.log, .right), (.parties, .right),
    ])
    func `keys move the divider of the pane that has them`(
        pane: AppModel.Pane,
        divider: PaneDivider
    ) throws {
        var story = try story()
        story.model.focus = pane
        let before = try #require(place(divider, story))
        story.press("(")
        if pane == .situation {
            // It has what it needs already, so it can only grow.
            story.press(")", ")")
            #expect(place(divider, story) == before + 1)
        } else {
            #expect(place(divider, story) == before - 1)
            story.press("Shift+Down", "Shift+Down")
            #expect(place(divider, story) == before + 1)
        }
        #expect(layout(story).dividers.filter { $0.value.place != place($0.key, story) }.isEmpty)
        story.press("|")
        #expect(place(divider, story) == before)
        #expect(story.model.paneShares.isEmpty)
        let column = try #require(place(.columns, story))
        story.press("{", "Shift+Left", "}")
        #expect(place(.columns, story) == column - 4)
    }

    @Test(arguments: PaneDivider.allCases)
    func `the mouse drags each, and a double click puts it back`(divider: PaneDivider) throws {
        var story = try story()
        let start = try cell(divider, story)
        let step = divider == .right ? -2 : 2
        mouse(&story, .press(.left), x: start.x, y: start.y)
        let target = divider.isVertical ? (start.x + step, start.y) : (start.x, start.y + step)
        mouse(&story, .move(.left), x: target.0, y: target.1)
        mouse(&story, .release(.left), x: target.0, y: target.1)
        let before = divider.isVertical ? start.x : start.y
        #expect(place(divider, story) == before + step)
        // The mouse holds it no more.
        mouse(&story, .move(nil), x: start.x, y: start.y)
        #expect(place(divider, story) == before + step)
        story.wait(.seconds(2))
        for _ in 0..<2 {
            mouse(&story, .press(.left), x: target.0, y: target.1)
            mouse(&story, .release(.left), x: target.0, y: target.1)
            story.wait(.milliseconds(200))
        }
        #expect(place(divider, story) == before)
        #expect(story.model.paneShares.isEmpty)
    }

    @Test func `two presses that are not at once leave it`() throws {
        var story = try story()
        story.press("{")
        let start = try cell(.columns, story)
        for _ in 0..<2 {
            mouse(&story, .press(.left), x: start.x, y: start.y)
            mouse(&story, .release(.left), x: start.x, y: start.y)
            story.wait(.seconds(2))
        }
        #expect(place(.columns, story) == start.x)
    }

    @Test func `a press on the title of a pane gives it the keys`() throws {
        var story = try story()
        for pane in AppModel.Pane.allCases {
            let rect = try #require(layout(story).panes[pane])
            mouse(&story, .press(.left), x: rect.x + 3, y: rect.y)
            mouse(&story, .release(.left), x: rect.x + 3, y: rect.y)
            #expect(story.model.focus == pane)
            story.wait(.seconds(2))
        }
        #expect(story.model.paneShares.isEmpty)
    }

    @Test(arguments: [(72, 18), (80, 24), (120, 40), (200, 60)])
    func `no pane is pushed out of sight`(width: Int, height: Int) throws {
        var story = try story(width: width, height: height)
        let usual = layout(story).panes
        for pane in AppModel.Pane.allCases {
            for keys in [["(", "{"], [")", "}"]] {
                story.model.focus = pane
                for _ in 0..<80 { for key in keys { story.press(key) } }
                let panes = layout(story).panes
                #expect(panes.count == usual.count)
                for (pane, rect) in panes {
                    let least = min(3, usual[pane]?.height ?? 0)
                    #expect(rect.height >= least && rect.width >= 29, "\(pane) \(rect)")
                }
                #expect(panes.values.allSatisfy { $0.maxX <= width && $0.maxY <= height - 2 })
            }
        }
    }

    @Test func `it keeps its part of a terminal of another size`() throws {
        var story = try story()
        story.model.focus = .log
        for _ in 0..<10 { story.press("(") }
        let rows = try #require(place(.right, story))
        _ = story.model.update(.input(.resized(width: 120, height: 60)))
        #expect(try #require(place(.right, story)) > rows)
        _ = story.model.update(.input(.resized(width: 120, height: 40)))
        #expect(place(.right, story) == rows)
    }

    @Test func `where no divider is shown, that is said`() throws {
        var story = try story()
        story.press("z", "(")
        #expect(story.model.toast?.isProblem == true)
        #expect(story.model.paneShares.isEmpty)
    }
}
