import Primitives
import FleetModel
import IncidentLog

/// What the watch itself finds: changed identities, nodes that are down, checks of the fleet file.
extension RuleEvaluator {
    /// What a node was before a change that nobody has accepted is held against it.
    ///
    /// - Parameter changed: The facts that are written down in the same round.
    func identityJudgements(
        _ log: LogState,
        changed: [Command],
        at now: Timestamp
    ) -> [Judgement] {
        var news: [NodeID: [FactName: [String]]] = [:]
        for case .recordFact(let node, let fact, let values) in changed {
            news[node, default: [:]][fact] = values
        }
        return fleet.nodes.flatMap { node in
            FactName.identities.compactMap { fact -> Judgement? in
                let id = SignalID("\(fact.changeRule)/\(node.id)")
                guard let known = log.facts[node.id]?[fact], !known.isEmpty else { return nil }
                let value = news[node.id]?[fact]
                let before =
                    log.identitiesBefore[node.id]?[fact] ?? (value == nil ? nil : known)
                let present = value ?? known
                guard let before, before.sorted() != present.sorted() else {
                    let isStanding =
                        log.signals[id]?.isActive == true
                        || log.signals[fact.changeRule]?.isActive == true
                    return isStanding ? .calm(id) : nil
                }
                let to = present.joined(separator: " ")
                let from = before.joined(separator: " ")
                return .stands(
                    Finding(
                        id: id,
                        kind: .identity,
                        priority: .critical,
                        text: "\(fact) of \(node.id) changed to \(to) from \(from)",
                        nodes: [node.id],
                        since: value == nil
                            ? log.factsChangedAt[node.id]?[fact] ?? now : now
                    )
                )
            }
        }
    }

    mutating func downJudgements(
        _ assessments: [NodeID: NodeAssessment],
        log: LogState,
        at now: Timestamp
    ) -> [Judgement] {
        fleet.nodes.compactMap { node in
            guard let assessment = assessments[node.id] else { return nil }
            let truth: Evaluation.Truth =
                switch assessment.verdict {
                case .down: .holds
                case .unknown: .unknown
                case .healthy, .degraded: .fails
                }
            let finding = Finding(
                id: SignalID("down/\(node.id)"),
                kind: .down,
                priority: .critical,
                text: "\(node.id) is down: \(assessment.reasons.first ?? "no answer")",
                nodes: [node.id],
                since: now
            )
            return judgement(finding, truth, hold: downHold, log: log, at: now)
        }
    }

    mutating func checkJudgements(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Judgement] {
        var judgements: [Judgement] = []
        for check in fleet.checks {
            let subjects: [NodeID?] = check.scope == .fleet ? [nil] : fleet.nodes.map(\.id)
            for node in subjects {
                let nodes = node.map { [$0] } ?? []
                let scope = Condition.Scope(fleet, readings, nodes: nodes, now: now)
                let evaluation = check.condition.evaluate(in: scope)
                let finding = Finding(
                    id: SignalID(node.map { "\(check.name)/\($0)" } ?? check.name),
                    kind: .check,
                    priority: check.priority,
                    text: "\(check.name): \(evaluation.reading)",
                    nodes: nodes,
                    since: now,
                    meaning: check.meaning
                )
                let judged = judgement(
                    finding,
                    truth(of: check, evaluation.truth, finding.id, scope, log: log, at: now),
                    hold: check.condition.hold,
                    log: log,
                    at: now
                )
                if let judged { judgements.append(judged) }
            }
        }
        return judgements
    }

    /// Whether a check is to be held against its subject: what stands does so until the check's own
    /// condition of its end has held.
    private mutating func truth(
        of check: Check,
        _ truth: Evaluation.Truth,
        _ id: SignalID,
        _ scope: Condition.Scope,
        log: LogState,
        at now: Timestamp
    ) -> Evaluation.Truth {
        guard let end = check.clears else { return truth }
        let isOver = end.evaluate(in: scope).truth
        endClocks[id, default: HoldClock()].observe(isOver, at: now)
        let isStanding =
            log.signals[id]?.isActive == true
            || id.group.flatMap { log.signals[$0] }?.isActive == true
        guard isStanding, truth == .fails else { return truth }
        if endClocks[id]?.hasHeld(for: end.hold, at: now) == true { return .fails }
        return isOver == .unknown ? .unknown : .holds
    }

    /// The judgement of a condition that must last; nil when it is not known, or has not lasted.
    ///
    /// What is raised already stands from the first moment that the condition holds again.
    mutating func judgement(
        _ finding: Finding,
        _ truth: Evaluation.Truth,
        hold: Duration,
        log: LogState,
        at now: Timestamp
    ) -> Judgement? {
        alarmClocks[finding.id, default: HoldClock()].observe(truth, at: now)
        switch truth {
        case .unknown:
            unknown.append(finding.id)
            return nil
        case .fails: return .calm(finding.id)
        case .holds: break
        }
        guard let clock = alarmClocks[finding.id], let since = clock.since,
            clock.hasHeld(for: hold, at: now) || log.signals[finding.id]?.isActive == true
        else {
            // Trouble that has not lasted is no calm.
            unknown.append(finding.id)
            return nil
        }
        var finding = finding
        finding.since = since
        return .stands(finding)
    }
}
