import FleetModel

extension Condition.Expression {
    /// The number on one node; nil when a part is not known or there is none.
    func value(
        _ scope: Condition.Scope,
        of readings: NodeReadings?,
        measure: (Condition.Subject, NodeReadings?) -> Double?
    ) -> Double? {
        switch self {
        case .number(let number): return number
        case .measured(let subject): return measure(subject, readings)
        case .negated(let inner):
            return inner.value(scope, of: readings, measure: measure).map { -$0 }
        case .calculated(let left, let operation, let right):
            guard let left = left.value(scope, of: readings, measure: measure),
                let right = right.value(scope, of: readings, measure: measure)
            else { return nil }
            return operation.apply(left, right)
        case .together(let quantifier, let inner):
            return together(quantifier, scope) { inner.value(scope, of: $0, measure: measure) }
        }
    }

    /// The number of all nodes; nil while one of them gives none, but for the count of those that
    /// do.
    private func together(
        _ quantifier: Condition.Quantifier,
        _ scope: Condition.Scope,
        _ value: (NodeReadings?) -> Double?
    ) -> Double? {
        let values = scope.nodes.map { value($0.readings) }
        let known = values.compactMap { $0 }
        switch quantifier {
        case .count:
            return scope.nodes.contains { $0.readings == nil } ? nil : Double(known.count)
        case .min: return known.count == values.count ? known.min() : nil
        case .max: return known.count == values.count ? known.max() : nil
        case .sum:
            guard known.count == values.count, !known.isEmpty else { return nil }
            let sum = known.reduce(0, +)
            return sum.isNaN ? nil : sum
        case .all, .any: return nil
        }
    }
}
