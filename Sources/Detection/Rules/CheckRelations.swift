import FleetModel
import Primitives

/// The checks of the fleet file that see what a detector sees.
///
/// A check is what the team asked for and comes first: the detector's finding names it as its
/// cause, so that the two are one alarm while both stand. A check that is silent keeps no
/// detector silent.
struct CheckRelations: Sendable {
    private var checks: [String: [Check]] = [:]
    private let names: Set<String>

    init(fleet: Fleet) {
        names = Set(fleet.checks.map(\.name))
        for check in fleet.checks {
            let names = Set(check.condition.clause.metricNames.map { MetricName($0) })
            for symptom in Symptom.all where !symptom.metrics.isDisjoint(with: names) {
                checks[symptom.word, default: []].append(check)
            }
        }
    }

    /// The identity of the signal about a symptom on a node or a fleet; never that of a check.
    func id(of symptom: Symptom, on subject: String) -> SignalID {
        let word = symptom.word
        return SignalID("\(names.contains(word) ? word + " detector" : word)/\(subject)")
    }

    /// The signals of the checks that explain a symptom on a node, or on the whole fleet.
    func causes(of symptom: Symptom, on node: NodeID?) -> [SignalID] {
        causes(ofWord: symptom.word, on: node)
    }

    /// The same for a detector's word.
    func causes(ofWord word: String, on node: NodeID?) -> [SignalID] {
        (checks[word] ?? []).compactMap { check in
            switch (check.scope, node) {
            case (.fleet, _): SignalID(check.name)
            case (.node, let node?): SignalID("\(check.name)/\(node)")
            case (.node, nil): nil
            }
        }
    }
}

extension Condition.Clause {
    /// The metrics and facts that are compared.
    var metricNames: [String] {
        switch self {
        case .comparison(let comparison): comparison.subject.names
        case .all(let clauses), .any(let clauses): clauses.flatMap(\.metricNames)
        }
    }
}
