import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Screens

/// Steps that are done once for each node or party, and who else works on them.
struct StepGridTests {
    private static let proof = Evidence.link(url: "https://files.example.org/a.log")

    /// An incident with two steps for each party and one for each node.
    private func story() throws -> Story {
        var story = Story(width: 120, height: 40)
        let checklist = ChecklistDefinition(
            name: "prod verification",
            steps: [
                StepDefinition(
                    id: "clients",
                    title: "all clients connect",
                    evidence: .required,
                    per: .eachParty
                ),
                StepDefinition(
                    id: "relay",
                    title: "messages arrive",
                    signOff: "independent",
                    per: .eachParty
                ),
                StepDefinition(id: "runs", title: "runs the release", per: .eachNode),
            ]
        )
        let declare = IncidentCommand.declare(
            title: "verify the upgrade",
            severity: .sev4,
            mode: .real,
            fleet: Story.waku.name,
            impactFrom: nil,
            checklist: checklist
        )
        try story.perform(.incident(declare), of: Story.waku.name)
        let party = try #require(Story.waku.parties.first?.id)
        let node = try #require(Story.waku.nodes.first?.id)
        story.wait(.seconds(60))
        for (step, evidence) in [("clients/\(party)", Self.proof), ("relay/\(party)", nil)] {
            try story.perform(
                .checklist(
                    .passStep("INC-0001", StepID(step), note: "seen", evidence: evidence)
                )
            )
        }
        try story.perform(
            .checklist(.failStep("INC-0001", StepID("runs/\(node)"), reason: "still v0.3"))
        )
        return story
    }

    @Test func `the grid of the parties stands beside their steps`() throws {
        var story = try story()
        story.press("C")
        expectGoldens(story.model, "step-grid", sizes: [(120, 40), (80, 24)])
    }

    @Test func `the grid of the nodes leads to each node`() throws {
        var story = try story()
        story.press("C", "End", "Enter")
        expectGoldens(story.model, "step-grid-nodes", sizes: [(80, 24)])
    }

    @Test func `what the first saw is kept back from whoever looks independently`() throws {
        var story = try story()
        story.press("C", "Down", "Down")
        let step = try #require(story.model.step)
        guard step.isKeptBack(at: story.now) else { return }
        #expect(story.canvas.text().contains("kept back until somebody else has looked"))
    }

    @Test func `who else is here stands at the top, and what they are at`() throws {
        var story = try story()
        story.model.size = (190, 24)
        let people = [Colleague("franck"), Colleague("arthur", activity: "update INC-0001")]
        _ = story.model.update(.colleagues(people))
        let top = story.canvas.text().prefix(190)
        #expect(top.contains("with arthur (update INC-0001), franck"))
        story.model.size = (100, 24)
        #expect(!story.canvas.text().prefix(100).contains("(update"))
        _ = story.model.update(.colleagues([]))
        #expect(!story.canvas.text().prefix(100).contains("with"))
    }

    @Test func `the others are told what somebody writes, and nothing of who only looks`() throws {
        var story = try story()
        #expect(story.model.activity.isEmpty)
        story.press("i")
        #expect(story.model.activity.isEmpty)
        story.press("h", "i")
        #expect(story.model.activity == "writes a line")
        story.press("Esc")
        #expect(story.model.activity.isEmpty)
        story.press("u")
        #expect(story.model.activity == "update #1 of INC-0001")
        story.press("Esc", ":")
        #expect(story.model.activity.isEmpty)
    }
}
