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
            now = now + scenario.pollInterval
            let inject = player.nextInject(after: now) ?? scenario.end
            if inject - now > .seconds(7200), let last = lastInject, now - last > .seconds(3600) {
                now = inject - .seconds(3600)
            }
        }
        return book.results(at: scenario.end)
    }

    private var lastInject: Timestamp?

    private mutating func poll(at now: Timestamp) {
        for action in player.advance(to: now) {
            lastInject = action.at
            perform(action, at: now)
        }
        let probe = SimulationProbe(simulation: player.simulation, now: now)
        monitor.take(fleet.nodes.map { probe.observation(of: $0.id) })
        let (_, commands) = monitor.evaluate(log, at: now)
        for command in commands { submit(command, by: .tocsin, at: now) }
    }

    private mutating func perform(_ action: ScenarioAction, at now: Timestamp) {
        let incident = log.incidents.last?.id ?? IncidentID(number: 1)
        for command in action.commands(incident, fleet: fleet, at: now) {
            submit(command, by: action.actor, at: now)
        }
        guard let updates = log.incidents.last?.updates, case .sendUpdate = action.kind else {
            return
        }
        for channel in fleet.channels {
            let outcome = DeliveryOutcome.delivered(receipt: "r\(updates.count)", attempt: 1)
            submit(
                .update(.settleDelivery(incident, number: updates.count, channel.id, outcome)),
                by: .tocsin,
                at: now
            )
        }
    }

    private mutating func submit(_ command: Command, by actor: Actor, at now: Timestamp) {
        do {
            for decision in try log.decide(command, in: CommandContext(now: now, actor: actor)) {
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

extension ScenarioAction {
    /// The commands that a person would give for this action.
    fileprivate func commands(_ incident: IncidentID, fleet: Fleet, at now: Timestamp) -> [Command]
    {
        switch kind {
        case .report(let party, let text): [.entry(.report(nil, party: party, text: text))]
        case .logLine(let node, let text): [.observation(.keepLogLine(node, text: text))]
        case .configChanged(let node, let key, _, _): [.entry(.note(nil, text: "\(node) \(key)"))]
        case .note(let text): [.entry(.note(nil, text: text))]
        case .declare(let title, let severity, let runbook, let from):
            [
                .incident(
                    .declare(
                        title: title,
                        severity: severity,
                        mode: .drill,
                        fleet: fleet.name,
                        impactFrom: from,
                        checklist: fleet.runbooks.first { $0.name == runbook }
                    )
                )
            ]
        case .status(let status, let reason):
            [.incident(.changeStatus(incident, to: status, reason: reason))]
        case .severity(let severity, let reason):
            [.incident(.changeSeverity(incident, to: severity, reason: reason))]
        case .passStep(let step, let note): [.checklist(.passStep(incident, step, note: note))]
        case .failStep(let step, let reason):
            [.checklist(.failStep(incident, step, reason: reason))]
        case .skipStep(let step, let reason):
            [.checklist(.skipStep(incident, step, reason: reason))]
        case .sendUpdate(let text):
            [
                .update(
                    .sendUpdate(
                        incident,
                        text: text,
                        channels: fleet.channels.map(\.id),
                        nextDue: now + .seconds(1200)
                    )
                )
            ]
        case .openImpact(let party, let kind, let from, let cause):
            [.impact(.openImpact(incident, party: party, kind: kind, from: from, cause: cause))]
        case .closeImpact(let party): [.impact(.closeImpact(party: party, to: at))]
        case .acceptResidual(let party, let reason):
            [.impact(.acceptResidualImpact(party: party, reason: reason))]
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
