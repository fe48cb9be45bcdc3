import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Screens

/// Every screen of the registry can be reached, is in the help and keeps to its place.
struct AppScreenTests {
    private static let ids = AppScreen.all.map(\.id)
    private static let sizes = [(40, 10), (80, 24), (120, 40), (200, 60)]

    /// A fleet with faults, and an incident with steps in every state, impacts and updates.
    private func story(
        width: Int,
        height: Int,
        drill: DrillStatus? = nil
    ) throws -> Story {
        var story = Story(width: width, height: height, drill: drill)
        try story.answer(linked: true, relay: Story.needed)
        let plan = ChangePlan(what: "upgrade of prod", fleet: Story.waku.name, to: "v0.5")
        try story.perform(.change(.plan(nil, plan)))
        try story.perform(
            .impact(
                .openImpact(
                    nil,
                    party: "chat2bridge",
                    kind: "offline",
                    from: story.now - .seconds(7200),
                    cause: .original
                )
            )
        )
        try story.declare("mesh broken")
        story.wait(.seconds(60))
        let update = "All nodes answer. We are looking into the links between them."
        try story.sendUpdate(update)
        try story.perform(.checklist(.passStep("INC-0001", "databases", note: "sha256 kept")))
        try story.perform(.checklist(.failStep("INC-0001", "bridge", reason: "prod lacks ping")))
        try story.perform(
            .impact(.closeImpact(party: "chat2bridge", to: story.now - .seconds(30)))
        )
        story.wait(.seconds(120))
        try story.answer(linked: false, relay: "/vac/waku/relay/2.0.0")
        try story.perform(
            .signal(
                .raise(
                    Finding(
                        id: "storage/do-ams3",
                        kind: .storage,
                        priority: .critical,
                        text: "the disk is full",
                        nodes: ["do-ams3"],
                        since: story.now,
                        evidence: ["0 of 80G left"],
                        meaning: "nothing is stored any more",
                        causes: []
                    )
                )
            ),
            by: .tocsin
        )
        story.wait(.seconds(30))
        try story.perform(.signal(.acknowledge("storage/do-ams3", note: "new disk is on its way")))
        _ = story.takeEffects()
        return story
    }

    /// Goes to a screen as a person does, by the keys of the commands that open it, from the pane
    /// that has them.
    ///
    /// - Returns: The screen that the person came from.
    @discardableResult
    private func reach(_ screen: AppScreen, _ story: inout Story) throws -> ScreenRoute {
        guard let verb = screen.opener?.name ?? screen.verb else {
            story.model.begin(at: ScreenRoute(screen.id))
            return ScreenRoute(screen.id)
        }
        let row = try #require(story.model.row(named: verb), "\(screen.id) has no command")
        if let list = AppScreen.all.first(where: { $0.whole?.id == screen.id }) {
            try reach(list, &story)
        }
        let before = story.model.screen
        let places = story.model.contexts + AppModel.Pane.allCases.map(\.context)
        let place = try #require(places.first { !row.keys(in: $0).isEmpty })
        let key = try #require(row.keys(in: place).first, "\(screen.id) has no key")
        for _ in AppModel.Pane.allCases where !story.model.contexts.contains(place) {
            story.press("Tab")
        }
        _ = story.model.update(.input(.key(key)))
        return before
    }

    @Test(arguments: ids)
    func `every screen looks as accepted at four sizes`(id: String) throws {
        let screen = AppScreen.of(ScreenRoute(id))
        var story = try story(width: 120, height: 40)
        try reach(screen, &story)
        expectGoldens(story.model, "screen-\(id)", sizes: Self.sizes)
    }

    @Test(arguments: ids.filter { !AppScreen.of(ScreenRoute($0)).fillsTerminal })
    func `at 80 columns the footer still says where the help is`(id: String) throws {
        let drill = DrillStatus(name: "waku", speed: 60, nextInject: nil, isOver: false)
        var story = try story(width: 80, height: 24, drill: drill)
        try reach(AppScreen.of(ScreenRoute(id)), &story)
        #expect(story.canvas.text().contains("? help"))
    }

    @Test(arguments: ids)
    func `no screen finds a terminal too small`(id: String) throws {
        var story = try story(width: 120, height: 40)
        try reach(AppScreen.of(ScreenRoute(id)), &story)
        for (width, height) in [(1, 1), (3, 2), (20, 2), (120, 1), (120, 2), (120, 3), (1, 40)] {
            var small = story
            _ = small.model.update(.input(.resized(width: width, height: height)))
            #expect(small.canvas.width == width && small.canvas.height == height)
            small.press("Down", "Tab", "Tab")
            #expect(small.canvas.height == height)
        }
    }

    @Test func `every screen has a name of its own and a title`() {
        #expect(Set(Self.ids).count == Self.ids.count)
        for screen in AppScreen.all { #expect(!screen.title.isEmpty, "\(screen.id)") }
    }

    @Test(arguments: ids)
    func `every screen is opened by the key of a command that the help names`(id: String) throws {
        let screen = AppScreen.of(ScreenRoute(id))
        var story = try story(width: 120, height: 40)
        try reach(screen, &story)
        #expect(story.model.screen.screen == id)
        guard let verb = screen.opener?.name ?? screen.verb else { return }
        story.model.size = (140, 400)
        let title = try #require(story.model.row(named: verb)?.title)
        story.press("?")
        #expect(story.canvas.text().contains(title))
    }

    @Test(arguments: ids, sizes)
    func `every screen keeps to its place at every size`(id: String, size: (Int, Int)) throws {
        let screen = AppScreen.of(ScreenRoute(id))
        var story = try story(width: size.0, height: size.1)
        try reach(screen, &story)
        let body = CommandCentreLayout(story.model).body
        var canvas = Canvas(width: size.0 + 30, height: size.1 + 10, style: .plain)
        screen.draw(story.model, .plain, body, &canvas)
        let blank = Canvas(width: size.0 + 30, height: size.1 + 10, style: .plain)
        for y in 0..<size.1 + 10 {
            for x in 0..<size.0 + 30 where !body.contains(x: x, y: y) {
                #expect(canvas[x, y] == blank[x, y], "\(id) draws at \(x), \(y)")
            }
        }
        #expect(story.canvas.text().contains { !$0.isWhitespace })
    }

    @Test(arguments: ids)
    func `back leads from every screen to where one came from`(id: String) throws {
        let screen = AppScreen.of(ScreenRoute(id))
        var story = try story(width: 120, height: 40)
        let before = try reach(screen, &story)
        story.press("Escape")
        #expect(story.model.screen == before)
    }
}
