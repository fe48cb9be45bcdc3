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
    func `a drill is made of a log, and what it plays is what people said and decided`()
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
        let log = InMemoryEventLog()
        _ = try await HeadlessDrill.run(
            scenario,
            speed: nil,
            log: log,
            decisions: Verbs.drillCommands
        ) { _ in
        } progress: { _ in
        }
        let again = try #require(try await log.state().state.incidents.last)
        #expect(again.title == incident.title)
        #expect(again.mode == .drill)
        #expect(again.severity == incident.severity)
        #expect(again.updates.map(\.text) == incident.updates.map(\.text))
        #expect(again.steps.map(\.definition.title) == incident.steps.map(\.definition.title))
        #expect(try await Self.lines(of: log) == Self.lines(of: past))
    }

    /// What people and parties said.
    private static func lines(of log: InMemoryEventLog) async throws -> [String] {
        try await log.all().compactMap { entry in
            guard entry.incident != nil, case .timeline(let event) = entry.event else { return nil }
            switch event {
            case .noted(let text): return "\(entry.actor.name): \(text)"
            case .reported(let party, let text): return "\(party): \(text)"
            case .corrected, .said, .attached: return nil
            }
        }
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
