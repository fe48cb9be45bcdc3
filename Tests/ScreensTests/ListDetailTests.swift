import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Screens

/// A list with what is known of its row, the same on every screen that has one.
struct ListDetailTests {
    private static let ids = AppScreen.all.filter { $0.lists.count == 2 }.map(\.id)

    /// An incident with a checklist, two updates, and a signal on two nodes.
    private func story(width: Int = 120, height: Int = 40) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: true, relay: Story.needed)
        try story.declare("mesh broken")
        try story.answer(linked: true, relay: Story.needed)
        for text in ["first word", "second word"] {
            try story.perform(
                .update(
                    .sendUpdate("INC-0001", text: text, channels: ["discord"], nextDue: nil)
                )
            )
        }
        for (id, nodes) in [("a", ["do-ams3", "gc-us-central1-a"]), ("b", ["do-ams3"])] {
            let finding = Finding(
                id: SignalID(id),
                kind: .check,
                priority: .critical,
                text: "\(id) seen",
                nodes: nodes.map { NodeID($0) },
                since: story.now
            )
            try story.perform(.signal(.raise(finding)), by: .tocsin)
        }
        for what in ["upgrade of prod", "downgrade of the bridge"] {
            let plan = ChangePlan(what: what, fleet: Story.waku.name, to: "v0.5")
            try story.perform(.change(.plan(nil, plan)))
        }
        try story.declare("another one")
        story.model.showIncident("INC-0001")
        _ = story.takeEffects()
        return story
    }

    private func open(_ id: String, _ story: inout Story) {
        story.model.show(ScreenRoute(id))
    }

    private func parts(_ story: Story) -> (list: Rect, detail: Rect?) {
        ListDetail.parts(story.model, in: CommandCentreLayout(story.model).body)
    }

    @Test(arguments: ids)
    func `the detail stands beside the list, below it at 80 columns, nowhere at 40x10`(id: String)
        throws
    {
        var story = try story()
        open(id, &story)
        let wide = parts(story)
        #expect(wide.detail?.x == wide.list.maxX - 1)
        story.model.size = (80, 24)
        let narrow = parts(story)
        #expect(narrow.detail?.y == narrow.list.maxY - 1)
        story.model.size = (40, 10)
        #expect(parts(story).detail == nil)
        story.model.size = (120, 40)
        story.press("z")
        #expect(parts(story).detail == nil)
    }

    @Test(arguments: ids)
    func `the detail follows the cursor, and Tab gives it the keys`(id: String) throws {
        var story = try story()
        open(id, &story)
        let context = try #require(story.model.list?.context)
        let first = try #require(story.model.detail?.texts)
        story.press("Down")
        #expect(story.model.detail?.texts != first)
        story.press("Up", "Tab")
        #expect(story.model.list?.context == .detail)
        story.press("Down")
        #expect(story.model.selected(context) == story.model.rows(context).first)
        story.press("Esc")
        #expect(story.model.list?.context == context)
        story.press("Esc")
        #expect(story.model.screen == .commandCentre)
    }

    @Test(arguments: ids)
    func `rows are filtered, walked through, copied and clicked alike`(id: String) throws {
        var story = try story()
        open(id, &story)
        let context = try #require(story.model.list?.context)
        let rows = Array(story.model.rows(context))
        try #require(rows.count > 1)
        story.press("y")
        guard case .copy? = story.takeEffects().last else {
            Issue.record("nothing was copied")
            return
        }
        let place = parts(story).list
        let list = try #require(ScreenList.of(context))
        let y = try #require(
            (place.y..<place.maxY).first { list.row(story.model, place, $0) == 1 }
        )
        click(&story, x: place.x + 4, y: y)
        #expect(story.model.selected(context) == rows[1])
        wheel(&story, .wheelUp, x: place.x + 4, y: y)
        #expect(story.model.selected(context) == rows[0])
        story.press("/", "'zzz no row has this'", "Enter")
        #expect(story.model.rows(context).isEmpty)
        #expect(story.canvas.text().contains("Nothing matches"))
        story.press("Esc")
        #expect(story.model.rows(context).count == rows.count)
    }

    @Test(arguments: ["steps", "parties", "updates", "signals"])
    func `Enter tells all of the row on the whole screen, and Esc comes back to it`(id: String)
        throws
    {
        var story = try story()
        open(id, &story)
        let context = try #require(story.model.list?.context)
        story.press("Down")
        let row = try #require(story.model.selected(context))
        story.press("Enter")
        #expect(story.model.screen.subject == row)
        #expect(story.model.subject(context) == row)
        let title = try #require(story.model.detail?.title)
        #expect(story.canvas.text().contains(title))
        story.press("Esc")
        #expect(story.model.screen == ScreenRoute(id))
        #expect(story.model.selected(context) == row)
    }

    @Test func `Enter on a step and on a party opens their screens on the same row`() throws {
        var story = try story()
        story.press("Tab", "Down", "Enter")
        #expect(story.model.screen == ScreenRoute("steps"))
        #expect(story.model.step?.definition.id == "js")
        // What is done there is done to the step, and one row further on is kept.
        story.press("Down", "Space")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .checklist(.passStep("INC-0001", "databases", note: nil)),
                        occurredAt: nil
                    )
                )
            ]
        )
        story.press("Esc")
        #expect(story.model.screen == .commandCentre)
        #expect(story.model.focus == .checklist)
        #expect(story.model.step?.definition.id == "databases")
        story.press("Tab", "Tab", "Down", "Enter")
        #expect(story.model.screen == ScreenRoute("parties"))
        #expect(story.canvas.text().contains("Party chat2bridge"))
    }

    @Test func `a step tells kind, state, evidence and what is missing`() throws {
        var story = try story()
        try story.perform(.checklist(.failStep("INC-0001", "bridge", reason: "prod lacks ping")))
        story.press("C")
        let links = try #require(story.model.detail?.texts)
        #expect(links.contains { $0.hasPrefix("kind") && $0.contains("checks itself") })
        #expect(links.contains { $0.hasPrefix("missing") && $0.contains("10m") })
        story.press("End")
        let bridge = try #require(story.model.detail?.texts)
        #expect(bridge.contains { $0.hasPrefix("state") && $0.contains("failed by hanno") })
        #expect(bridge.contains { $0.hasPrefix("reason") && $0.contains("prod lacks ping") })
        #expect(bridge.contains("Log of this step"))
    }

    @Test func `a party tells needs, impacts with cause, and updates with receipts`() throws {
        var story = try story()
        try story.answer(linked: true, relay: "/vac/waku/relay/2.0.0")
        try story.perform(
            .impact(
                .openImpact(
                    "INC-0001",
                    party: "js-waku",
                    kind: "cannot connect",
                    from: story.now,
                    cause: .mitigation
                )
            )
        )
        story.press("H")
        let party = try #require(story.model.detail?.texts)
        #expect(party.contains("Needs"))
        #expect(party.contains { $0.hasPrefix("now") && $0.contains("not met") })
        #expect(party.contains("Impacts ─ 1"))
        #expect(party.joined(separator: " ").contains("caused by the"))
        #expect(party.contains("Updates sent ─ 2"))
    }

    @Test func `the wheel over the detail moves its text and not the list`() throws {
        var story = try story(width: 80, height: 24)
        open("steps", &story)
        let area = try #require(parts(story).detail)
        let row = story.model.selected(.checklist)
        let top = try #require(story.model.detail?.texts.first)
        #expect(story.canvas.text().contains(top.prefix(30)))
        for _ in 0..<3 { wheel(&story, .wheelDown, x: area.x + 3, y: area.y + 2) }
        let count = try #require(story.model.detail?.lines.count)
        if count > area.height { #expect(story.model.cursor(in: .detail).place > 0) }
        #expect(story.model.selected(.checklist) == row)
        #expect(story.model.list?.context == .checklist)
    }

    @Test func `a click on a node of the detail, and again, opens it`() throws {
        var story = try story()
        open("signals", &story)
        let area = try #require(parts(story).detail)
        let place = try #require(story.model.detail?.lines.firstIndex { $0.node != nil })
        let y = area.y + 1 + place
        click(&story, x: area.x + 4, y: y)
        #expect(story.model.readsDetail)
        click(&story, x: area.x + 4, y: y)
        #expect(story.model.screen == .node("do-ams3"))
        story.press("Esc")
        #expect(story.model.screen == .signals)
    }

    private func click(_ story: inout Story, x: Int, y: Int) {
        let press = MouseEvent(action: .press(.left), x: x, y: y, modifiers: [])
        _ = story.model.update(.input(.mouse(press)))
    }

    private func wheel(_ story: inout Story, _ action: MouseEvent.Action, x: Int, y: Int) {
        let event = MouseEvent(action: action, x: x, y: y, modifiers: [])
        _ = story.model.update(.input(.mouse(event)))
    }
}
