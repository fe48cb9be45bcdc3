import Primitives
import FleetModel

/// When what is said of a node may change though nothing new is known of it.
extension RuleEvaluator {
    /// Leaves the nodes that were judged alone until then, but those of which something stands or
    /// is about to.
    mutating func settle(_ readings: FleetReadings, at now: Timestamp) {
        for place in agenda.places where !agenda.isOpen(place) {
            let own = readings.nodes[fleet.nodes[place].id]
            agenda.settle(place, until: own.map { nextTurn(of: $0, at: now) } ?? .never)
        }
    }

    /// The next moment at which a reading grows old, or at which a condition turns by time alone.
    private func nextTurn(of readings: NodeReadings, at now: Timestamp) -> Timestamp {
        guard !hasRestlessCheck else { return now }
        var next = Timestamp.never
        func note(_ moment: Timestamp) {
            if moment > now, moment < next { next = moment }
        }
        let limit = fleet.polling.staleAfter
        for poll in readings.polls.values { note(poll.freshUntil(limit)) }
        for fact in readings.facts.values { note(fact.freshUntil(limit)) }
        guard hasNodeChecks else { return next }
        for metric in readings.metrics.values { note(metric.freshUntil(limit)) }
        for age in checkedAges {
            guard let metric = readings.metrics[age.metric] else { continue }
            // Just before, at and just after: whatever the comparison, and however it is rounded.
            for step in -1...1 { note(metric.changedAt + age.limit + .milliseconds(step)) }
        }
        return next
    }
}

extension Timestamp {
    fileprivate static let never = Timestamp(milliseconds: .max)
}

/// An age that a check compares with a limit.
struct CheckedAge: Sendable {
    let metric: MetricName
    let limit: Duration
}

extension Condition.Clause {
    /// The ages that are compared with a limit; nil when one is part of a calculation, so that
    /// nobody can say when the comparison turns.
    var comparedAges: [CheckedAge]? {
        switch self {
        case .comparison(let comparison): return comparison.comparedAges
        case .all(let clauses), .any(let clauses):
            var ages: [CheckedAge] = []
            for clause in clauses {
                guard let own = clause.comparedAges else { return nil }
                ages += own
            }
            return ages
        }
    }
}

extension Condition.Comparison {
    /// The longest age that is reckoned with, in seconds: 30 years.
    private static let longestAge = 1e9

    fileprivate var comparedAges: [CheckedAge]? {
        switch subject {
        case .value, .rate: return []
        case .age(let name):
            guard case .number(let limit) = operand, abs(limit) < Self.longestAge else {
                return []
            }
            return [CheckedAge(metric: MetricName(name), limit: .seconds(limit))]
        case .calculated(let expression):
            let isTimeless = expression.measured.allSatisfy { subject in
                switch subject {
                case .value, .rate: true
                case .age, .calculated: false
                }
            }
            return isTimeless ? [] : nil
        }
    }
}
