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
    private let decisions: DrillReader?
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
        decisions: DrillReader?
    ) {
        self.scenario = scenario
        self.session = session
        self.deliveries = deliveries
        self.server = server
        self.clock = clock
        self.decisions = decisions
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
        let command: Command
        switch action.kind {
        case .report(let party, let text):
            command = .entry(.report(incident, party: party, text: text))
        case .logLine(let node, let text): command = .observation(.keepLogLine(node, text: text))
        case .note(let text): command = .entry(.note(incident, text: text))
        case .command(let line): return try await decide(line, action, log)
        }
        try await session.perform(command, by: action.actor)
    }

    /// Carries out what somebody decides, unless the decisions are left to who plays.
    private func decide(
        _ line: String,
        _ action: ScenarioAction,
        _ log: LogState
    ) async throws(CommandFailure) {
        guard let decisions else { return }
        let context = DecisionContext(now: action.at, actor: action.actor)
        do throws(CommandFailure) {
            try await session.perform(
                try commands(decisions, line, log, context),
                by: action.actor
            )
        } catch {
            guard scenario.isLenient, case .refused(let refusal) = error else { throw error }
            let text = "'\(line)' is refused by a rule of today: \(refusal.reason)"
            let incident = log.openIncidents.first?.id
            try await session.perform(.entry(.note(incident, text: text)), by: action.actor)
        }
        try await deliveries.flush()
    }

    private func commands(
        _ decisions: DrillReader,
        _ line: String,
        _ log: LogState,
        _ context: DecisionContext
    ) throws(CommandFailure) -> [Command] {
        do throws(Refusal) {
            return try decisions(line, log, session.fleet, context)
        } catch {
            throw .refused(error)
        }
    }
}
