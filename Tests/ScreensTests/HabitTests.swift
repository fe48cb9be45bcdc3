import CellGrid
import Commands
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Screens

/// Copying, taking back, the bell, a drill that stands still, and looking without touching.
struct HabitTests {
    private func story(drill: DrillStatus? = nil) throws -> Story {
        var story = Story(width: 120, height: 40, drill: drill)
        try story.answer(linked: true, relay: Story.needed)
        try story.declare("mesh broken")
        _ = story.takeEffects()
        return story
    }

    private static let drill = DrillStatus(name: "d", speed: 60, nextInject: nil, isOver: false)

    // MARK: Copy

    @Test func `y copies what is under the cursor, and its name is told`() throws {
        var story = try story()
        story.press("y")
        #expect(story.takeEffects() == [.copy("127.0.0.1", what: "the node's address")])
        story.press("Tab", "y")
        #expect(
            story.takeEffects() == [.copy("sibling links stable for 10m", what: "the step")]
        )
        try story.perform(.entry(.note("INC-0001", text: "seen")))
        story.press("Tab", "y")
        #expect(
            story.takeEffects()
                == [.copy("2021-07-12 08:00:00Z hanno: seen", what: "the line")]
        )
    }

    // MARK: How many keys

    /// Keys besides the text that is typed, from the first screen.
    @Test(arguments: [
        (["D", "'js-waku is cut off'", "Enter"], 6), (["Tab", "Space"], 2),
        (["u", "'we look at it'", "Enter", "y"], 4), (["A", "a", "Enter"], 3), (["Enter"], 2),
    ])
    func `what is done most takes few keys`(keys: [String], most: Int) throws {
        var story = try story()
        let finding = Finding(
            id: "disk",
            kind: .storage,
            priority: .critical,
            text: "the disk is full",
            nodes: ["do-ams3"],
            since: story.now
        )
        try story.perform(.signal(.raise(finding)), by: .tocsin)
        _ = story.takeEffects()
        if keys.contains("Space") { story.press("Tab", "Down", "Down", "Shift+Tab") }
        for key in keys { story.press(key) }
        #expect(keys.count { !$0.hasPrefix("'") } <= most)
        let acts = story.takeEffects().filter { effect in
            switch effect {
            case .ask(.run), .ask(.loadHistory): true
            default: false
            }
        }
        #expect(acts.count == 1)
    }

    @Test func `n and N go through what a filter found`() throws {
        var story = try story()
        story.press("n")
        #expect(story.model.toast?.text == "/ says what to find first")
        story.press("/", "'-'", "Enter", "Home", "n")
        #expect(story.model.selectedNode == story.model.nodeOrder[1])
        story.press("N")
        #expect(story.model.selectedNode == story.model.nodeOrder[0])
    }

    // MARK: Undo

    @Test func `a tick is taken back after a question`() throws {
        var story = try story()
        story.press("Tab", "Down", "Down", "Space")
        try story.carryOut()
        #expect(story.model.step?.progress == .passed)
        story.press("Z")
        #expect(story.canvas.text().contains("ticked the step 'databases recreated"))
        story.press("Enter", "Z", "y")
        try story.carryOut()
        #expect(story.model.step?.progress == .pending)
    }

    @Test func `a line is made better`() throws {
        var story = try story()
        try story.perform(.entry(.note("INC-0001", text: "wrnog")))
        story.press("Z")
        guard case .form(let form)? = story.model.dialog else {
            Issue.record("no form")
            return
        }
        #expect(form.text(0) == "wrnog")
    }

    @Test func `what cannot be taken back says so, and which command follows`() throws {
        var story = try story()
        story.press("Z")
        #expect(story.model.dialog == nil)
        #expect(story.model.toast?.text.contains("cannot be taken back") == true)
        #expect(story.model.toast?.text.contains("'incident state' declines") == true)
    }

    @Test func `severity, state, impact and pin are taken back by their own commands`() throws {
        var story = try story()
        func takeBack(_ command: Command, _ question: String) throws {
            try story.perform(command)
            _ = story.takeEffects()
            story.press("Z")
            #expect(story.canvas.text().contains(question))
            story.press("y")
            try story.carryOut()
        }
        try takeBack(
            .incident(.changeSeverity("INC-0001", to: .sev1, reason: nil)),
            "made INC-0001 SEV1 from SEV2"
        )
        #expect(story.model.incident?.severity == .sev2)
        try takeBack(
            .incident(.changeStatus("INC-0001", to: .identified, reason: "found")),
            "took INC-0001 from investigating to identified"
        )
        #expect(story.model.incident?.status == .investigating)
        try takeBack(
            .impact(
                .openImpact(
                    "INC-0001",
                    party: "js-waku",
                    kind: "slow",
                    from: story.now,
                    cause: .original
                )
            ),
            "said that js-waku is affected"
        )
        #expect(story.model.log.impacts.allSatisfy { !$0.isOpen })
        try story.perform(.entry(.note("INC-0001", text: "seen")))
        let line = try #require(story.model.entries.last)
        try takeBack(.entry(.pin(line)), "pinned entry \(line.sequence)")
        #expect(story.model.log.overlay.pin(of: line.id) == nil)
    }

    // MARK: The bell

    @Test func `the bell says why once, and not again within ten minutes`() throws {
        var story = try story()
        let finding = Finding(
            id: "disk",
            kind: .storage,
            priority: .critical,
            text: "the disk is full",
            nodes: ["do-ams3"],
            since: story.now
        )
        let bells = { (effects: [Effect]) in
            effects.filter { effect in
                if case .bell = effect { return true }
                return false
            }
        }
        try story.perform(.signal(.raise(finding)), by: .tocsin)
        #expect(bells(story.takeEffects()) == [.bell("the disk is full")])
        story.wait(.seconds(60))
        try story.perform(.signal(.clear("disk", text: "")), by: .tocsin)
        try story.perform(.signal(.raise(finding)), by: .tocsin)
        #expect(bells(story.takeEffects()).isEmpty)
    }

    @Test func `a silent bell does not ring`() throws {
        var story = try story()
        story.press("B")
        let finding = Finding(
            id: "disk",
            kind: .storage,
            priority: .critical,
            text: "the disk is full",
            nodes: [],
            since: story.now
        )
        try story.perform(.signal(.raise(finding)), by: .tocsin)
        #expect(story.takeEffects().isEmpty)
    }

    // MARK: Drills

    @Test func `a drill stands still while it is paused, or something is asked or explained`()
        throws
    {
        var story = try story(drill: Self.drill)
        for key in ["?", "u", ":", "g", "/"] {
            story.press(key)
            #expect(story.takeEffects() == [.ask(.pauseDrill(true))], "\(key)")
            story.press("Escape")
            #expect(story.takeEffects() == [.ask(.pauseDrill(false))], "\(key)")
        }
        story.press("p", "?", "Escape")
        #expect(story.takeEffects() == [.ask(.pauseDrill(true))])
        #expect(story.canvas.text().contains("PAUSED"))
        story.press("p")
        #expect(story.takeEffects() == [.ask(.pauseDrill(false))])
    }

    @Test func `while a drill stands still a word stays until the next key`() throws {
        var story = try story(drill: Self.drill)
        story.press("p")
        _ = story.model.update(.notice("copied the node's name"))
        #expect(story.canvas.text().contains("copied"))
        story.press("Down")
        #expect(!story.canvas.text().contains("copied"))
        #expect(story.canvas.text().contains("go on: PAUSED"))
        story.press("p")
        var over = Self.drill
        over.isOver = true
        _ = story.model.update(.drill(over))
        _ = story.model.update(.notice("no further inject"))
        #expect(story.canvas.text().contains("no further inject"))
        story.press("Up")
        #expect(!story.canvas.text().contains("no further inject"))
    }

    @Test func `time goes on when the person wants that`() throws {
        var story = try story(drill: Self.drill)
        story.press("W", "?")
        #expect(story.takeEffects().isEmpty)
    }

    @Test func `going on to the next inject ends the pause`() throws {
        var story = try story(drill: Self.drill)
        story.press("p", "f")
        #expect(
            story.takeEffects() == [
                .ask(.pauseDrill(true)), .ask(.skipAhead), .ask(.pauseDrill(false)),
            ]
        )
    }

    // MARK: Looking without touching

    @Test func `read only, no command of the table writes or sends, and each says why`() throws {
        var story = try story()
        story.model.isReadOnly = true
        for row in story.model.commands where row.form != nil {
            let reason = try #require(story.model.refusal(of: row), "\(row.name)")
            #expect(reason.contains("--read-only"), "\(row.name)")
            story.press("Tab")
            _ = story.model.request(row)
            #expect(story.model.dialog == nil, "\(row.name)")
        }
        for key in ["i", "D", "u", "s", "Space", "Z", "Ctrl+O"] { story.press(key) }
        story.press(":", "'log add x'", "Enter", "Escape")
        _ = story.model.update(.input(.paste("x")))
        story.press("Enter")
        for effect in story.takeEffects() {
            if case .ask(.loadHistory) = effect { continue }
            Issue.record("\(effect)")
        }
    }
}
