import FleetModel
import IncidentLog
import Primitives

/// What the bottom and the top of a plot stand for, and where the limits of its metric lie.
struct PlotRange: Equatable {
    /// The values at the bottom and at the top.
    let range: ClosedRange<Double>
    /// The limits between them.
    let inside: [Double]
    /// The nearest limit above the top, and the nearest below the bottom; nil for none.
    let above: Double?
    let below: Double?

    /// The part of the height that the values fill at least when a limit is drawn with them.
    private static let leastPart = 1.0 / 3

    /// The range for these values.
    ///
    /// It takes in a limit as long as the values still fill a good part of it; values that do not
    /// move have nothing to lose.
    init(_ values: ClosedRange<Double>, limits: [Double]) {
        func distance(_ limit: Double) -> Double {
            max(limit - values.upperBound, values.lowerBound - limit)
        }
        let span = values.upperBound - values.lowerBound
        var range = values
        for limit in limits.sorted(by: { distance($0) < distance($1) }) {
            let wider = range.merged(with: limit...limit)
            let width = wider.upperBound - wider.lowerBound
            if span == 0 || span >= width * Self.leastPart { range = wider }
        }
        self.range = range
        inside = limits.filter(range.contains).sorted()
        above = limits.filter { $0 > range.upperBound }.min()
        below = limits.filter { $0 < range.lowerBound }.max()
    }
}

extension AppModel {
    /// The numbers that a metric of a node is held against, in the form that its plot shows it: by
    /// checks, by what parties need and by the steps of the incident.
    func limits(of metric: MetricName, on node: NodeID) -> [Double] {
        let limits = limitingConditions(on: node).flatMap(\.clause.comparisons)
            .compactMap { $0.limit(of: metric) }
        return limits.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Whether anything has a limit.
    var hasLimits: Bool {
        limitingConditions(on: nil).flatMap(\.clause.comparisons).contains { $0.limit != nil }
    }

    /// The conditions that count for a node, or for any.
    private func limitingConditions(on node: NodeID?) -> [Condition] {
        func counts(_ nodes: [NodeID]) -> Bool {
            nodes.isEmpty || node.map(nodes.contains) ?? true
        }
        let needs = (fleet?.parties ?? []).filter { counts($0.nodes) }.flatMap(\.needs)
        let steps = (incident?.steps ?? []).filter { counts($0.definition.nodes) }
        return (fleet?.checks ?? []).map(\.condition) + needs + steps.compactMap(\.condition)
    }
}

extension Condition.Comparison {
    /// The metric that it holds against a number on single nodes, and the number; nil when it does
    /// not, or not in the form that a plot shows the metric.
    fileprivate var limit: (metric: MetricName, number: Double)? {
        guard case .number(let number) = operand else { return nil }
        switch comparator {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: break
        // What it is or is not is no limit.
        case .equal, .notEqual, .contains, .isIn, .isNotIn: return nil
        }
        switch quantifier {
        case .all, .any, .min, .max: break
        case .sum, .count: return nil
        }
        switch subject {
        // A counter is shown by its growth, everything else by its value.
        case .value(let name): return MetricName(name).isCounter ? nil : (MetricName(name), number)
        case .rate(let name, _):
            return MetricName(name).isCounter ? (MetricName(name), number) : nil
        case .age, .calculated: return nil
        }
    }

    fileprivate func limit(of metric: MetricName) -> Double? {
        limit.flatMap { $0.metric == metric ? $0.number : nil }
    }
}
