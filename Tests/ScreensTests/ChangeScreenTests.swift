import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Screens

/// The screen of changes: plan, preflight, who agrees, waves.
struct ChangeScreenTests {
    private static let id = ChangeID(number: 1)
    private static let stable = "/vac/waku/relay/2.0.0"

    private func story(speaks: String = Story.needed, to: String = "v0.5") throws -> Story {
        var fleet = Story.waku
        fleet.releases = ["v0.4", "v0.5"]
        var story = Story(width: 120, height: 40, fleet: fleet)
        try story.observe([story.observation("do-ams3", [], [Fact(.version, ["v0.4"])])])
        let plan = ChangePlan(
            what: "redeploy prod off \(to)",
            fleet: fleet.name,
            from: "v0.4",
            to: to,
            waves: [
                .init(nodes: ["do-ams3"], hold: .seconds(900)),
                .init(nodes: [], hold: .seconds(1800)),
            ],
            impacts: fleet.parties.map { .init(party: $0.id, text: "away for a minute") },
            rollback: .init(text: "redeploy v0.4"),
            aborts: ["peers < 3 for 2m"],
            target: .init(facts: [.init(.protocols, [speaks])])
        )
        try story.perform(.change(.plan(nil, plan)))
        return story
    }

    private func change(_ story: Story) throws -> ChangeState {
        try #require(story.model.log.change(Self.id))
    }

    private func text(_ story: Story) -> String { story.canvas.text() }

    @Test func `the form asks what it means for each party, and takes several of a kind`() throws {
        var story = Story(width: 100, height: 24)
        try story.declare("mesh broken")
        story.press("X", "P", "'redeploy master'", "Tab", "'v0.4'", "Tab", "'master'", "Enter")
        try story.carryOut()
        #expect(story.model.log.changes.isEmpty)
        #expect(text(story).contains("say what it means for js-waku, and be it 'none'"))
        // The cursor stands behind the last party; whoever reads the hint fills in all of them.
        for _ in 0..<60 { story.press("Backspace") }
        let impacts = Story.waku.parties.map { "\($0.id)=away" }.joined(separator: "; ")
        story.press(
            "'\(impacts)'",
            "Tab",
            "'/a/1; /b/2'",
            "Tab",
            "'do-ams3 for 15m; rest'",
            "Enter"
        )
        try story.carryOut()
        let plan = try #require(story.model.log.changes.first?.plan)
        #expect(plan.impacts.map(\.party) == Story.waku.parties.map(\.id))
        #expect(plan.target.facts.first?.values == ["/a/1", "/b/2"])
        #expect(plan.waves.map(\.nodes) == [["do-ams3"], []])
    }

    @Test func `keys look before, ask, and are refused with the reason`() throws {
        var story = try story(speaks: Self.stable, to: "master")
        story.press("X")
        #expect(text(story).contains("HOLD — no preflight"))
        story.press("f")
        try story.carryOut()
        let failures = try #require(try change(story).preflight).failures
        #expect(failures.map(\.subject).contains("js-waku"))
        story.press("a")
        try story.carryOut()
        #expect(try change(story).poll == nil)
        #expect(text(story).contains("preflight of CHG-0001 failed"))
    }

    @Test func `the second person reads who had not agreed, and answers for it`() throws {
        var story = Story(width: 120, height: 40)
        let arthur = Actor("arthur")
        let plan = ChangePlan(
            what: "redeploy master",
            fleet: Story.waku.name,
            to: "master",
            impacts: Story.waku.parties.map { .init(party: $0.id, text: "none") }
        )
        try story.perform(.change(.plan(nil, plan)), by: arthur)
        let wish = ChangeCommand.requestOverride(Self.id, reason: "prod serves nobody")
        try story.perform(.change(wish), by: arthur)
        story.press("X", "o")
        let box = text(story)
        #expect(box.contains("arthur wants to go on with CHG-0001"))
        #expect(box.contains("js-waku was not asked"))
        story.press("y")
        try story.carryOut()
        #expect(try change(story).overruling?.confirmedBy == Actor("hanno"))
        // Who asked is not the second person: their key asks for a reason.
        story.press("o")
        #expect(!text(story).contains("wants to go on"))
    }

    @Test func `the board, the preflight and the waves`() throws {
        var story = try story()
        story.press("X", "f")
        try story.carryOut()
        let hash = try change(story).planHash
        try story.perform(
            .change(.openPoll(Self.id, voters: story.model.fleet?.parties.map(\.id) ?? []))
        )
        let parties = story.model.fleet?.parties.map(\.id) ?? []
        let no = Vote(
            parties[0],
            .noGo,
            comment: "not on a Friday",
            wouldChange: "a Monday"
        )
        try story.perform(.change(.vote(Self.id, planHash: hash, no)))
        story.wait(.seconds(840), isPolling: false)
        expectGoldens(story.model, "change-asked", sizes: [(120, 40), (80, 24)])
        for party in parties {
            try story.perform(.change(.vote(Self.id, planHash: hash, Vote(party, .go))))
        }
        story.press("b")
        try story.carryOut()
        #expect(try change(story).progress == .running)
        story.wait(.seconds(60), isPolling: false)
        story.press("Enter")
        expectGoldens(story.model, "change-running", sizes: [(120, 40), (80, 24)])
        // The wave is watched: the form asks why it need not wait.
        story.press("w")
        try story.carryOut()
        #expect(text(story).contains("go on despite that"))
    }
}
