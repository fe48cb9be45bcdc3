import CommandTable
import FleetModel
import Primitives
import Testing

@testable import Scenarios

struct ScenarioTests {
    private func scenario(_ name: String) throws -> Scenario {
        try #require(Scenario.named(name))
    }

    private func fleet(_ scenario: Scenario) throws -> Fleet {
        try scenario.fleet { node, port in "http://127.0.0.1:1/\(node)-\(port.rawValue)" }
    }

    @Test(arguments: Scenario.names)
    func `an embedded scenario carries its own name and a story of a few lines`(name: String) throws
    {
        let scenario = try scenario(name)
        #expect(scenario.name == name)
        #expect((3...6).contains(scenario.summary.split(separator: "\n").count))
        #expect(scenario.start < scenario.end)
        #expect(scenario.timeline.allSatisfy { $0.at >= scenario.start && $0.at <= scenario.end })
    }

    @Test func `an unknown scenario is nil`() {
        #expect(Scenario.named("atlantis") == nil)
    }

    @Test(arguments: Scenario.names)
    func `the fleet has the nodes of the simulation at the addresses given`(name: String) throws {
        let scenario = try scenario(name)
        let fleet = try fleet(scenario)
        let simulation = ScenarioPlayer(scenario).simulation
        #expect(fleet.nodes.map(\.id) == simulation.nodes)
        #expect(fleet.polling.interval == scenario.pollInterval)
        for node in fleet.nodes {
            let target = try #require(node.probes.first?.target)
            #expect("\(target)".contains("127.0.0.1:1/\(node.id)-rpc"))
            #expect("\(target)".contains("127.0.0.1:1/\(node.id)-metrics/metrics"))
            for files in node.probes.dropFirst() {
                #expect("\(files.target)".contains("127.0.0.1:1/\(node.id)-files/"))
            }
        }
    }

    @Test(arguments: Scenario.names)
    func `no real service can be reached from the channels of a drill`(name: String) throws {
        for channel in try fleet(scenario(name)).channels {
            switch channel.service {
            case .configured(let settings):
                let keys = settings.kind.row.settings.map(\.key)
                let address = keys.first { ["discord", "homeserver", "url"].contains($0) }
                let text = settings[try #require(address)].reveal()
                #expect(text.contains(".invalid/") || text.hasSuffix(".invalid"))
            case .unusable(let kind, let reason): Issue.record("\(kind): \(reason)")
            }
        }
    }

    @Test(arguments: Scenario.names)
    func `the story speaks of nodes, parties and steps that the fleet has`(name: String) throws {
        let scenario = try scenario(name)
        let fleet = try fleet(scenario)
        let parties = Set(fleet.parties.map(\.id))
        let steps = Set(fleet.runbooks.flatMap(\.steps).map(\.id))
        var player = ScenarioPlayer(scenario)
        for action in player.advance(to: scenario.end) {
            switch action.kind {
            case .report(let party, _): #expect(parties.contains(party))
            case .logLine(let node, _):
                #expect(player.simulation.nodes.contains(node))
            case .command(let line, _):
                let words = CommandCall.words(in: line)
                if words[0] == "impact" { #expect(parties.contains(PartyID(words[2]))) }
                if words[0] == "step" { #expect(steps.contains(StepID(words[2]))) }
                guard let place = words.firstIndex(of: "--runbook") else { continue }
                #expect(fleet.runbooks.contains { $0.name == words[place + 1] })
            case .note: break
            }
        }
        for item in scenario.timeline {
            if case .change(.restart(let restart)) = item.event {
                #expect(restart.nodes.allSatisfy(player.simulation.nodes.contains))
            }
        }
    }

    @Test(arguments: Scenario.names)
    func `what the rules must refuse is no deed of the story, and stands in it`(name: String) throws
    {
        let scenario = try scenario(name)
        let refused = scenario.timeline.filter { item in
            if case .action(.command(_, _?)) = item.event { true } else { false }
        }
        let deeds = scenario.timeline.count { item in
            if case .action(.command) = item.event { true } else { false }
        }
        #expect(!refused.isEmpty)
        #expect(scenario.commands.count == deeds - refused.count)
    }

    @Test func `a timeline line with two verbs is refused`() {
        let story = """
            name: x
            title: x
            summary: x
            start: 2021-07-09T07:20Z
            end: 2021-07-09T08:20Z
            poll: 60s
            simulation: {substrate: {para-height: 1, relay-height: 1, nodes: []}}
            timeline:
              - {at: 2021-07-09T07:21Z, note: one, tocsin: two}
            expectations: []
            """
        #expect(throws: DecodingError.self) { try Scenario(story: story, fleet: "") }
    }
}

struct ScenarioPlayerTests {
    @Test(arguments: Scenario.names)
    func `one long step gives the same actions and simulation as many short ones`(name: String)
        throws
    {
        let scenario = try #require(Scenario.named(name))
        var leaping = ScenarioPlayer(scenario)
        let expected = leaping.advance(to: scenario.end)
        var walking = ScenarioPlayer(scenario)
        var actions: [ScenarioAction] = []
        var now = scenario.start
        while now < scenario.end {
            now = now + .seconds(421)
            actions += walking.advance(to: now)
        }
        #expect(actions == expected)
        #expect(walking.simulation == leaping.simulation)
        #expect(walking.nextAt == nil)
    }

    @Test func `turns lead from one event to the next and at last to the end`() throws {
        let scenario = try #require(Scenario.named("waku-2021-07"))
        let player = ScenarioPlayer(scenario)
        let weekend = try #require(Timestamp("2021-07-10T00:00Z"))
        #expect(player.nextInject(after: weekend) == Timestamp("2021-07-12T08:00Z"))
        #expect(player.nextInject(after: scenario.end - .seconds(60)) == scenario.end)
        #expect(player.nextInject(after: scenario.end) == nil)
        #expect(player.nextAt == Timestamp("2021-07-09T07:24Z"))
    }

    @Test func `what people decide is told apart from what the simulation does`() throws {
        let scenario = try #require(Scenario.named("waku-2021-07"))
        var player = ScenarioPlayer(scenario)
        let actions = player.advance(to: scenario.end)
        let report = try #require(
            actions.first { if case .report("js-waku", _) = $0.kind { true } else { false } }
        )
        #expect(report.actor.name == "franck")
        let declaration = try #require(
            actions.first { action in
                guard case .command(let line, _) = action.kind else { return false }
                return line.hasPrefix("incident declare")
            }
        )
        #expect(declaration.actor.name == "hanno")
    }
}
