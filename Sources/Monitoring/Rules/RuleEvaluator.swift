package import Primitives
package import FleetModel
package import IncidentLog

/// Watches steps, checks and needs against the readings and says what follows from them.
///
/// Everything it asks for may be asked for by several programs at once: a command that was
/// already carried out leads to nothing.
package struct RuleEvaluator: Sendable {
    private(set) var fleet: Fleet
    /// Which nodes are judged in this round.
    var agenda = NodeAgenda()
    /// Whether a check is about each node by itself.
    private(set) var hasNodeChecks = false
    /// Whether a check of the file tells of nodes that run what is no release.
    private(set) var hasPolicyCheck = false
    /// Whether a check about each node turns at moments that nobody can tell in advance.
    private(set) var hasRestlessCheck = false
    /// The ages that checks about each node compare with a limit.
    private(set) var checkedAges: [CheckedAge] = []
    var stepClocks: [StepKey: HoldClock] = [:]
    var alarmClocks: [SignalID: HoldClock] = [:]
    /// For how long the end of a check has held.
    var endClocks: [SignalID: HoldClock] = [:]
    private var needClocks: [PartyID: HoldClock] = [:]
    private var unmetClocks: [PartyID: HoldClock] = [:]
    /// For how long conditions for aborting a change have held.
    var abortClocks: [AbortKey: HoldClock] = [:]
    private var desk: SignalReconciler
    /// What the watch itself cannot judge at this moment.
    var unknown: [SignalID] = []
    var evaluations: [StepKey: Evaluation] = [:]
    private var evaluatedAt: Timestamp?
    /// The facts that changed lately.
    var restlessFacts = FactRateLimiter()
    /// What each party needs, as last evaluated.
    package private(set) var needs: [PartyID: Evaluation] = [:]
    /// What stands and counts, as of the last round: each finding once, before they are grouped.
    package var findings: [Finding] { desk.findings }

    struct StepKey: Hashable {
        let incident: IncidentID
        let step: StepID
    }

    /// For how long a node must be down, and a need unmet or met, before it is said: two polls or
    /// more, so that one slow answer is not an outage.
    var confirmation: Duration { fleet.polling.interval * 2 }

    /// For how long a node must be down beyond its second silent poll.
    ///
    /// Who asks often wants to know at once; who asks seldom gives a node the time of a restart.
    var downHold: Duration {
        fleet.polling.interval <= Self.oftenAsked ? .zero : confirmation
    }
    static let oftenAsked: Duration = .seconds(15)

    /// How far apart two programs that watch the same fleet may see the same thing: one poll.
    ///
    /// What one of them has just written down is not contradicted by the other's older reading.
    private var pollSkew: Duration { fleet.polling.pollSkew }

    /// A watch over this fleet.
    package init(fleet: Fleet) {
        self.fleet = fleet
        desk = SignalReconciler(fleet: fleet)
        noteChecks()
    }

    /// A signal of the fleet that is watched.
    func key(_ id: SignalID) -> SignalKey { SignalKey(id, of: fleet.name) }

    private mutating func noteChecks() {
        let checks = fleet.checks.filter { $0.scope == .node }
        hasNodeChecks = !checks.isEmpty
        hasPolicyCheck = checks.contains(where: \.isOfReleasePolicy)
        let ages = checks.flatMap { [$0.condition] + [$0.clears].compactMap { $0 } }
            .map(\.clause.comparedAges)
        hasRestlessCheck = ages.contains { $0 == nil }
        checkedAges = ages.flatMap { $0 ?? [] }
    }

    /// Watches over this fleet from now on: nodes have come or gone.
    package mutating func follow(_ fleet: Fleet) {
        self.fleet = fleet
        desk.follow(fleet)
        noteChecks()
        agenda.judgeAll()
    }

    /// How many nodes were judged in the last round.
    package var judgedCount: Int { agenda.places.count }

    /// Judges every node in the next round, whether something of it is new or not.
    package mutating func judgeAll() { agenda.judgeAll() }

    /// The last evaluation of a step's condition and the time that it has held so far.
    package func progress(
        of step: StepID,
        in incident: IncidentID,
        at now: Timestamp
    ) -> (evaluation: Evaluation, held: Duration)? {
        let key = StepKey(incident: incident, step: step)
        guard let evaluation = evaluations[key] else { return nil }
        return (evaluation, stepClocks[key]?.held(at: now) ?? .zero)
    }

    /// Evaluates everything at this moment and returns the commands that follow, in a stable order.
    ///
    /// - Parameters:
    ///   - judgements: What the detectors say at this moment.
    ///   - touched: The nodes, by their places in the fleet, of which something is other than in
    ///     the last round, as `FleetAssessor.touched` tells; nil to judge all.
    package mutating func evaluate(
        _ readings: FleetReadings,
        _ assessments: [NodeID: NodeAssessment],
        judgements: [Judgement] = [],
        log: LogState,
        at now: Timestamp,
        touched: [Int]? = nil
    ) -> [Command] {
        forgetHoldsAfterGap(at: now)
        agenda.begin(
            nodeCount: fleet.nodes.count,
            touched: touched,
            sequence: log.sequence,
            at: now
        )
        var commands = factCommands(readings, log: log, at: now)
        observeNeeds(readings, at: now)
        unknown.removeAll(keepingCapacity: true)
        var all = identityJudgements(log, changed: commands, at: now)
        all += downJudgements(assessments, log: log, at: now)
        all += probeJudgements(readings, assessments, log: log, at: now)
        all += heartbeatJudgements(readings, log: log, at: now)
        all += sourceJudgements(readings, log: log, at: now)
        all += watchdogJudgements(readings, log: log, at: now)
        all += policyJudgements(readings, log: log, at: now)
        all += judgements
        all += checkJudgements(readings, log: log, at: now)
        for party in fleet.parties {
            if let judgement = needJudgement(party, log: log, at: now) { all.append(judgement) }
        }
        settle(readings, at: now)
        commands += recurringCommands(log, at: now).map(Command.signal)
        let clocks = alarmClocks
        commands += desk.commands(
            for: all,
            unknown: unknown,
            readings: readings,
            log: log,
            at: now,
            isWatched: { clocks[$0] != nil }
        ).map(Command.signal)
        commands += fleet.parties.compactMap { impactCommand($0, log: log, at: now) }
        commands += baselineCommands(log, at: now)
        for incident in log.openIncidents where incident.fleet == fleet.name {
            commands += stepCommands(incident, readings, log: log, at: now)
        }
        commands += changeCommands(readings, log: log, at: now)
        commands += adviceCommands(readings, log: log)
        return commands
    }
}

// MARK: Nodes

extension RuleEvaluator {
    /// Whether something was written down so lately that this program may not have seen it yet.
    func isRecent(_ written: Timestamp, at now: Timestamp) -> Bool {
        written <= now && now - written < pollSkew
    }
}

// MARK: Time in which nobody looked

extension RuleEvaluator {
    /// A longer silence than this, or a clock set anew, is no time in which anything has held.
    private var longestGap: Duration { max(.seconds(600), fleet.polling.interval * 2) }

    /// A machine that slept, a program that was stopped, a clock that was set: what held before
    /// may or may not have held meanwhile.
    private mutating func forgetHoldsAfterGap(at now: Timestamp) {
        defer { evaluatedAt = now }
        guard let evaluatedAt, now < evaluatedAt || now - evaluatedAt > longestGap else { return }
        agenda.judgeAll()
        stepClocks.removeAll()
        alarmClocks.removeAll()
        endClocks.removeAll()
        needClocks.removeAll()
        unmetClocks.removeAll()
        abortClocks.removeAll()
    }
}

// MARK: Spans that do not count, and a clock that was set

extension RuleEvaluator {
    /// Leaves out a span in which nobody watched: what held before goes on holding, and the span
    /// itself does not count.
    package mutating func leaveOut(_ span: Duration) {
        for key in Array(stepClocks.keys) { stepClocks[key]?.leaveOut(span) }
        for key in Array(alarmClocks.keys) { alarmClocks[key]?.leaveOut(span) }
        for key in Array(endClocks.keys) { endClocks[key]?.leaveOut(span) }
        for key in Array(needClocks.keys) { needClocks[key]?.leaveOut(span) }
        for key in Array(unmetClocks.keys) { unmetClocks[key]?.leaveOut(span) }
        for key in Array(abortClocks.keys) { abortClocks[key]?.leaveOut(span) }
        evaluatedAt = evaluatedAt.map { $0 + span }
        agenda.judgeAll()
        desk.leaveOut(span)
    }

    /// Tells what has held so far in the time of a clock that was set: it has held for as long as
    /// before.
    package mutating func move(by step: Duration) {
        for key in Array(stepClocks.keys) { stepClocks[key]?.move(by: step) }
        for key in Array(alarmClocks.keys) { alarmClocks[key]?.move(by: step) }
        for key in Array(endClocks.keys) { endClocks[key]?.move(by: step) }
        for key in Array(needClocks.keys) { needClocks[key]?.move(by: step) }
        for key in Array(unmetClocks.keys) { unmetClocks[key]?.move(by: step) }
        for key in Array(abortClocks.keys) { abortClocks[key]?.move(by: step) }
        evaluatedAt = evaluatedAt.map { $0 + step }
        agenda.judgeAll()
        desk.move(by: step)
    }
}

// MARK: Parties

extension RuleEvaluator {
    private mutating func observeNeeds(_ readings: FleetReadings, at now: Timestamp) {
        for party in fleet.parties where !party.needs.isEmpty {
            let scope = Condition.Scope(fleet, readings, nodes: party.nodes, now: now)
            let parts = party.needs.map { $0.evaluate(in: scope) }
            let evaluation =
                parts.first { $0.truth == .fails } ?? parts.first { $0.truth == .unknown }
                ?? parts[0]
            needs[party.id] = evaluation
            needClocks[party.id, default: HoldClock()].observe(evaluation.truth, at: now)
            unmetClocks[party.id, default: HoldClock()]
                .observe(evaluation.truth.negated, at: now)
        }
    }

    private mutating func needJudgement(_ party: Party, log: LogState, at now: Timestamp)
        -> Judgement?
    {
        guard let evaluation = needs[party.id] else { return nil }
        let id = SignalID("requirement not met/\(party.id)")
        if evaluation.truth == .unknown { unknown.append(id) }
        if needClocks[party.id]?.since != nil { return .calm(id) }
        guard let unmet = unmetClocks[party.id], let since = unmet.since,
            unmet.hasHeld(for: confirmation, at: now) || log.signals[key(id)]?.isActive == true
        else { return nil }
        return .stands(
            Finding(
                id: id,
                kind: .need,
                priority: .critical,
                text: "\(party.id) is not served: \(evaluation.reading)",
                nodes: [],
                since: since,
                meaning: "what was promised to this party is not there: its users notice it now, "
                    + "so that it should hear of it from you first"
            )
        )
    }

    private func impactCommand(_ party: Party, log: LogState, at now: Timestamp) -> Command? {
        let window = log.impacts.last { $0.party == party.id && $0.mayConcern(fleet.name) }
        if let unmet = unmetClocks[party.id], unmet.hasHeld(for: confirmation, at: now),
            let since = unmet.since
        {
            guard window?.isOpen != true else { return nil }
            return .impact(
                .openImpact(
                    log.newestOpenIncident(of: fleet.name)?.id,
                    party: party.id,
                    kind: ImpactWindow.unmetKind,
                    // A window that somebody closed in between is over; the next one follows it.
                    from: max(since, window?.to ?? since),
                    cause: isMitigating(log) ? .mitigation : .original
                )
            )
        }
        guard let met = needClocks[party.id], met.hasHeld(for: confirmation, at: now),
            let since = met.since, let window, window.isOpen, window.isOfWatch
        else { return nil }
        return .impact(.closeImpact(party: party.id, to: max(since, window.from)))
    }

    private func isMitigating(_ log: LogState) -> Bool {
        log.openIncidents.contains {
            $0.mayConcern(fleet.name) && ($0.status == .mitigating || $0.status == .monitoring)
        }
    }
}
