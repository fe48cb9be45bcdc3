import IncidentLog
import FleetModel
import CellGrid
import Commands
import Monitoring
import Primitives
import Reports
import Testing

@testable import Screens

/// The command centre as a picture, at the sizes people use.
struct CommandCentreScreenTests {
    @Test func `a corrected line shows its new text with a mark, and not the old one`() throws {
        var story = Story(width: 120, height: 40)
        try story.perform(.entry(.note(nil, text: "do-ams2 is down")))
        let line = try #require(story.model.entries.last)
        try story.perform(.entry(.correct(line, text: "do-ams3 is down")))
        let shown = story.model.entries.map { EntryText($0, overlay: story.model.log.overlay) }
        #expect(shown.map(\.mark) == ["✎", "✎"])
        #expect(shown.first?.text == "do-ams3 is down (corrected)")
        let screen = story.canvas.text()
        #expect(screen.contains("do-ams3 is down (corrected)"))
        #expect(!screen.contains("do-ams2"))
    }

    @Test func `of a redacted line only who removed it and why is shown`() throws {
        var story = Story(width: 120, height: 40)
        try story.perform(.entry(.note(nil, text: "ask Jane Doe")))
        let line = try #require(story.model.entries.last)
        try story.perform(.entry(.pin(line)))
        try story.perform(.entry(.redact(line, reason: "a name")))
        let shown = EntryText(line, overlay: story.model.log.overlay)
        #expect(shown.mark == "⌫")
        #expect(shown.text == "timeline.noted: redacted by \(line.actor.name): a name (pinned)")
        let screen = story.canvas.text()
        #expect(screen.contains("timeline.noted: redacted"))
        #expect(!screen.contains("Jane"))
        #expect(!String(describing: story.model.entries).contains("Jane"))
    }

    /// An incident in full swing: links lost, an update out, one step failed.
    private func incident(width: Int, height: Int) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: true, relay: "/vac/waku/relay/2.0.0")
        story.wait(.seconds(10))
        try story.answer(linked: false, relay: "/vac/waku/relay/2.0.0")
        story.wait(.seconds(20))
        try story.answer(linked: false, relay: "/vac/waku/relay/2.0.0")
        try story.perform(
            .incident(
                .declare(
                    title: "js-waku cannot connect to prod",
                    severity: .sev2,
                    mode: .real,
                    fleet: "wakuv2.prod",
                    impactFrom: nil,
                    checklist: Story.waku.runbooks[0]
                )
            )
        )
        story.wait(.seconds(120))
        try story.perform(
            .entry(.report("INC-0001", party: "js-waku", text: "cannot connect since Friday")),
            by: Actor("franck")
        )
        try story.perform(.entry(.note("INC-0001", text: "redeploying v0.4 to prod, node by node")))
        try story.perform(
            .incident(.changeStatus("INC-0001", to: .mitigating, reason: "redeploy v0.4"))
        )
        try story.sendUpdate("js-waku cannot connect; we go back to v0.4")
        try story.perform(
            .checklist(.failStep("INC-0001", "bridge", reason: "prod lacks ping")),
            by: Actor("arthur")
        )
        story.wait(.seconds(60))
        try story.answer(linked: true, relay: Story.needed)
        story.wait(.seconds(400))
        try story.answer(linked: true, relay: Story.needed, memory: 7e8)
        return story
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 10)])
    func `an incident in full swing`(width: Int, height: Int) throws {
        let story = try incident(width: width, height: height)
        expectGolden(story.model, "incident.\(width)x\(height)")
    }

    @Test func `a quiet fleet before any incident`() throws {
        var story = Story(width: 100, height: 24)
        try story.answer(linked: true, relay: Story.needed)
        expectGolden(story.model, "quiet.100x24")
    }

    @Test func `the node screen shows facts, numbers and its log`() throws {
        var story = try incident(width: 100, height: 40)
        story.press("Enter")
        expectGolden(story.model, "node.100x40")
    }

    @Test func `the updates screen shows one receipt per channel`() throws {
        var story = try incident(width: 100, height: 20)
        story.press("U")
        expectGolden(story.model, "updates.100x20")
    }

    @Test func `the signals screen lists the urgent first`() throws {
        var story = try incident(width: 100, height: 20)
        story.press("A")
        expectGolden(story.model, "signals.100x20")
    }

    @Test func `the incidents screen lists the newest first`() throws {
        var story = try incident(width: 100, height: 12)
        story.press("I")
        expectGolden(story.model, "incidents.100x12")
    }

    @Test func `help lists every command with its keys`() throws {
        var story = Story(width: 110, height: 96)
        story.press("?")
        expectGolden(story.model, "help.110x96")
    }

    @Test func `the palette narrows what is typed`() throws {
        var story = try incident(width: 100, height: 24)
        story.press(":", "'sev'")
        expectGolden(story.model, "palette.100x24")
    }

    @Test func `declaring asks for title, severity, impact and checklist`() throws {
        var story = Story(width: 100, height: 24)
        story.press("D", "'mesh broken'")
        expectGolden(story.model, "declare.100x24")
    }

    @Test func `before an update goes out the person reads where it goes`() throws {
        var story = try incident(width: 100, height: 30)
        story.press("u", "'js-waku works again'", "Tab", "Tab", "Enter")
        expectGolden(story.model, "preview.100x30")
    }

    @Test func `a drill says so in the header`() throws {
        var story = Story(
            width: 100,
            height: 20,
            drill: DrillStatus(name: "waku-2021-07", speed: 60, nextInject: nil, isOver: false)
        )
        try story.answer(linked: false, relay: Story.needed)
        expectGolden(story.model, "drill.100x20")
    }

    @Test func `with nothing configured there are three ways to begin`() {
        var model = AppModel(
            fleet: nil,
            book: Verbs.book,
            operatorName: "hanno",
            now: Story.start,
            size: (80, 24),
            reading: .opening
        )
        model.drillNames = ["waku-2021-07"]
        let first = render(model, theme: .plain).canvas.text()
        #expect(first.contains("opening the log…"))
        #expect(first.contains("reading the fleet file…"))
        #expect(!first.contains("no incident") && !first.contains("No fleet"))
        _ = model.update(.opened(nil, isEmpty: true))
        _ = model.update(.log(.done))
        expectGolden(model, "welcome.80x24")
    }

    @Test func `before anything is open the screen says so, then shows what it was given`() {
        var model = AppModel(
            fleet: nil,
            book: Verbs.book,
            operatorName: "hanno",
            now: Story.start,
            size: (120, 40),
            reading: .opening
        )
        _ = model.update(.input(.key(Key("D"))))
        let early = render(model, theme: .plain).canvas.text()
        #expect(!early.contains("0/0 healthy"))
        #expect(model.update(.log(.opening)).isEmpty)
        _ = model.update(.input(.key(Key(.escape))))
        _ = model.update(.opened(Story.waku, isEmpty: false))
        #expect(model.focus == .fleet)
        #expect(model.screen == .commandCentre)
        let opened = render(model, theme: .plain).canvas.text()
        #expect(opened.contains("reading the log…"))
        #expect(opened.contains("do-ams3"))
        _ = model.update(.log(.done))
        #expect(render(model, theme: .plain).canvas.text().contains("no incident, quiet"))
    }

    @Test(arguments: [(1, 1), (3, 2), (20, 4), (79, 7), (300, 100)])
    func `no size is too small or too large`(width: Int, height: Int) throws {
        let story = try incident(width: width, height: height)
        for key in ["z", "?", "U", "I", "A", "D"] {
            var other = story
            other.press(key)
            #expect(other.canvas.width == width && other.canvas.height == height)
        }
    }

    @Test func `hostile names and lines never reach the picture raw`() throws {
        var story = Story(width: 100, height: 24)
        let hostile = "\u{1B}]0;owned\u{7}\u{1B}[31m\u{9B}31m\u{202E}abc\u{200B}\r\u{8}"
        try story.perform(.entry(.note(nil, text: hostile)))
        for row in 0..<24 {
            for column in 0..<100 {
                for scalar in story.canvas[column, row].text.unicodeScalars {
                    #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
                    #expect(scalar.value != 0x202E && scalar.value != 0x200B)
                }
            }
        }
    }
}
