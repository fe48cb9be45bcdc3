import Monitoring
package import FleetModel
import Primitives

/// Plays faults to every rule of a fleet file and says which can never fire.
///
/// A rule that cannot fire looks like one that is content. Each condition is tried at and around
/// its limits, within what its metrics can be and what the nodes' probes can give, and every rule
/// and detector sees synthetic faults and a healthy fleet.
package enum RuleSelfTest {
    /// Something that should fire, or pass, one day.
    package struct Rule: Equatable, Sendable {
        /// What it is part of.
        package let kind: Kind
        /// Its name: of the check, the party, the step or the detector.
        package let name: String
        /// Its condition; nil for a detector.
        package let condition: String?
        /// What became of it.
        package let outcome: Outcome
        /// The synthetic faults that it saw, such as `stall`.
        package let faults: [String]

        /// What a rule is part of; the raw value is its word.
        package enum Kind: String, Sendable {
            case check, need, step, query, detector
        }
    }

    /// What became of a rule.
    package enum Outcome: Equatable, Sendable {
        /// It fires when it should.
        case fires
        /// It can never fire, and why, as far as can be told.
        case never(String)
        /// It fires on a healthy fleet.
        case firesOnHealthy(String)
        /// It has nothing to look at in this fleet: no probe gives what it needs.
        case idle(String)

        /// Whether the rule is broken.
        package var isBroken: Bool {
            switch self {
            case .never, .firesOnHealthy: true
            case .fires, .idle: false
            }
        }
    }

    /// Tries every rule of a fleet: checks, needs, steps, queries and detectors, in this order.
    package static func run(_ fleet: Fleet) -> [Rule] {
        let fleet = fleet.withStandIns
        let replays = FaultReplay.all(for: fleet)
        return conditions(of: fleet, replays) + fleet.queries.map(query)
            + detectors(fleet, replays)
    }

    private static func query(_ name: String, _ text: String) -> Rule {
        Rule(
            kind: .query,
            name: name,
            condition: text,
            outcome: QueryLint.mismatch(in: text).map { .never($0) } ?? .fires,
            faults: []
        )
    }

    /// Tries the conditions of a fleet alone, without a replay of faults.
    package static func conditions(of fleet: Fleet) -> [Rule] {
        conditions(of: fleet.withStandIns, [])
    }

    private static func conditions(of fleet: Fleet, _ replays: [FaultReplay.Outcome]) -> [Rule] {
        var rules = fleet.checks.map { check in
            Rule(
                kind: .check,
                name: check.name,
                condition: check.condition.source,
                outcome: outcome(of: check, in: fleet),
                faults: replays.filter { $0.checks.contains(check.name) }.map(\.fault.rawValue)
            )
        }
        for party in fleet.parties {
            for need in party.needs {
                rules.append(
                    Rule(
                        kind: .need,
                        name: party.id.rawValue,
                        condition: need.source,
                        outcome: outcome(ofNeed: need, of: party, in: fleet),
                        faults: []
                    )
                )
            }
        }
        for runbook in fleet.runbooks {
            for step in runbook.steps { if let rule = rule(step, in: fleet) { rules.append(rule) } }
        }
        return rules
    }

    private static func outcome(of check: Check, in fleet: Fleet) -> Outcome {
        let scopes: [[NodeID]] = check.scope == .fleet ? [[]] : fleet.nodes.map { [$0.id] }
        var reasons: [String] = []
        var fires = false
        for nodes in scopes {
            let sweep = RuleSweep(check.condition, over: nodes, of: fleet)
            if let known = sweep.healthy(), known == .holds {
                return .firesOnHealthy("it holds on a healthy fleet")
            }
            if sweep.canBe(.holds) { fires = true } else { reasons.append(sweep.reason(.holds)) }
        }
        if fires, let clears = check.clears {
            let ends = scopes.contains { RuleSweep(clears, over: $0, of: fleet).canBe(.holds) }
            let sweep = RuleSweep(clears, over: scopes.first ?? [], of: fleet)
            if !ends { return .never("never over: " + sweep.reason(.holds)) }
        }
        if fires { return .fires }
        return .never(reasons.first ?? "the fleet has no nodes")
    }

    /// A need must be able to be met, and to be found not met.
    private static func outcome(
        ofNeed need: Condition,
        of party: Party,
        in fleet: Fleet
    ) -> Outcome {
        let sweep = RuleSweep(need, over: party.nodes, of: fleet)
        guard sweep.canBe(.fails) else { return .never("never unmet: " + sweep.reason(.fails)) }
        guard sweep.canBe(.holds) else { return .never("never met: " + sweep.reason(.holds)) }
        return .fires
    }

    private static func rule(_ step: StepDefinition, in fleet: Fleet) -> Rule? {
        guard let source = step.condition, let condition = try? Condition(parsing: source) else {
            return nil
        }
        let sweep = RuleSweep(condition, over: step.nodes, of: fleet)
        return Rule(
            kind: .step,
            name: step.id.rawValue,
            condition: source,
            outcome: sweep.canBe(.holds)
                ? .fires : .never("never passes: " + sweep.reason(.holds)),
            faults: []
        )
    }

    private static func detectors(_ fleet: Fleet, _ replays: [FaultReplay.Outcome]) -> [Rule] {
        let healthy = replays.first { $0.fault == .none }?.kinds ?? []
        return FindingKind.allCases.filter(\.isDetector).compactMap { kind in
            guard !fleet.detectors.off.contains(kind) else { return nil }
            let seen = replays.filter { $0.kinds.contains(kind) && $0.fault != .none }
            let made = replays.filter { $0.fault.kind == kind }
            let outcome: Outcome =
                healthy.contains(kind)
                ? .firesOnHealthy("it finds something on a healthy fleet")
                : !seen.isEmpty
                    ? .fires
                    : made.isEmpty
                        ? .idle("no probe of this fleet gives what it looks at")
                        : .never("it did not see the fault that was played to it")
            return Rule(
                kind: .detector,
                name: kind.rawValue,
                condition: nil,
                outcome: outcome,
                faults: seen.map(\.fault.rawValue)
            )
        }
    }
}

extension Fleet {
    /// How many nodes stand for those that a source will tell of.
    private static let standIns = 3

    /// The fleet with nodes in the place of those that its sources tell of only once they are
    /// asked.
    fileprivate var withStandIns: Fleet {
        var fleet = self
        for (place, source) in sources.enumerated() {
            let target = PromQLTarget(server: source.server, picks: source.picks)
            for number in 0..<Self.standIns {
                let id = NodeID("\(source.server)#\(place + 1).\(number + 1)")
                fleet.nodes.append(Node(id: id, probes: [ProbeSpec(target: .promql(target))]))
            }
        }
        fleet.sources = []
        return fleet
    }

    /// The queries in PromQL that the fleet asks, each once, with what they are for.
    fileprivate var queries: [(name: String, text: String)] {
        var seen: Set<String> = []
        return nodes.flatMap { node in
            node.probes.flatMap { probe -> [(name: String, text: String)] in
                guard case .promql(let target) = probe.target else { return [] }
                return [("up of \(node.id)", target.up)].compactMap { name, text in
                    text.map { (name, $0) }
                }
                    + target.picks.samples.map { ($0.name.rawValue, $0.query) }
                    + target.picks.facts.map { ($0.name.rawValue, $0.query) }
            }
        }.filter { seen.insert($0.text).inserted }
    }
}
