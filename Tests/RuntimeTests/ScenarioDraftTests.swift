import FleetModel
import Commands
import EventStore
import IncidentLog
import Primitives
import Runtime
import Scenarios
import TestSupport
import Testing

/// A drill made of a past incident can be played, and tells the same of its people.
struct ScenarioDraftTests {
    @Test(.timeLimit(.minutes(15)))
    func `a drill that can be read is made of a log`()
        async throws
    {
        let past = try await PlayedDrill.named("waku-2021-07").log
        let state = try await past.state().state
        let incident = try #require(state.incidents.last)
        var draft = ScenarioDraft(incident, state)
        for entry in try await past.all().inTime() where entry.incident == incident.id {
            draft.take(entry)
        }
        #expect(draft.notReproduced.contains { $0.contains("signals") })
        let scenario = try Scenario(reading: draft.text(named: "again"))
        #expect(scenario.name == "again")
        // To play it as well would cost as much as all other tests of this target together.
        #expect(scenario.commands.count > 10)
        #expect(scenario.title.contains(incident.title))
    }

    @Test func `what is said after the end names the incident, or it would be refused`() throws {
        var log = try ScriptedLog.withIncident(.sev4)
        try log.run(.become(.mitigating))
        try log.run(.become(.resolved))
        let update = UpdateCommand.sendUpdate(
            "INC-0001",
            text: "all is well",
            channels: ["ops"],
            nextDue: nil
        )
        try log.run(.update(update))
        var draft = ScenarioDraft(try log.incident(), log.state)
        for entry in log.entries { draft.take(entry) }
        let lines = draft.text(named: "again").split(separator: "\n")
        #expect(lines.contains { $0.contains("update send") && $0.contains("--incident 1") })
        #expect(!lines.contains { $0.contains("mitigating") && $0.contains("--incident 1") })
    }

    @Test func `what is no drill is refused in a sentence`() {
        for text in ["", "a: 1", "name: x\ntitle: y"] {
            #expect(throws: Scenario.Mistake.self) { try Scenario(reading: text) }
        }
    }

    @Test(arguments: ["it said \"no\"", "a\nb", "back\\slash: {x}", "\u{1B}[31m", "'quoted'"])
    func `whatever was said comes back as it was said`(words: String) throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.entry(.note(incident, text: words)), at: minutes(1))
        var draft = ScenarioDraft(try log.incident(), log.state)
        for entry in log.entries { draft.take(entry) }
        let scenario = try Scenario(reading: draft.text(named: "odd"))
        var player = ScenarioPlayer(scenario)
        let kinds = player.advance(to: scenario.end).map(\.kind)
        #expect(kinds.contains(.note(text: words)))
    }
}
