import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// Who was thrown out goes on where they were; who quit begins anew, as they like it.
struct WhereaboutsTests {
    /// A screen that reads the same log after the program began again.
    private func restarted(_ story: Story, _ place: Whereabouts) -> Story {
        var next = Story(width: 120, height: 40, reading: .underWay)
        next.model.takeUp(place)
        _ = next.model.update(.entries(story.model.entries, story.model.log))
        next.read(.done)
        return next
    }

    private func story() throws -> Story {
        var story = Story(width: 120, height: 40)
        try story.answer(linked: true, relay: Story.needed)
        try story.declare("the worst")
        try story.declare("another", .sev4)
        _ = story.takeEffects()
        return story
    }

    @Test func `incident, screen, pane, divider, zoom, log view and mute come back`() throws {
        var story = try story()
        story.model.showIncident("INC-0002")
        story.press("v", "B", "{", "(", "Tab")
        story.model.focus = .log
        story.model.isZoomed = true
        let place = try #require(story.model.whereabouts)
        let next = restarted(story, place)
        #expect(next.model.incidentID == "INC-0002")
        #expect(next.model.focus == .log)
        #expect(next.model.isZoomed)
        #expect(next.model.isMuted)
        #expect(next.model.logView == .all)
        #expect(next.model.paneShares == story.model.paneShares)
        #expect(next.model.whereabouts == place)
        #expect(next.model.toast?.text.contains("bell is silent") == true)
    }

    @Test func `grouping, order, cursors and filters come back`() throws {
        var story = try story()
        story.press("b", ">", "End")
        story.press("/", "'c'", "Enter", "Down")
        #expect(story.model.rows(.fleet).count == 2)
        story.model.focus = .checklist
        story.press("End", "/", "'chat'", "Enter")
        story.model.chosenGrouping = .label("it's: a")
        let place = try #require(story.model.whereabouts)
        var next = restarted(story, place)
        #expect(next.model.chosenGrouping == .label("it's: a"))
        #expect(next.model.fleetSort == FleetSort(.name))
        #expect(next.model.cursors[.fleet]?.row == story.model.cursors[.fleet]?.row)
        #expect(next.model.selectedNode == story.model.selectedNode)
        #expect(next.model.cursor(in: .fleet).filter == "c")
        #expect(next.model.cursor(in: .checklist).filter == "chat")
        #expect(next.model.selected(.checklist) == "bridge")
        #expect(next.model.whereabouts == place)
        var quit = place
        quit.hasQuit = true
        next = restarted(story, quit)
        #expect(next.model.chosenGrouping == .label("it's: a"))
        #expect(next.model.fleetSort == FleetSort(.name))
        #expect(next.model.cursor(in: .fleet).filter.isEmpty)
        #expect(next.model.cursor(in: .checklist).filter.isEmpty)
    }

    @Test func `every order and every grouping has a name of its own`() {
        let keys = [.verdict, .name] + FleetColumns.all.map { FleetSort.Key.column($0.source) }
        for sort in keys.flatMap({ [FleetSort($0), FleetSort($0).reversed] }) {
            #expect(FleetSort(rawValue: sort.rawValue) == sort)
        }
        let labels: [FleetGrouping] = [.region, .label("version"), .label("label x"), .label("")]
        for grouping in FleetGrouping.all(of: []) + labels {
            #expect(FleetGrouping(rawValue: grouping.rawValue) == grouping)
        }
    }

    @Test func `the screen of a node comes back, of one that is gone it does not`() throws {
        var story = try story()
        _ = story.model.openNode("do-ams3")
        var place = try #require(story.model.whereabouts)
        #expect(restarted(story, place).model.screen.node == "do-ams3")
        place.subject = "gone"
        #expect(restarted(story, place).model.screen == .commandCentre)
        place.screen = "no such screen"
        #expect(restarted(story, place).model.screen == .commandCentre)
    }

    @Test func `who quit begins with the worst incident, as they like it`() throws {
        var story = try story()
        story.model.showIncident("INC-0002")
        story.press("A", "B")
        story.model.takenCommands = ["log add"]
        story.model.paneShares[.right] = PaneShare(before: 8, room: 20)
        var place = try #require(story.model.whereabouts)
        place.hasQuit = true
        let next = restarted(story, place)
        #expect(next.model.incidentID == "INC-0001")
        #expect(next.model.screen == .commandCentre)
        #expect(!next.model.isMuted)
        #expect(next.model.paneShares == story.model.paneShares)
        #expect(next.model.takenCommands == ["log add"])
    }

    @Test func `what means nothing is left out`() throws {
        let story = try story()
        var place = Whereabouts()
        place.dividers = [
            "columns": PaneShare(before: .max, room: .max), "left": PaneShare(before: 1, room: 0),
            "right": PaneShare(before: -1, room: 9), "cellar": PaneShare(before: 1, room: 9),
        ]
        place.logView = "x"
        place.commands = ["rm", "log add", "log add"] + (0..<1000).map { "\($0)" }
        place.incident = "INC-9999"
        place.screen = "signal"
        place.subject = "\u{1B}[2J"
        place.pane = "cellar"
        place.grouping = "colour"
        place.sort = "metric no.such down"
        place.lists = [
            "fleet": .init(row: String(repeating: "x", count: 500), filter: "\u{1B}[2J"),
            "cellar": .init(row: "x"),
        ]
        let next = restarted(story, place)
        #expect(next.model.incidentID == "INC-0001")
        #expect(next.model.screen == .commandCentre)
        #expect(next.model.takenCommands == ["log add"])
        #expect(next.model.chosenGrouping == nil)
        #expect(next.model.fleetSort == .worstFirst)
        #expect(next.model.cursor(in: .fleet).row != String(repeating: "x", count: 500))
        #expect(next.model.paneShares.isEmpty)
        #expect(!next.canvas.text().isEmpty)
    }

    @Test func `nothing is kept while the log is still read`() {
        #expect(Story(width: 80, height: 24, reading: .underWay).model.whereabouts == nil)
    }
}
