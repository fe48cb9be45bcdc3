import Monitoring
import IncidentLog
import FleetModel
import Primitives
import CellGrid
import CommandTable
import Commands

import Testing

@testable import Screens

/// Keys in, effects out.
struct KeyTests {
    private func withIncident() throws -> Story {
        var story = Story(width: 120, height: 40)
        try story.perform(
            .incident(
                .declare(
                    title: "t",
                    severity: .sev2,
                    mode: .real,
                    fleet: "wakuv2.prod",
                    impactFrom: nil,
                    checklist: Story.waku.runbooks[0]
                )
            )
        )
        _ = story.takeEffects()
        return story
    }

    @Test func `a typed line becomes a note`() throws {
        var story = try withIncident()
        story.press("i", "'hello there'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(.run(.entry(.note("INC-0001", text: "hello there")), occurredAt: nil))
            ]
        )
    }

    @Test func `a line with a mark speaks of an earlier moment`() throws {
        var story = try withIncident()
        story.press("i", "'@-15m saw it first'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .entry(.note("INC-0001", text: "saw it first")),
                        occurredAt: Story.start - .seconds(900)
                    )
                )
            ]
        )
    }

    @Test(arguments: [(false, "07:20"), (false, "07:20Z"), (true, "09:20"), (true, "07:20Z")])
    func `a time is read in the zone that times are shown in`(isLocal: Bool, mark: String) throws {
        var story = try withIncident()
        story.model.localOffsetMinutes = 120
        if isLocal { story.press("T") }
        story.press("i", "'@\(mark) saw it'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .entry(.note("INC-0001", text: "saw it")),
                        occurredAt: Story.start - .seconds(2400)
                    )
                )
            ]
        )
    }

    @Test func `a wrong mark is refused and the line stays`() throws {
        var story = try withIncident()
        story.press("i", "'@99:99Z x'", "Enter")
        #expect(story.takeEffects().isEmpty)
        #expect(story.model.composer.text == "@99:99Z x")
    }

    @Test func `a draft survives escape and other screens`() throws {
        var story = try withIncident()
        story.press("i", "'half a thought'", "Esc", "?", "Esc")
        #expect(story.model.composer.text == "half a thought")
    }

    @Test func `letters typed into the composer are not commands`() throws {
        var story = try withIncident()
        story.press("i", "'quit now'")
        #expect(story.takeEffects().isEmpty)
    }

    @Test func `space ticks a manual step and asks why for one that checks itself`() throws {
        var story = try withIncident()
        story.press("Tab", "Space")
        #expect(story.takeEffects().isEmpty)
        story.press("'saw it'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .checklist(.passStep("INC-0001", "links", note: "saw it")),
                        occurredAt: nil
                    )
                )
            ]
        )
        story.press("Down", "Down", "Space")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(.checklist(.passStep("INC-0001", "databases", note: nil)), occurredAt: nil)
                )
            ]
        )
    }

    @Test func `failing and skipping need a reason`() throws {
        var story = try withIncident()
        story.press("Tab", "x", "Enter")
        #expect(story.takeEffects().isEmpty)
        story.press("'no'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(.checklist(.failStep("INC-0001", "links", reason: "no")), occurredAt: nil)
                )
            ]
        )
        story.press("n", "'later'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .checklist(.skipStep("INC-0001", "links", reason: "later")),
                        occurredAt: nil
                    )
                )
            ]
        )
    }

    @Test func `declaring by keys alone`() {
        var story = Story(width: 120, height: 40)
        story.press("D", "'mesh broken'", "Tab", "Ctrl+U", "'1'", "Tab", "'-10m'", "Tab", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .incident(
                            .declare(
                                title: "mesh broken",
                                severity: .sev1,
                                mode: .real,
                                fleet: "wakuv2.prod",
                                impactFrom: Story.start - .seconds(600),
                                checklist: Story.waku.runbooks[0]
                            )
                        ),
                        occurredAt: nil
                    )
                )
            ]
        )
    }

    @Test func `an update goes out only after the preview was confirmed`() throws {
        var story = try withIncident()
        story.press("u", "'all well'", "Tab", "Tab", "Enter")
        #expect(story.takeEffects().isEmpty)
        story.press("n")
        #expect(story.takeEffects().isEmpty)
        story.press("Enter", "y")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .update(
                            .sendUpdate(
                                "INC-0001",
                                text: "all well",
                                channels: ["discord", "matrix"],
                                nextDue: Story.start + .seconds(1800)
                            )
                        ),
                        occurredAt: nil
                    )
                )
            ]
        )
    }

    @Test func `pasting never sends`() throws {
        var story = try withIncident()
        _ = story.model.update(.input(.paste("line one\nq\n")))
        #expect(story.takeEffects().isEmpty)
        #expect(story.model.composer.text == "line one\nq\n")
        #expect(story.model.isComposing)
    }

    @Test func `state is chosen from those that may follow`() throws {
        var story = try withIncident()
        // A digit means one state, whatever else may follow; this one needs its cause.
        story.press("s", "2", "'a fault'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .incident(.changeStatus("INC-0001", to: .identified, reason: "a fault")),
                        occurredAt: nil
                    )
                )
            ]
        )
    }

    @Test func `a command that cannot be asked for says why`() {
        var story = Story(width: 120, height: 40)
        story.press("u")
        #expect(story.takeEffects().isEmpty)
        #expect(story.model.toast?.isProblem == true)
    }

    @Test func `the cursor stays on its node when the order changes`() throws {
        var story = Story(width: 120, height: 40)
        try story.answer(linked: true, relay: Story.needed)
        story.press("Down")
        let chosen = story.model.selectedNode
        try story.answer(linked: false, relay: Story.needed)
        #expect(story.model.selectedNode == chosen)
    }

    @Test func `reading further up is not moved by what arrives`() throws {
        var story = try withIncident()
        for number in 0..<50 {
            try story.perform(.entry(.note("INC-0001", text: "line \(number)")))
        }
        story.press("Tab", "Tab", "Up", "Up", "Up")
        let before = story.model.logScroll
        try story.perform(.entry(.note("INC-0001", text: "news")))
        #expect(story.model.logScroll == before + 1)
    }
}

/// The table of commands keeps its promises.
struct CommandTableTests {
    private let rows = ScreenCommand.rows(with: Verbs.book)

    @Test func `every command has a row, a title and a key or a form on the command line`() {
        for command in ScreenCommand.allCases {
            #expect(rows.contains { $0.name == command.rawValue }, "\(command)")
        }
        #expect(Set(rows.map(\.name)).count == rows.count)
        for row in rows {
            #expect(!row.title.isEmpty, "\(row.name)")
            #expect(!row.keys.isEmpty || row.commandLine != nil, "\(row.name)")
        }
    }

    @Test func `no key means two things in one place`() {
        // An impact that is open is closed by the key that opens one.
        let shared: Set = ["impact close"]
        for context in CommandRow.Context.allCases {
            let keys = rows.filter { !shared.contains($0.name) }.flatMap { $0.keys(in: context) }
            #expect(Set(keys).count == keys.count, "\(context)")
        }
    }

    /// What goes out to others, or can never be taken back.
    private static let destructive = ["update send", "delivery retry", "log redact"]

    @Test func `what cannot be taken back is asked about with what happens and to whom`() throws {
        for row in rows where row.form != nil {
            let isDestructive = Self.destructive.contains(row.name)
            #expect((row.form?.preview != nil) == isDestructive, "\(row.name)")
            guard let preview = row.form?.preview else { continue }
            #expect(preview.title.contains("{"), "\(row.name) names nothing")
            for key in row.keys { #expect(!key.modifiers.contains(.control), "\(row.name)") }
        }
    }

    @Test func `a question begins on Cancel, and one key alone never does it`() {
        let question = Confirmation(
            title: "t",
            lines: [],
            verb: "do it",
            action: .call(CommandCall("log redact"))
        )
        #expect(!question.isOnVerb)
        // The key that opens a command is none that answers yes.
        for row in rows where Self.destructive.contains(row.name) {
            for key in row.keys { #expect(key != Key(Confirmation.yes) && key.code != .enter) }
        }
    }

    @Test func `nothing that changes the log is on a control key`() {
        let harmless: Set<ScreenCommand> = [
            .quit, .palette, .repaint, .suspend, .pageUp, .pageDown, .edit,
        ]
        for row in rows
        where row.keys.contains(where: { $0.modifiers.contains(.control) }) {
            let isHarmless = harmless.contains { $0.rawValue == row.name }
            #expect(isHarmless, "\(row.name)")
        }
    }
}
