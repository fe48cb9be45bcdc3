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
    private let skipsQuiet: Bool
    private var player: ScenarioPlayer
    private var round: Timestamp
    /// What was known of the nodes after the last round.
    private var snapshot = FleetSnapshot()

    init(
        scenario: Scenario,
        session: Session,
        fleet: Fleet,
        deliveries: DeliveryService,
        server: SimulatedFleetServer,
        client: ProbeClient,
        clock: DrillClock,
        decisions: DrillReader?,
        skipsQuiet: Bool
    ) {
        self.scenario = scenario
        self.session = session
        self.deliveries = deliveries
        self.server = server
        self.clock = clock
        self.decisions = decisions
        self.skipsQuiet = skipsQuiet
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
        snapshot = try await session.evaluate()
        try await deliveries.flush()
        round = player.round(
            after: now,
            every: scenario.pollInterval,
            skipsQuiet: skipsQuiet
        )
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
        case .command(let line, let refusal):
            return try await decide(line, mustBeRefused: refusal, action, log)
        }
        try await session.perform(command, by: action.actor)
    }

    /// Carries out what somebody decides, unless the decisions are left to who plays.
    ///
    /// What the rules must refuse, by these words, stands in the log with their refusal.
    private func decide(
        _ line: String,
        mustBeRefused words: String?,
        _ action: ScenarioAction,
        _ log: LogState
    ) async throws(CommandFailure) {
        guard decisions != nil else { return }
        do throws(CommandFailure) {
            try await carryOut(line, action, log)
        } catch {
            guard case .refused(let refusal) = error,
                words.map(refusal.reason.contains) ?? scenario.isLenient
            else { throw error }
            let incident = await session.logState.openIncidents.first?.id
            let rule = words == nil ? " by a rule of today" : ""
            let text = "'\(line)' is refused\(rule): \(refusal.reason)"
            try await session.perform(
                .entry(.say(incident, .observation, text: text, by: [])),
                by: action.actor
            )
            return
        }
        if let words {
            throw .refused(Refusal(.held, "'\(line)' was to be refused (\(words)), and was not"))
        }
        try await deliveries.flush()
    }

    private func carryOut(
        _ line: String,
        _ action: ScenarioAction,
        _ log: LogState
    ) async throws(CommandFailure) {
        guard let decisions else { return }
        let context = DecisionContext(now: action.at, actor: action.actor)
        let commands: [Command]
        do throws(Refusal) {
            commands = try decisions(line, log, session.fleet, context, preflight(log))
        } catch {
            throw .refused(error)
        }
        try await session.perform(commands, by: action.actor)
    }

    private func preflight(
        _ log: LogState
    ) -> @Sendable (ChangeState) -> [PreflightResult]? {
        guard let fleet = session.fleet else { return { _ in nil } }
        let (readings, now) = (snapshot.readings, clock.now)
        return { change in Preflight(of: change, fleet, readings, log, at: now).results() }
    }
}
