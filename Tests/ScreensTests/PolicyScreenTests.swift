import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Screens

/// What the screens say of versions that are no releases, and of roll-backs that left keys behind.
struct PolicyScreenTests {
    private static let nodes: [NodeID] = ["crispy", "kebab"]

    /// Two nodes, of which one runs the version.
    private func story(_ version: String) throws -> Story {
        let fleet = Fleet(
            name: "prod",
            nodes: Self.nodes.map { id in
                Node(
                    id: id,
                    probes: [
                        ProbeSpec(target: .waku(rest: nil, rpc: "http://127.0.0.1:1", metrics: nil))
                    ]
                )
            },
            releases: ["v0.4"]
        )
        var story = Story(width: 120, height: 40, fleet: fleet)
        try observe(&story, version)
        return story
    }

    private func observe(_ story: inout Story, _ version: String) throws {
        try story.observe(
            Self.nodes.map { node in
                story.observation(
                    node,
                    [Sample(.peers, 40)],
                    [Fact(.version, [node == "kebab" ? version : "v0.4"])]
                )
            }
        )
    }

    private func version(_ story: Story, _ node: NodeID) -> FleetColumns.Cell? {
        let columns = FleetColumns(story.model, width: 110)
        let place = columns.shown.firstIndex { $0.title == "ver" }
        return place.map { columns.cells(of: node)[$0] }
    }

    @Test func `where there is little room a version that is no release says so in short`() throws {
        let story = try story("master@a1b2c3")
        let narrow = FleetColumns(story.model, width: 40)
        let place = try #require(narrow.shown.firstIndex { $0.title == "ver" })
        #expect(narrow.cells(of: "kebab")[place].text == "OFF master@a1b2c3")
        #expect(narrow.cells(of: "kebab")[place].role == .critical)
        #expect(narrow.shown[place].width < 20)
    }

    @Test func `a version that is no release says so in its cell, by colour and by word`() throws {
        var story = try story("master@a1b2c3")
        #expect(version(story, "crispy")?.text == "v0.4")
        #expect(version(story, "crispy")?.role == .text)
        #expect(version(story, "kebab")?.text == "OFF-POLICY master@a1b2c3")
        #expect(version(story, "kebab")?.role == .critical)
        #expect(story.canvas.text().contains("OFF-POLICY"))
        story.press("Up", "Enter")
        #expect(story.canvas.text().contains("OFF-POLICY master@a1b2c3 (no exception)"))
    }

    @Test func `an exception turns the cell amber and says until when`() throws {
        var story = try story("master@a1b2c3")
        try story.declare("mesh lost")
        let incident = try #require(story.model.log.incidents.first?.id)
        try story.perform(
            .update(.sendUpdate(incident, text: "x", channels: ["irc"], nextDue: nil))
        )
        let request = PolicyCommand.requestException(
            incident,
            version: "master@a1b2c3",
            nodes: [],
            reasonClass: .restoreService,
            text: "no peers",
            exitPlan: "v0.5",
            expires: nil,
            update: 1
        )
        try story.perform(.policy(request), of: "prod")
        try story.perform(.policy(.approveException("EXC-0001")), by: Actor("franck"))
        #expect(version(story, "kebab")?.text == "master@a1b2c3 excepted")
        #expect(version(story, "kebab")?.role == .warning)
        let standing = try #require(story.model.standing(of: "master@a1b2c3", on: "kebab"))
        #expect(standing.words(of: "master@a1b2c3").contains("until 2021-07-15"))
    }

    @Test func `a node that was rolled back tells the keys that were not`() throws {
        var story = try story("v0.4")
        func tell(_ fact: FactName, _ value: String) throws {
            try story.perform(
                .observation(.recordFact("kebab", fact, to: [value])),
                by: .tocsin
            )
        }
        try tell("config unit:--chain", "kusama.json")
        try story.perform(.baseline(.take(nodes: [], change: nil)))
        try tell(.version, "v0.5")
        try tell("config unit:--chain", "kusama")
        try tell(.version, "v0.4")
        story.wait(.seconds(10))
        try observe(&story, "v0.4")
        #expect(story.model.health(of: "kebab").reasons == ["rolled back, 1 key not reverted"])
        let columns = FleetColumns(story.model, width: 110)
        let drift = try #require(columns.shown.firstIndex { $0.title == "drift" })
        #expect(columns.cells(of: "kebab")[drift].text == "1")
        #expect(columns.cells(of: "kebab")[drift].role == .warning)
        let lines = NodeDetails.baselineLines(story.model, "kebab", .plain)
            .map { $0.map(\.text).joined() }
        #expect(
            lines == [
                "rolled back, 1 key not reverted", "not reverted config unit:--chain",
                "  kusama (was kusama.json)", "reverted version",
            ]
        )
    }

    @Test func `the step of a way back names the keys that each node lacks`() throws {
        var story = try story("v0.4")
        func tell(_ fact: FactName, _ value: String) throws {
            try story.perform(
                .observation(.recordFact("kebab", fact, to: [value])),
                by: .tocsin
            )
        }
        try tell("config unit:--chain", "kusama.json")
        try tell("config spec:bootNodes", "a")
        try story.perform(.baseline(.take(nodes: [], change: nil)))
        let step = StepDefinition(
            id: "configuration",
            title: "files as before",
            condition: "baseline drift == 0 for 10m",
            nodes: Self.nodes
        )
        let declare = IncidentCommand.declare(
            title: "leak",
            severity: .sev4,
            mode: .real,
            fleet: "prod",
            impactFrom: nil,
            checklist: ChecklistDefinition(name: "way back", steps: [step])
        )
        try story.perform(.incident(declare), of: "prod")
        try tell(.version, "v0.5")
        try tell("config unit:--chain", "kusama")
        try tell("config spec:bootNodes", "b")
        try tell(.version, "v0.4")
        story.press("C", "Enter")
        let text = story.canvas.text()
        #expect(text.contains("kebab not reverted: spec:bootNodes, unit:--chain"))
        #expect(text.contains("crispy every key as before"))
    }
}
