import Commands
import Detection
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Scenarios
import Testing

/// A headless drill without a network, a store or a clock: simulation, watch and log in one loop.
struct PureDrill {
    let scenario: Scenario
    let fleet: Fleet
    private(set) var log = LogState()
    private(set) var refusals: [String] = []
    private(set) var story: [String] = []
    private var player: ScenarioPlayer
    private var monitor: FleetMonitor
    private var book: ExpectationChecker
    private var sequence: Int64 = 0

    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        fleet = try scenario.fleet { node, port in "http://127.0.0.1/\(node)/\(port.rawValue)" }
        player = ScenarioPlayer(scenario)
        monitor = FleetMonitor(fleet: fleet)
        book = ExpectationChecker(scenario)
    }

    /// Plays to the end; of the quiet hours only the first and the last are polled.
    mutating func run() -> [ExpectationResult] {
        var now = scenario.start
        while now <= scenario.end {
            poll(at: now)
            now = player.round(after: now, every: scenario.pollInterval, skipsQuiet: true)
        }
        return book.results(at: scenario.end)
    }

    private mutating func poll(at now: Timestamp) {
        for action in player.advance(to: now) {
            perform(action, at: now)
        }
        let probe = SimulationProbe(simulation: player.simulation, now: now)
        monitor.take(fleet.nodes.map { probe.observation(of: $0.id) })
        let withFiles = fleet.nodes.filter { $0.probes.count > 1 }
        monitor.take(withFiles.map { probe.files(of: $0.id) })
        let (_, commands) = monitor.evaluate(log, at: now)
        for command in commands { submit(command, by: .tocsin, at: now) }
    }

    private mutating func perform(_ action: ScenarioAction, at now: Timestamp) {
        for command in commands(for: action) { submit(command, by: action.actor, at: now) }
        guard let last = log.incidents.last, case .command(let line, _) = action.kind,
            line.hasPrefix("update send")
        else { return }
        let (incident, updates) = (last.id, last.updates)
        for channel in fleet.channels {
            let outcome = DeliveryOutcome.delivered(receipt: "r\(updates.count)", attempt: 1)
            submit(
                .update(.settleDelivery(incident, number: updates.count, channel.id, outcome)),
                by: .tocsin,
                at: now
            )
        }
    }

    /// What an action asks of the log.
    private mutating func commands(for action: ScenarioAction) -> [Command] {
        switch action.kind {
        case .report(let party, let text): return [.entry(.report(nil, party: party, text: text))]
        case .logLine(let node, let text): return [.observation(.keepLogLine(node, text: text))]
        case .note(let text): return [.entry(.note(nil, text: text))]
        case .command(let line, let expected):
            let context = DecisionContext(now: action.at, actor: action.actor)
            let (readings, log, fleet) = (monitor.readings, log, fleet)
            do throws(Refusal) {
                let commands = try Verbs.drillCommands(line, log, fleet, context) { change in
                    Preflight(of: change, fleet, readings, log, at: action.at).results()
                }
                guard let expected else { return commands }
                for command in commands { _ = try log.decide(command, in: self.context(action)) }
                refusals.append("\(action.at): '\(line)' was not refused: \(expected)")
                return []
            } catch {
                if let expected, error.reason.contains(expected) { return [] }
                refusals.append("\(action.at): \(error.reason)")
                return []
            }
        }
    }

    private func context(_ action: ScenarioAction) -> DecisionContext {
        DecisionContext(now: action.at, actor: action.actor, roster: Roster(fleet))
    }

    private mutating func submit(_ command: Command, by actor: Actor, at now: Timestamp) {
        let context = DecisionContext(now: now, actor: actor, roster: Roster(fleet))
        do {
            for decision in try log.decide(command, in: context) {
                sequence += 1
                let entry = Entry.plain(sequence, decision, by: actor, at: now)
                log.apply(entry)
                if case .signal(let e) = entry.event { story.append("\(now) \(e)") }
                book.observe(entry)
            }
        } catch {
            refusals.append("\(now): \(error.reason)")
        }
    }
}

extension Entry {
    /// An entry outside any chain.
    static func plain(
        _ sequence: Int64,
        _ decision: Decision,
        by actor: Actor,
        at now: Timestamp
    ) -> Entry {
        let draft = EntryDraft(
            id: EntryID("E\(sequence)"),
            incident: decision.incident,
            device: "test",
            actor: actor,
            occurredAt: now,
            recordedAt: now,
            event: decision.event
        )
        return Entry(
            sequence: sequence,
            draft: draft,
            payload: nil,
            payloadDigest: "",
            previousHash: Entry.origin,
            hash: ""
        )
    }
}

struct PureDrillTests {
    @Test(arguments: Scenario.names)
    func `a headless run meets every expectation and is refused nothing`(name: String) throws {
        var drill = try PureDrill(#require(Scenario.named(name)))
        let results = drill.run()
        #expect(!results.isEmpty)
        #expect(results.filter { !$0.held }.map { "\($0.name): \($0.detail)" } == [])
        #expect(drill.refusals == [])
    }

    @Test(arguments: Scenario.names)
    func `no rule of a drill's fleet is dead`(name: String) throws {
        let drill = try PureDrill(#require(Scenario.named(name)))
        let broken = RuleSelfTest.run(drill.fleet).filter(\.outcome.isBroken)
        #expect(broken.isEmpty, "\(broken.map { "\($0.name): \($0.outcome)" })")
    }
}
