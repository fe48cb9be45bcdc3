import Monitoring
import CellGrid
import Commands
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// Which incident is shown, and what rings.
struct IncidentChoiceTests {
    private func raise(_ story: inout Story) throws {
        let finding = Finding(
            id: "backlog/do-ams3",
            kind: .backlog,
            priority: .critical,
            text: "backlog seen",
            nodes: ["do-ams3"],
            since: story.now,
            evidence: [],
            meaning: nil,
            causes: []
        )
        try story.perform(.signal(.raise(finding)), by: .tocsin)
    }

    private func isBell(_ effect: Effect) -> Bool {
        if case .bell = effect { true } else { false }
    }

    private func text(_ story: Story) -> String { story.canvas.text() }

    @Test func `the past does not ring, what comes while we look does`() throws {
        var story = Story(width: 120, height: 40)
        try raise(&story)
        #expect(story.takeEffects().contains(where: isBell))
        let past = story.model.entries

        var model = AppModel(
            fleet: Story.waku,
            book: Verbs.book,
            operatorName: "hanno",
            now: story.now + .seconds(60),
            size: (120, 40),
            reading: .underWay
        )
        #expect(!model.update(.entries(past, story.model.log)).contains(where: isBell))
        #expect(!model.update(.log(.done)).contains(where: isBell))

        // The same entries ring in a screen that was open when they were written.
        var open = AppModel(
            fleet: Story.waku,
            book: Verbs.book,
            operatorName: "hanno",
            now: Story.start,
            size: (120, 40),
            reading: .underWay
        )
        #expect(open.update(.entries(past, story.model.log)).map(isBell) == [true])
    }

    @Test func `nothing is called quiet before the log was read`() throws {
        var story = Story(width: 120, height: 40, reading: .underWay)
        #expect(text(story).contains("reading the log…"))
        #expect(!text(story).contains("no incident"))
        #expect(!text(story).contains("Nothing was said yet"))
        for key in ["I", "U", "A"] {
            var other = story
            other.press(key)
            #expect(other.canvas.text().contains("reading the log…"), "\(key)")
            #expect(!other.canvas.text().contains("No incident yet"))
            #expect(!other.canvas.text().contains("Nothing asks for attention"))
        }
        story.read(.failed)
        #expect(text(story).contains("the log could not be read"))
        #expect(!text(story).contains("no incident"))
        story.read(.done)
        #expect(text(story).contains("no incident, quiet"))
    }

    @Test func `after start the worst open incident is shown, of equal ones the newest`() throws {
        var story = Story(width: 120, height: 40, reading: .underWay)
        try story.declare("minor", .sev3)
        try story.declare("worst, older", .sev1)
        try story.declare("worst, newer", .sev1)
        try story.declare("medium", .sev2)
        try story.declare("over", .sev1)
        try story.perform(.incident(.changeStatus("INC-0005", to: .cancelled, reason: "a mistake")))
        story.read(.done)
        #expect(story.model.incidentID == "INC-0003")
        #expect(text(story).contains("INC-0003 +3 open"))
    }

    @Test func `after start no closed incident is shown as if it went on`() throws {
        var story = Story(width: 120, height: 40, reading: .underWay)
        try story.declare("over", .sev1)
        try story.perform(.incident(.changeStatus("INC-0001", to: .cancelled, reason: "a mistake")))
        story.read(.done)
        #expect(story.model.incidentID == nil)
        #expect(text(story).contains("no incident, quiet"))
    }

    @Test func `a line typed for one incident never lands in another`() throws {
        var story = Story(width: 120, height: 40)
        try story.declare("first")
        story.press("i", "'rolling back'")
        try story.declare("second", .sev1, by: Actor("bob"))
        #expect(story.model.incidentID == "INC-0001")
        #expect(text(story).contains("INC-0002 SEV1 was declared by bob: second"))
        story.press("' node a'", "Enter")
        #expect(
            story.takeEffects().contains(
                .ask(.run(.entry(.note("INC-0001", text: "rolling back node a")), occurredAt: nil))
            )
        )
    }

    @Test func `a line begun without an incident stays in the fleet's log`() throws {
        var story = Story(width: 120, height: 40)
        story.press("i", "'something smells'")
        try story.declare("first", by: Actor("bob"))
        #expect(story.model.incidentID == nil)
        story.press("Enter")
        #expect(
            story.takeEffects().contains(
                .ask(.run(.entry(.note(nil, text: "something smells")), occurredAt: nil))
            )
        )
        story.press("Esc")
        #expect(story.model.incidentID == "INC-0001")
    }

    @Test func `a form goes to the incident that it was opened for`() throws {
        var story = Story(width: 120, height: 40)
        try story.declare("first")
        story.press("Tab", "Tab", "Tab", "p", "'cannot connect'")
        try story.declare("second", .sev1, by: Actor("bob"))
        story.press("Enter", "Enter", "Enter")
        #expect(story.model.incidentID == "INC-0001")
        guard
            case .ask(.run(.impact(.openImpact(let incident, _, _, _, _, _)), _)) =
                story.takeEffects()
                .last
        else {
            Issue.record("nothing was sent")
            return
        }
        #expect(incident == "INC-0001")
    }

    @Test func `who looks at an open incident stays there and is told of the new one`() throws {
        var story = Story(width: 120, height: 40)
        try story.declare("first")
        try story.declare("second", .sev1, by: Actor("bob"))
        #expect(story.model.incidentID == "INC-0001")
        #expect(text(story).contains("INC-0001 +1 open"))
        story.press("I", "Enter")
        #expect(story.model.incidentID == "INC-0002")
    }

    @Test func `who looks at nothing in particular sees the new incident`() throws {
        var story = Story(width: 120, height: 40)
        try story.declare("first")
        try story.perform(.incident(.changeStatus("INC-0001", to: .cancelled, reason: "a mistake")))
        #expect(story.model.incidentID == "INC-0001")
        try story.declare("second", by: Actor("bob"))
        #expect(story.model.incidentID == "INC-0002")
    }

    @Test func `who declares an incident sees it`() throws {
        var story = Story(width: 120, height: 40)
        try story.declare("first")
        story.press("D", "'mine'", "Tab", "Tab", "Tab", "Enter")
        try story.carryOut()
        #expect(story.model.incidentID == "INC-0002")
    }

    @Test func `what is typed while the log is read goes where it then belongs`() throws {
        var story = Story(width: 120, height: 40, reading: .underWay)
        story.press("i", "'on it'", "Enter")
        #expect(story.takeEffects().isEmpty)
        try story.declare("first", by: Actor("bob"))
        story.read(.done)
        #expect(story.model.incidentID == "INC-0001")
        #expect(story.model.composer.text == "on it")
        _ = story.takeEffects()
        story.press("Enter")
        #expect(
            story.takeEffects() == [
                .ask(.run(.entry(.note("INC-0001", text: "on it")), occurredAt: nil))
            ]
        )
    }
}
