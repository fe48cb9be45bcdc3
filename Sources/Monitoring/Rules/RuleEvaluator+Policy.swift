import FleetModel
import IncidentLog
import Primitives

/// What the watch finds about the release policy.
extension RuleEvaluator {
    private static let offPolicyRule = "off policy"
    private static let endingRule = "exception ends"

    /// A node that runs what is no release, without an exception; and exceptions that end soon.
    ///
    /// A check of the fleet file that asks for the same comes first: one thing is told once.
    mutating func policyJudgements(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Judgement] {
        guard fleet.hasReleasePolicy else { return [] }
        var judgements: [Judgement] = []
        if !hasPolicyCheck {
            for place in agenda.places {
                if let judgement = policyJudgement(place, readings, log: log, at: now) {
                    judgements.append(judgement)
                }
            }
        }
        return judgements + endingJudgements(log, at: now)
    }

    private mutating func policyJudgement(
        _ place: Int,
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> Judgement? {
        let node = fleet.nodes[place]
        // Of a node that never told a version nothing is known that could become other.
        guard readings.nodes[node.id]?.facts[.version] != nil else { return nil }
        let version = fleet.version(of: node, readings, at: now)
        let standing = version.flatMap { log.standing(of: $0, on: node.id, in: fleet, at: now) }
        let truth: Evaluation.Truth
        switch standing {
        case nil: truth = .unknown
        case .offPolicy: truth = .holds
        case .excepted:
            // It ends by time alone.
            agenda.keepOpen(place)
            truth = .fails
        case .onPolicy: truth = .fails
        }
        let id = SignalID("\(Self.offPolicyRule)/\(node.id)")
        return judgement(id, truth, hold: .zero, of: place, log: log, at: now) {
            let lack: String
            if case .offPolicy(let why) = standing { lack = " (\(why.words))" } else { lack = "" }
            return Finding(
                id: id,
                kind: .policy,
                priority: .warning,
                text: "\(Self.offPolicyRule) on \(node.id): \(version ?? "")\(lack)",
                nodes: [node.id],
                since: now,
                meaning: "the fleet file does not name this version among its releases: go back to "
                    + "one of them, or ask for an exception (tocsin policy except)"
            )
        }
    }

    private func endingJudgements(_ log: LogState, at now: Timestamp) -> [Judgement] {
        log.exceptions(of: fleet.name).compactMap { exception in
            let id = SignalID("\(Self.endingRule)/\(exception.id)")
            guard exception.isEndingSoon(at: now) else {
                return log.signals[key(id)]?.isActive == true ? .calm(id) : nil
            }
            let end = "\(exception.expires.date) \(exception.expires.hourMinute)Z"
            return .stands(
                Finding(
                    id: id,
                    kind: .policy,
                    priority: .warning,
                    text: "\(exception.id) for \(exception.version) ends at \(end)",
                    nodes: [],
                    since: now,
                    evidence: ["the way back: \(exception.exitPlan)"],
                    meaning: "from then on the version is off policy: bring a release, or ask for "
                        + "another exception"
                )
            )
        }
    }
}

// MARK: Before a change

extension RuleEvaluator {
    /// A baseline for the newest change that may begin: what a roll-back will be held against.
    func baselineCommands(_ log: LogState, at now: Timestamp) -> [Command] {
        let changes = log.openChanges.filter { $0.mayConcern(fleet.name) }
        guard !changes.contains(where: { $0.progress == .running }),
            let next = changes.first(where: { $0.standing(at: now).isGo }),
            log.baseline(of: fleet.name)?.change != next.id.rawValue
        else { return [] }
        return [
            .baseline(.take(nodes: fleet.nodes.map(\.id), change: next.id.rawValue))
        ]
    }
}

extension Check {
    /// Whether it asks for nodes that run what is no release.
    var isOfReleasePolicy: Bool {
        scope == .node
            && condition.clause.comparisons.contains { comparison in
                comparison.operand == .releases && comparison.comparator == .isNotIn
            }
    }
}
