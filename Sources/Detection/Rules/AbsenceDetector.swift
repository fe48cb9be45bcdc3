import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// Rules that a person wrote and that cannot be judged, because a node that answers well does not
/// tell what they ask about: it disappeared, or never came.
///
/// What a family of nodes may lack is asked of no built-in detector here.
struct AbsenceDetector: Sendable {
    private let fleet: Fleet
    private let rules: [Rule]
    private let vocabularies: [NodeID: ProbeVocabulary]
    private var clocks: [SignalID: HoldClock] = [:]
    private var versions: [NodeID: Version] = [:]
    private var judgedAt: Timestamp?

    /// Something with a condition, over nodes of its own; none means all.
    private struct Rule: Sendable {
        let name: String
        let words: String
        let conditions: [Condition]
        let nodes: [NodeID]
        let isOfNode: Bool
    }

    /// The version that a node runs, and since when it is another than before.
    private struct Version {
        var value: String
        var changedAt: Timestamp?
    }

    /// One thing that is asked about and that a node does not tell.
    private struct Gap: Hashable {
        let name: String
        let node: NodeID
        /// When it was last told; nil for never.
        let last: Timestamp?
    }

    /// What is known to be calm and was said to be so.
    private var calm: Set<SignalID> = []

    /// How often the rules are looked at: often enough for a reading to be missed soon.
    private var pace: Duration { max(.seconds(1), fleet.polling.interval / 2) }
    /// For how long a rule must be without a judgement before it is told: the first metrics of a
    /// process, and one that comes with the next poll, are not gone.
    private var grace: Duration { max(.seconds(10), fleet.polling.interval * 2) }
    /// A version that changed so long before is no reason.
    private static let upgradeSpan = Duration.seconds(3600)

    init(fleet: Fleet) {
        self.fleet = fleet
        let checks = fleet.checks.map { check in
            Rule(
                name: check.name,
                words: "check '\(check.name)'",
                conditions: [check.condition] + [check.clears].compactMap { $0 },
                nodes: [],
                isOfNode: check.scope == .node
            )
        }
        let needs = fleet.parties.filter { !$0.needs.isEmpty }.map { party in
            Rule(
                name: party.id.rawValue,
                words: "what party '\(party.id)' needs",
                conditions: party.needs,
                nodes: party.nodes,
                isOfNode: false
            )
        }
        rules = checks + needs
        vocabularies = ProbeVocabulary.byNode(in: fleet)
    }

    /// What stands and what is calm at this moment; nil when it is not time to look again.
    mutating func judge(
        _ readings: FleetReadings,
        _ assessments: [NodeID: NodeAssessment],
        log: LogState?,
        at now: Timestamp
    ) -> (judgements: [Judgement], unknown: [SignalID])? {
        let rules = rules + Self.steps(log, of: fleet)
        guard !rules.isEmpty, judgedAt.map({ now < $0 || now - $0 >= pace }) ?? true else {
            return nil
        }
        judgedAt = now
        noteVersions(readings, at: now)
        let telling = Set(
            fleet.nodes.filter { isTelling($0, readings, assessments, at: now) }.map(\.id)
        )
        var judgements: [Judgement] = []
        var unknown: [SignalID] = []
        for rule in rules {
            let nodes = rule.nodes.isEmpty ? fleet.nodes.map(\.id) : rule.nodes
            let unheard = SignalID("cannot judge \(rule.name): no such name")
            switch judgeNames(of: rule, nodes, readings, unheard, at: now) {
            case .stands(let finding): judgements.append(.stands(finding))
            case .calm: if calm.insert(unheard).inserted { judgements.append(.calm(unheard)) }
            case nil: unknown.append(unheard)
            }
            for subject in rule.isOfNode ? nodes.map({ [$0] }) : [nodes] {
                let id = SignalID(
                    "cannot judge \(rule.name)" + (rule.isOfNode ? "/\(subject[0])" : "")
                )
                switch judge(rule, subject, telling, readings, id, at: now) {
                case .stands(let finding):
                    calm.remove(id)
                    judgements.append(.stands(finding))
                case .calm: if calm.insert(id).inserted { judgements.append(.calm(id)) }
                case nil:
                    calm.remove(id)
                    unknown.append(id)
                }
            }
        }
        return (judgements, unknown)
    }

    /// The steps of open incidents that pass by a condition.
    private static func steps(_ log: LogState?, of fleet: Fleet) -> [Rule] {
        (log?.openIncidents ?? []).filter { $0.fleet == fleet.name }.flatMap { incident in
            incident.steps.compactMap { step in
                step.condition.map { condition in
                    Rule(
                        name: "\(incident.id) \(step.definition.id)",
                        words: "step '\(step.definition.id)' of \(incident.id)",
                        conditions: [condition],
                        nodes: step.definition.nodes,
                        isOfNode: false
                    )
                }
            }
        }
    }
}

// MARK: Judging

extension AbsenceDetector {
    private mutating func judge(
        _ rule: Rule,
        _ nodes: [NodeID],
        _ telling: Set<NodeID>,
        _ readings: FleetReadings,
        _ id: SignalID,
        at now: Timestamp
    ) -> Judgement? {
        let scope = Condition.Scope(
            fleet,
            readings,
            nodes: nodes,
            now: now,
            staleAfter: fleet.polling.interval * 3
        )
        let open = rule.conditions.filter { $0.evaluate(in: scope).truth == .unknown }
        let gaps = open.flatMap { condition in
            nodes.filter(telling.contains).flatMap { node in
                missing(in: condition, node, telling, readings, at: now)
            }
        }
        let truth: Evaluation.Truth =
            open.isEmpty ? .fails : gaps.isEmpty ? .unknown : .holds
        clocks[id, default: HoldClock()].observe(truth, at: now)
        switch truth {
        case .fails: return .calm(id)
        case .unknown: return nil
        case .holds:
            guard clocks[id]?.hasHeld(for: grace, at: now) == true else { return nil }
            return .stands(finding(id, rule, gaps, readings, since: clocks[id]?.since ?? now))
        }
    }

    /// Whether a rule asks about names that no node can tell or has ever told, as a slip of the
    /// pen does; nil while nothing has been told at all, or not for long enough.
    private mutating func judgeNames(
        of rule: Rule,
        _ nodes: [NodeID],
        _ readings: FleetReadings,
        _ id: SignalID,
        at now: Timestamp
    ) -> Judgement? {
        guard nodes.contains(where: { readings.nodes[$0]?.polls.isEmpty == false }) else {
            return nil
        }
        let names = Set(rule.conditions.flatMap(\.clause.metricNames)).sorted().filter { name in
            !nodes.contains { node in
                vocabularies[node]?.has(name) == true
                    || readings.nodes[node]?.metrics[MetricName(name)] != nil
                    || readings.nodes[node]?.facts[FactName(name)] != nil
            }
        }
        clocks[id, default: HoldClock()].observe(names.isEmpty ? .fails : .holds, at: now)
        guard !names.isEmpty else { return .calm(id) }
        calm.remove(id)
        guard clocks[id]?.hasHeld(for: grace, at: now) == true else { return nil }
        let since = clocks[id]?.since ?? now
        let list = names.joined(separator: ", ")
        return .stands(
            Finding(
                id: id,
                kind: .absent,
                priority: .warning,
                text: "\(rule.words) cannot be judged: no node tells \(list)",
                nodes: [],
                since: since,
                evidence: [],
                meaning: "the rule sees nothing: mend the name in the fleet file, or add a probe "
                    + "that tells it ('tocsin config check' names what is near)"
            )
        )
    }

    /// What a condition asks about and a node does not tell.
    private func missing(
        in condition: Condition,
        _ node: NodeID,
        _ telling: Set<NodeID>,
        _ readings: FleetReadings,
        at now: Timestamp
    ) -> [Gap] {
        let own = readings.nodes[node]
        let limit = fleet.polling.interval * 3
        return Set(condition.clause.metricNames).sorted().compactMap { name in
            let metric = own?.metrics[MetricName(name)]
            let fact = own?.facts[FactName(name)]
            if metric?.isFresh(at: now, within: limit) == true, metric?.value.isNaN == false {
                return nil
            }
            if fact?.isFresh(at: now, within: limit) == true { return nil }
            // What follows from other nodes is missing when one of those is in trouble.
            let isDerived = Self.derived.contains(MetricName(name))
            guard !isDerived || telling.count == fleet.nodes.count else { return nil }
            let last = [metric?.at, fact?.at].compactMap { $0 }.max()
            let isExpected = vocabularies[node]?.names(name) == true
            return last != nil || isExpected ? Gap(name: name, node: node, last: last) : nil
        }
    }

    private static let derived: [MetricName] = [.siblingLinks, .lag, .relayLag]

    /// Whether a node answers all that it is asked: else its silence is told by itself.
    private func isTelling(
        _ node: Node,
        _ readings: FleetReadings,
        _ assessments: [NodeID: NodeAssessment],
        at now: Timestamp
    ) -> Bool {
        switch assessments[node.id]?.verdict {
        case .healthy, .degraded: break
        case .down, .unknown, nil: return false
        }
        guard let polls = readings.nodes[node.id]?.polls,
            node.probes.indices.allSatisfy({ polls[$0] != nil })
        else { return false }
        return polls.values.allSatisfy { poll in
            poll.latency != nil && !poll.isBlind && !poll.problems.contains(where: \.isFault)
                && poll.isFresh(at: now, within: fleet.polling.staleAfter)
        }
    }

    private mutating func noteVersions(_ readings: FleetReadings, at now: Timestamp) {
        for node in fleet.nodes {
            guard let version = readings.nodes[node.id]?[.version] else { continue }
            guard let known = versions[node.id] else {
                versions[node.id] = Version(value: version, changedAt: nil)
                continue
            }
            if known.value != version {
                versions[node.id] = Version(value: version, changedAt: now)
            }
        }
    }
}

// MARK: Words

extension AbsenceDetector {
    private func finding(
        _ id: SignalID,
        _ rule: Rule,
        _ gaps: [Gap],
        _ readings: FleetReadings,
        since: Timestamp
    ) -> Finding {
        let names = Set(gaps.map(\.name)).sorted()
        let parts = names.map { name in
            let missing = gaps.filter { $0.name == name }
            let nodes = NodeNames.few(of: missing.map(\.node))
            let isGone = missing.contains { $0.last != nil }
            return isGone
                ? "\(name) comes no more from \(nodes)" : "\(name) never came from \(nodes)"
        }
        let begin = gaps.compactMap(\.last).min() ?? since
        var text =
            "\(rule.words) cannot be judged since \(begin.clock)Z: "
            + parts.joined(separator: "; ")
        let upgraded = gaps.compactMap { gap in
            versions[gap.node].flatMap { version in
                version.changedAt.flatMap { changed in
                    begin - changed < Self.upgradeSpan && changed - begin < Self.upgradeSpan
                        ? "\(gap.node) runs \(version.value) since \(changed.clock)Z" : nil
                }
            }
        }
        if let first = upgraded.first { text += "; " + first }
        let evidence = gaps.flatMap { gap in notes(on: gap, readings) }
        return Finding(
            id: id,
            kind: .absent,
            priority: .warning,
            text: text,
            nodes: Set(gaps.map(\.node)).sorted(),
            since: begin,
            evidence: Array((upgraded.dropFirst() + evidence).prefix(20)),
            meaning: "until it is told again the rule sees nothing: after an upgrade look for the "
                + "new name of the metric, and mend the fleet file"
        )
    }

    /// What the node's probes noted about a name that is missing.
    private func notes(on gap: Gap, _ readings: FleetReadings) -> [String] {
        (readings.nodes[gap.node]?.polls ?? [:]).sorted { $0.key < $1.key }.flatMap { _, poll in
            poll.problems.filter { !$0.isFault && $0.reason.sentence.contains(gap.name) }
                .map { "\(gap.node): \($0.part): \($0.reason.sentence)" }
        }
    }
}
