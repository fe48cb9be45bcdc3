import FleetModel
import IncidentLog
package import Monitoring
package import Primitives
import Probing
import Scenarios
import SimulatedFleet

/// Plays a scenario round by round: moves the simulation, polls its nodes over real HTTP, judges,
/// and writes down what follows, all at the same virtual moment.
package actor DrillEngine {
    private let scenario: Scenario
    private let session: Session
    private let deliveries: DeliveryService
    private let server: SimulatedFleetServer
    private let runner: ProbeRunner
    private let probes: [ScheduledProbe]
    private let clock: DrillClock
    private let playsDecisions: Bool
    private var player: ScenarioPlayer
    private var round: Timestamp

    init(
        scenario: Scenario,
        session: Session,
        fleet: Fleet,
        deliveries: DeliveryService,
        server: SimulatedFleetServer,
        client: ProbeClient,
        clock: DrillClock,
        playsDecisions: Bool
    ) {
        self.scenario = scenario
        self.session = session
        self.deliveries = deliveries
        self.server = server
        self.clock = clock
        self.playsDecisions = playsDecisions
        // Simulated nodes answer or refuse at once: a busy machine must not change the outcome.
        var patient = fleet
        patient.polling.timeout = .seconds(60)
        runner = ProbeRunner(client: client, fleet: patient) { clock.now }
        probes = fleet.scheduledProbes
        player = ScenarioPlayer(scenario)
        round = scenario.start
    }

    /// The moment of the next round.
    package var nextRound: Timestamp { round }
    /// Whether the timeline is over.
    package var isOver: Bool { round > scenario.end }
    /// The next moment worth watching; nil near the end.
    package var nextHighlight: Timestamp? { player.nextInject(after: clock.now) }

    /// Plays one round and returns the picture after it.
    package func playTurn() async throws(CommandFailure) -> FleetSnapshot {
        let now = round
        for action in player.advance(to: now) {
            clock.set(max(action.at, min(clock.now, now)))
            await server.update(player.simulation, at: clock.now)
            guard playsDecisions || !action.isDecision else { continue }
            try await perform(action)
        }
        clock.set(now)
        await server.update(player.simulation, at: now)
        await session.take(await runner.sweep(probes))
        let snapshot = try await session.evaluate()
        try await deliveries.flush()
        round = now + scenario.pollInterval
        return snapshot
    }

    private func perform(_ action: ScenarioAction) async throws(CommandFailure) {
        let log = await session.logState
        let incident = log.openIncidents.first?.id
        let newest = incident ?? log.incidents.last?.id
        guard let command = command(for: action, open: incident, newest: newest) else { return }
        try await session.perform(command, by: action.actor)
        if action.isDecision { try await deliveries.flush() }
    }

    /// The command that an action of the scenario stands for; nil when no incident is there to
    /// carry it.
    private func command(
        for action: ScenarioAction,
        open: IncidentID?,
        newest: IncidentID?
    ) -> Command? {
        switch action.kind {
        case .report(let party, let text): return .entry(.report(open, party: party, text: text))
        case .logLine(let node, let text): return .observation(.keepLogLine(node, text: text))
        case .configChanged(let node, let key, _, let to):
            return .observation(.recordFact(node, FactName("config \(key)"), to: [to]))
        case .note(let text): return .entry(.note(open, text: text))
        case .declare(let title, let severity, let runbook, let impactFrom):
            return .incident(
                .declare(
                    title: title,
                    severity: severity,
                    mode: .drill,
                    fleet: session.fleet?.name,
                    impactFrom: impactFrom,
                    checklist: session.fleet?.runbooks.first { $0.name == runbook }
                )
            )
        case .openImpact(let party, let kind, let from, let cause):
            return .impact(.openImpact(open, party: party, kind: kind, from: from, cause: cause))
        case .closeImpact(let party): return .impact(.closeImpact(party: party, to: action.at))
        case .acceptResidual(let party, let reason):
            return .impact(.acceptResidualImpact(party: party, reason: reason))
        case .status, .severity, .passStep, .failStep, .skipStep, .sendUpdate:
            return newest.flatMap { command(for: action, in: $0) }
        }
    }

    private func command(for action: ScenarioAction, in incident: IncidentID) -> Command? {
        switch action.kind {
        case .status(let status, let reason):
            return .incident(.changeStatus(incident, to: status, reason: reason))
        case .severity(let severity, let reason):
            return .incident(.changeSeverity(incident, to: severity, reason: reason))
        case .passStep(let step, let note): return .checklist(.passStep(incident, step, note: note))
        case .failStep(let step, let reason):
            return .checklist(.failStep(incident, step, reason: reason))
        case .skipStep(let step, let reason):
            return .checklist(.skipStep(incident, step, reason: reason))
        case .sendUpdate(let text):
            return .update(
                .sendUpdate(
                    incident,
                    text: text,
                    channels: session.fleet?.channels.map(\.id) ?? [],
                    nextDue: action.at + .seconds(3600)
                )
            )
        case .report, .logLine, .configChanged, .note, .declare, .openImpact, .closeImpact,
            .acceptResidual:
            return nil
        }
    }
}
