/// Watches steps, checks and needs against the readings and says what follows from them.
///
/// Everything it asks for may be asked for by several programs at once: a command that was
/// already carried out leads to nothing.
package struct ConditionWatch: Sendable {
    let fleet: Fleet
    private var stepClocks: [StepKey: HoldClock] = [:]
    private var alarmClocks: [SignalID: HoldClock] = [:]
    private var calmClocks: [SignalID: HoldClock] = [:]
    private var needClocks: [PartyID: HoldClock] = [:]
    private var unmetClocks: [PartyID: HoldClock] = [:]
    private var evaluations: [StepKey: Evaluation] = [:]
    /// What each party needs, as last evaluated.
    package private(set) var needs: [PartyID: Evaluation] = [:]

    private struct StepKey: Hashable {
        let incident: IncidentID
        let step: StepID
    }

    /// For how long a node must be down, and a need unmet or met, before it is said: two polls or
    /// more, so that one slow answer is not an outage.
    private var confirmation: Duration { fleet.polling.interval * 2 }

    /// How far apart two programs that watch the same fleet may see the same thing: one poll.
    ///
    /// What one of them has just written down is not contradicted by the other's older reading.
    private var settling: Duration { fleet.polling.interval + fleet.polling.timeout }

    /// A watch over this fleet.
    package init(fleet: Fleet) {
        self.fleet = fleet
    }

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
    /// - Parameter judgements: What the detectors say at this moment.
    package mutating func evaluate(
        _ readings: FleetReadings,
        _ assessments: [NodeID: NodeAssessment],
        judgements: [Judgement] = [],
        log: LogState,
        at now: Timestamp
    ) -> [Command] {
        var commands = factCommands(readings, log: log, at: now)
        commands += downCommands(assessments, log: log, at: now)
        commands += judgements.compactMap { command(of: $0, log: log, at: now) }
        commands += checkCommands(readings, log: log, at: now)
        commands += needCommands(readings, log: log, at: now)
        for incident in log.openIncidents where incident.fleet == fleet.name {
            commands += stepCommands(incident, readings, at: now)
        }
        return commands
    }
}

// MARK: Nodes

extension ConditionWatch {
    private mutating func downCommands(
        _ assessments: [NodeID: NodeAssessment],
        log: LogState,
        at now: Timestamp
    ) -> [Command] {
        fleet.nodes.compactMap { node in
            guard let assessment = assessments[node.id] else { return nil }
            let truth: Evaluation.Truth =
                switch assessment.verdict {
                case .down: .holds
                case .unknown: .unknown
                case .healthy, .degraded: .fails
                }
            let alarm = Alarm(
                id: SignalID("down/\(node.id)"),
                truth: truth,
                hold: confirmation,
                priority: .critical,
                raised: "\(node.id) is down: \(assessment.reasons.first ?? "no answer")",
                cleared: "\(node.id) answers again",
                node: node.id
            )
            return command(of: alarm, log: log, at: now)
        }
    }

    private mutating func checkCommands(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Command] {
        var commands: [Command] = []
        for check in fleet.checks {
            let subjects: [NodeID?] = check.scope == .fleet ? [nil] : fleet.nodes.map(\.id)
            for node in subjects {
                let scope = Condition.Scope(
                    fleet,
                    readings,
                    nodes: node.map { [$0] } ?? [],
                    now: now
                )
                let evaluation = check.alarm.evaluate(in: scope)
                let meaning = check.meaning.map { " (\($0))" } ?? ""
                let name = node.map { "\(check.name)/\($0)" } ?? check.name
                let alarm = Alarm(
                    id: SignalID(name),
                    truth: evaluation.truth,
                    hold: check.alarm.hold,
                    priority: check.priority,
                    raised: "\(check.name): \(evaluation.reading)\(meaning)",
                    cleared: "cleared: \(check.name) on \(node?.rawValue ?? fleet.name)",
                    node: node
                )
                if let command = command(of: alarm, log: log, at: now) { commands.append(command) }
            }
        }
        return commands
    }

    /// An alarm condition at one moment, and the signal that it may raise.
    private struct Alarm {
        let id: SignalID
        let truth: Evaluation.Truth
        let hold: Duration
        let priority: SignalPriority
        let raised: String
        let cleared: String
        let node: NodeID?
    }

    /// The command that follows from one alarm condition, if any.
    ///
    /// What is not known neither raises nor clears; a signal stands until its condition has been
    /// away for a poll.
    private mutating func command(
        of alarm: Alarm,
        log: LogState,
        at now: Timestamp
    ) -> Command? {
        alarmClocks[alarm.id, default: HoldClock()].observe(alarm.truth, at: now)
        calmClocks[alarm.id, default: HoldClock()].observe(alarm.truth.negated, at: now)
        if let standing = log.signals[alarm.id], standing.isActive {
            guard calmClocks[alarm.id]?.hasHeld(for: settling, at: now) == true,
                !isRecent(standing.raisedAt, at: now)
            else { return nil }
            return .clearSignal(alarm.id, text: alarm.cleared)
        }
        guard let clock = alarmClocks[alarm.id], clock.hasHeld(for: alarm.hold, at: now),
            let since = clock.since
        else { return nil }
        return .raiseSignal(
            alarm.id,
            priority: alarm.priority,
            text: alarm.raised,
            node: alarm.node,
            since: since
        )
    }

    /// The command that follows from what a detector says, if any.
    private func command(of judgement: Judgement, log: LogState, at now: Timestamp) -> Command? {
        switch judgement {
        case .stands(let finding):
            guard log.signals[finding.id]?.isActive != true else { return nil }
            return .raiseSignal(
                finding.id,
                priority: finding.priority,
                text: finding.text,
                node: finding.nodes.count == 1 ? finding.nodes[0] : nil,
                since: finding.since
            )
        case .calm(let id):
            guard let standing = log.signals[id], standing.isActive,
                !isRecent(standing.raisedAt, at: now)
            else { return nil }
            return .clearSignal(id, text: "cleared: \(id)")
        }
    }

    /// Whether something was written down so lately that this program may not have seen it yet.
    private func isRecent(_ written: Timestamp, at now: Timestamp) -> Bool {
        written <= now && now - written < settling
    }
}

// MARK: Parties and steps

extension ConditionWatch {
    private mutating func needCommands(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Command] {
        var commands: [Command] = []
        for party in fleet.parties where !party.needs.isEmpty {
            let scope = Condition.Scope(fleet, readings, now: now)
            let parts = party.needs.map { $0.evaluate(in: scope) }
            let evaluation =
                parts.first { $0.truth == .fails } ?? parts.first { $0.truth == .unknown }
                ?? parts[0]
            needs[party.id] = evaluation
            needClocks[party.id, default: HoldClock()].observe(evaluation.truth, at: now)
            unmetClocks[party.id, default: HoldClock()]
                .observe(evaluation.truth.negated, at: now)
            commands += needCommands(party, evaluation, log: log, at: now)
        }
        return commands
    }

    private func needCommands(
        _ party: Party,
        _ evaluation: Evaluation,
        log: LogState,
        at now: Timestamp
    ) -> [Command] {
        let id = SignalID("needs unmet/\(party.id)")
        let isRaised = log.signals[id]?.isActive == true
        let window = log.impacts.last { $0.party == party.id }
        var commands: [Command] = []
        if let unmet = unmetClocks[party.id], unmet.hasHeld(for: confirmation, at: now),
            let since = unmet.since
        {
            if !isRaised {
                commands.append(
                    .raiseSignal(
                        id,
                        priority: .critical,
                        text: "\(party.id) is not served: \(evaluation.reading)",
                        node: nil,
                        since: since
                    )
                )
            }
            if window?.isOpen != true {
                // A window that somebody closed in between is over; the next one follows it.
                let from = max(since, window?.to ?? since)
                commands.append(
                    .openImpact(
                        log.openIncidents.first?.id,
                        party: party.id,
                        kind: Self.unmetKind,
                        from: from,
                        cause: isMitigating(log) ? .mitigation : .original
                    )
                )
            }
        } else if let met = needClocks[party.id], met.hasHeld(for: confirmation, at: now),
            let since = met.since
        {
            if isRaised {
                commands.append(.clearSignal(id, text: "\(party.id) can be served again"))
            }
            if let window, window.isOpen, window.kind == Self.unmetKind {
                commands.append(.closeImpact(party: party.id, to: max(since, window.from)))
            }
        }
        return commands
    }

    /// The kind of the impacts that the watch opens, and closes, by itself.
    private static let unmetKind = "needs unmet"

    private func isMitigating(_ log: LogState) -> Bool {
        log.openIncidents.contains { $0.status == .mitigating || $0.status == .monitoring }
    }

    private mutating func stepCommands(
        _ incident: IncidentState,
        _ readings: FleetReadings,
        at now: Timestamp
    ) -> [Command] {
        var commands: [Command] = []
        for step in incident.steps {
            guard let condition = step.condition else { continue }
            let key = StepKey(incident: incident.id, step: step.definition.id)
            let scope = Condition.Scope(
                fleet,
                readings,
                nodes: step.definition.nodes,
                now: now
            )
            let evaluation = condition.evaluate(in: scope)
            evaluations[key] = evaluation
            stepClocks[key, default: HoldClock()].observe(evaluation.truth, at: now)
            let held = stepClocks[key]?.held(at: now) ?? .zero
            let isRecent = step.at.map { self.isRecent($0, at: now) } ?? false
            switch step.progress {
            case .passed, .verified:
                guard evaluation.truth == .fails, !step.isOverridden, !isRecent else { continue }
                commands.append(
                    .regressStep(
                        incident.id,
                        step.definition.id,
                        reading: evaluation.reading
                    )
                )
            case .pending, .regressed:
                guard evaluation.truth == .holds, held >= condition.hold, !isRecent
                else { continue }
                let evidence = Evidence.reading(
                    text: evaluation.reading,
                    heldMilliseconds: held.milliseconds
                )
                commands.append(
                    .passStepAutomatically(incident.id, step.definition.id, evidence: evidence)
                )
            case .failed, .skipped: break
            }
        }
        return commands
    }
}
