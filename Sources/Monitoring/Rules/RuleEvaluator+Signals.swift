import Primitives
import FleetModel
import IncidentLog

/// What the watch itself finds: changed identities, nodes that are down, checks of the fleet file.
extension RuleEvaluator {
    private static let otherChain =
        "another chain specification or database: the node is on another chain"
    /// What it usually means that an identity is another than before.
    private static let changeMeanings: [FactName: String] = [
        .relay: "an upgrade or a roll-back: clients that speak the other protocol are cut off",
        .genesis: otherChain,
        .relayGenesis: otherChain,
        .peerID: "a lost or replaced node key: who knows the old identity does not find the node",
    ]

    /// What a node was before a change that nobody has accepted is held against it.
    ///
    /// - Parameter changed: The facts that are written down in the same round.
    mutating func identityJudgements(
        _ log: LogState,
        changed: [Command],
        at now: Timestamp
    ) -> [Judgement] {
        var news: [NodeID: [FactName: [String]]] = [:]
        for case .observation(.recordFact(let node, let fact, let values)) in changed {
            news[node, default: [:]][fact] = values
        }
        return agenda.places.flatMap { place in
            let node = fleet.nodes[place]
            let written = log.facts(of: node.id, in: fleet.name)
            return FactName.identities.compactMap { fact -> Judgement? in
                let id = SignalID("\(fact.changeRule)/\(node.id)")
                guard let known = written.values[fact], !known.isEmpty else { return nil }
                let value = news[node.id]?[fact]
                let before =
                    written.identitiesBefore[fact] ?? (value == nil ? nil : known)
                let present = value ?? known
                guard let before, before.sorted() != present.sorted() else {
                    let isStanding =
                        log.signals[key(id)]?.isActive == true
                        || log.signals[key(fact.changeRule)]?.isActive == true
                    return isStanding ? .calm(id) : nil
                }
                agenda.keepOpen(place)
                let to = present.joined(separator: " ")
                let from = before.joined(separator: " ")
                return .stands(
                    Finding(
                        id: id,
                        kind: .identity,
                        priority: .critical,
                        text: "\(fact.changeRule) on \(node.id): now \(to), was \(from)",
                        nodes: [node.id],
                        since: value == nil
                            ? written.changedAt[fact] ?? now : now,
                        meaning: Self.changeMeanings[fact]
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
        agenda.places.compactMap { place in
            let node = fleet.nodes[place]
            guard let assessment = assessments[node.id] else { return nil }
            let truth: Evaluation.Truth =
                switch assessment.verdict {
                case .down: .holds
                case .unknown: .unknown
                case .healthy, .degraded: .fails
                }
            let id = SignalID("down/\(node.id)")
            return judgement(id, truth, hold: downHold, of: place, log: log, at: now) {
                Finding(
                    id: id,
                    kind: .down,
                    priority: .critical,
                    text: "\(node.id) is down: \(assessment.reasons.first ?? "no answer")",
                    nodes: [node.id],
                    since: now
                )
            }
        }
    }

    mutating func checkJudgements(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Judgement] {
        var judgements: [Judgement] = []
        for check in fleet.checks {
            let subjects: [Int?] = check.scope == .fleet ? [nil] : agenda.places
            for place in subjects {
                let node = place.map { fleet.nodes[$0].id }
                let nodes = node.map { [$0] } ?? []
                var scope = Condition.Scope(fleet, readings, nodes: nodes, now: now)
                if check.isOfReleasePolicy, let node {
                    scope.allow(log.exceptedVersions(on: node, of: fleet.name, at: now))
                    if !scope.excepted.isEmpty { place.map { agenda.keepOpen($0) } }
                }
                let evaluation = check.condition.evaluate(in: scope)
                let id = SignalID(node.map { "\(check.name)/\($0)" } ?? check.name)
                let judged = judgement(
                    id,
                    truth(of: check, evaluation.truth, id, scope, log: log, at: now),
                    hold: check.condition.hold,
                    of: place,
                    log: log,
                    at: now
                ) {
                    Finding(
                        id: id,
                        kind: .check,
                        priority: check.priority,
                        text: "\(check.name): \(evaluation.reading)",
                        nodes: nodes,
                        since: now,
                        meaning: check.meaning
                    )
                }
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
            log.signals[key(id)]?.isActive == true
            || id.group.flatMap { log.signals[key($0)] }?.isActive == true
        guard isStanding, truth == .fails else { return truth }
        if endClocks[id]?.hasHeld(for: end.hold, at: now) == true { return .fails }
        return isOver == .unknown ? .unknown : .holds
    }

    /// The judgement of a condition that must last; nil when it is not known, or has not lasted.
    ///
    /// What is raised already stands from the first moment that the condition holds again.
    ///
    /// - Parameters:
    ///   - place: The node that it is about, by its place in the fleet; nil when it is about no
    ///     single one.
    ///   - finding: What is found when it stands.
    mutating func judgement(
        _ id: SignalID,
        _ truth: Evaluation.Truth,
        hold: Duration,
        of place: Int? = nil,
        log: LogState,
        at now: Timestamp,
        finding: () -> Finding
    ) -> Judgement? {
        alarmClocks[id, default: HoldClock()].observe(truth, at: now)
        switch truth {
        case .unknown:
            unknown.append(id)
            return nil
        case .fails: return .calm(id)
        case .holds: break
        }
        if let place { agenda.keepOpen(place) }
        guard let clock = alarmClocks[id], let since = clock.since,
            clock.hasHeld(for: hold, at: now) || log.signals[key(id)]?.isActive == true
        else {
            // Trouble that has not lasted is no calm.
            unknown.append(id)
            return nil
        }
        var found = finding()
        found.since = since
        return .stands(found)
    }
}
