package import Primitives
package import FleetModel

/// What a condition gave at one moment.
package struct Evaluation: Equatable, Sendable {
    /// Whether it holds.
    package let truth: Truth
    /// The raw reading in words, such as `sibling.links 0 on gc-us (1 of 3 nodes fail)`.
    package let reading: String

    /// Whether something holds; not knowing is never the same as holding.
    package enum Truth: Sendable {
        case holds
        case fails
        case unknown

        /// The truth of the opposite; what is not known stays so.
        var negated: Truth {
            switch self {
            case .holds: .fails
            case .fails: .holds
            case .unknown: .unknown
            }
        }
    }
}

extension Condition {
    /// What a condition is evaluated over.
    package struct Scope {
        /// The nodes in question, in the order of the fleet file.
        let nodes: [(id: NodeID, readings: NodeReadings?)]
        /// The versions that the fleet's release policy allows.
        let releases: [String]
        /// The versions that exceptions allow besides, where they count.
        private(set) var excepted: [String] = []
        /// The present moment.
        let now: Timestamp
        /// How old a reading may be before it no longer counts.
        let staleAfter: Duration

        /// A scope over some nodes of a fleet; an empty list means all of them.
        ///
        /// - Parameter staleAfter: How old a reading may be; nil for what the fleet says.
        package init(
            _ fleet: Fleet,
            _ readings: FleetReadings,
            nodes: [NodeID] = [],
            now: Timestamp,
            staleAfter: Duration? = nil
        ) {
            let chosen = nodes.isEmpty ? fleet.nodes.map(\.id) : nodes
            self.nodes = chosen.map { ($0, readings.nodes[$0]) }
            releases = fleet.releases
            self.now = now
            self.staleAfter = staleAfter ?? fleet.polling.staleAfter
        }

        /// Lets versions count as allowed that an exception allows for a while.
        ///
        /// Only for checks: that a version is allowed does not make it a release that a step waits
        /// for.
        mutating func allow(_ versions: [String]) { excepted = versions }
    }

    /// Whether the condition holds now, without regard to its hold time.
    package func evaluate(in scope: Scope) -> Evaluation {
        clause.evaluate(in: scope)
    }
}

extension Condition.Clause {
    fileprivate func evaluate(in scope: Condition.Scope) -> Evaluation {
        switch self {
        case .comparison(let comparison):
            return comparison.evaluate(in: scope)
        case .all(let clauses):
            let parts = clauses.map { $0.evaluate(in: scope) }
            return Self.first(.fails, in: parts) ?? Self.first(.unknown, in: parts)
                ?? Self.joined(parts, .holds)
        case .any(let clauses):
            let parts = clauses.map { $0.evaluate(in: scope) }
            return Self.first(.holds, in: parts) ?? Self.first(.unknown, in: parts)
                ?? Self.joined(parts, .fails)
        }
    }

    private static func first(_ truth: Evaluation.Truth, in parts: [Evaluation]) -> Evaluation? {
        parts.first { $0.truth == truth }
    }

    private static func joined(_ parts: [Evaluation], _ truth: Evaluation.Truth) -> Evaluation {
        Evaluation(truth: truth, reading: parts.map(\.reading).joined(separator: ", "))
    }
}

extension Condition.Comparison {
    fileprivate func evaluate(in scope: Condition.Scope) -> Evaluation {
        if case .calculated(let expression) = subject, !expression.differsByNode {
            return evaluateOnce(in: scope)
        }
        return switch quantifier {
        case .all, .any: evaluateEach(in: scope)
        case .min, .max, .sum, .count: evaluateTogether(in: scope)
        }
    }

    /// The value of one node, read fresh enough, in the form that the operand asks for.
    private enum Value {
        case number(Double)
        case texts([String])

        func text(of subject: Condition.Subject) -> String {
            switch self {
            case .number(let number): subject.text(number)
            case .texts(let texts): texts.joined(separator: " ")
            }
        }
    }

    private func value(of readings: NodeReadings?, in scope: Condition.Scope) -> Value? {
        if case .calculated(let expression) = subject {
            // A part of a calculation is always a number.
            let number = expression.value(scope, of: readings) { part, readings in
                let part = Self(
                    quantifier: quantifier,
                    subject: part,
                    comparator: comparator,
                    operand: .number(0)
                )
                guard case .number(let number) = part.value(of: readings, in: scope) else {
                    return nil
                }
                return number
            }
            return number.map { .number($0) }
        }
        guard let readings else { return nil }
        func fresh(_ name: String) -> MetricReading? {
            guard let reading = readings.metrics[MetricName(name)],
                reading.isFresh(at: scope.now, within: scope.staleAfter), !reading.value.isNaN
            else { return nil }
            return reading
        }
        switch subject {
        case .calculated: return nil
        case .rate(let name, let window):
            let reading = fresh(name)
            let rate =
                MetricName(name).isCounter
                ? reading?.increaseRate(over: window) : reading?.rate(over: window)
            return rate.flatMap { $0.isNaN ? nil : .number($0) }
        case .age(let name):
            return fresh(name).map { .number((scope.now - $0.changedAt).inSeconds) }
        case .value(let name):
            if case .number = operand { return fresh(name).map { .number($0.value) } }
            guard let fact = readings.facts[FactName(name)],
                fact.isFresh(at: scope.now, within: scope.staleAfter)
            else { return nil }
            switch operand {
            case .number, .text: return .texts(fact.values)
            case .list: return fact.values.isEmpty ? nil : .texts(fact.values)
            case .releases:
                return fact.values.isEmpty || scope.releases.isEmpty ? nil : .texts(fact.values)
            }
        }
    }

    private func satisfies(_ value: Value, releases: [String]) -> Bool {
        switch (value, operand) {
        case (.number(let number), .number(let limit)):
            return comparator.compare(number, limit)
        case (.texts(let texts), .text(let wanted)):
            switch comparator {
            case .contains: return texts.contains(wanted)
            case .notEqual: return texts != [wanted]
            case .equal, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn, .isNotIn:
                return texts == [wanted]
            }
        case (.texts(let texts), .list(let allowed)):
            return texts.allSatisfy(allowed.contains) != (comparator == .isNotIn)
        case (.texts(let texts), .releases):
            let allowed = texts.allSatisfy { text in
                releases.contains { ReleaseName.matches(text, $0) }
            }
            return allowed != (comparator == .isNotIn)
        case (.number, .text), (.number, .list), (.number, .releases), (.texts, .number):
            return false
        }
    }

    /// What is wrong with a value, in words: a long list is told by what it lacks, and by the other
    /// versions of that, which are equal but for the last part of a path.
    private func shortfall(of value: Value) -> String {
        guard case .texts(let texts) = value, texts.count > 3, comparator == .contains,
            case .text(let wanted) = operand
        else { return value.text(of: subject) }
        guard let slash = wanted.lastIndex(of: "/") else { return "without \(wanted)" }
        let others = texts.filter { text in
            text.lastIndex(of: "/").map { text[...$0] == wanted[...slash] } ?? false
        }
        let instead = others.isEmpty ? "" : " but \(others.joined(separator: " "))"
        return "without \(wanted)\(instead)"
    }

    private func evaluateEach(in scope: Condition.Scope) -> Evaluation {
        var failing: [(NodeID, String)] = []
        var holding: [(NodeID, String)] = []
        var unknown: [NodeID] = []
        for node in scope.nodes {
            guard let value = value(of: node.readings, in: scope) else {
                unknown.append(node.id)
                continue
            }
            if satisfies(value, releases: scope.releases + scope.excepted) {
                holding.append((node.id, value.text(of: subject)))
            } else {
                failing.append((node.id, shortfall(of: value)))
            }
        }
        let truth: Evaluation.Truth =
            quantifier == .any
            ? (!holding.isEmpty ? .holds : unknown.isEmpty ? .fails : .unknown)
            : (!failing.isEmpty ? .fails : unknown.isEmpty && !holding.isEmpty ? .holds : .unknown)
        let telling = truth == .holds ? holding : truth == .fails ? failing : []
        return Evaluation(
            truth: truth,
            reading: reading(telling, unknown: unknown, count: scope.nodes.count)
        )
    }

    private func reading(
        _ telling: [(NodeID, String)],
        unknown: [NodeID],
        count: Int
    ) -> String {
        guard let first = telling.first else {
            let names = unknown.prefix(3).map(\.rawValue).joined(separator: ", ")
            return names.isEmpty ? "no nodes" : "no reading of \(subject.label) from \(names)"
        }
        let groups = Dictionary(grouping: telling, by: \.1)
        if groups.count == 1, telling.count == count, count > 1 {
            return "\(subject.label) \(first.1) on all \(count) nodes"
        }
        let shown = telling.prefix(3).map { "\($0.1) on \($0.0)" }.joined(separator: ", ")
        let more = telling.count > 3 ? " and \(telling.count - 3) more" : ""
        return "\(subject.label) \(shown)\(more)"
    }

    /// What has one value for all nodes.
    private func evaluateOnce(in scope: Condition.Scope) -> Evaluation {
        guard let value = value(of: nil, in: scope) else {
            return Evaluation(truth: .unknown, reading: "no reading of \(subject.label)")
        }
        return Evaluation(
            truth: satisfies(value, releases: scope.releases + scope.excepted) ? .holds : .fails,
            reading: "\(subject.label) \(value.text(of: subject))"
        )
    }

    private func evaluateTogether(in scope: Condition.Scope) -> Evaluation {
        var numbers: [Double] = []
        var missing: [NodeID] = []
        for node in scope.nodes {
            if case .number(let number) = value(of: node.readings, in: scope) {
                numbers.append(number)
            } else if quantifier != .count || node.readings == nil {
                missing.append(node.id)
            }
        }
        let known: Double? =
            switch quantifier {
            case .sum: numbers.isEmpty ? nil : numbers.reduce(0, +)
            case .min: numbers.min()
            case .max: numbers.max()
            case .count, .all, .any: Double(numbers.count)
            }
        guard let known, !known.isNaN, case .number(let limit) = operand else {
            return Evaluation(truth: .unknown, reading: "no reading of \(subject.label)")
        }
        let truth = comparator.compare(
            missing.isEmpty ? known...known : span(of: numbers, known, missing: missing.count),
            limit
        )
        let gap = missing.prefix(3).map(\.rawValue).joined(separator: ", ")
        return Evaluation(
            truth: truth,
            reading: "\(quantifier.rawValue) of \(subject.label) \(subject.text(known))"
                + (gap.isEmpty ? "" : ", no reading from \(gap)")
        )
    }

    /// Between what the result must lie while some nodes give no reading.
    private func span(of numbers: [Double], _ known: Double, missing: Int) -> ClosedRange<Double> {
        switch quantifier {
        case .min: return -Double.infinity...known
        case .max: return known...Double.infinity
        case .count: return known...known + Double(missing)
        case .sum, .all, .any:
            // What is counted or weighed is not below zero, so a sum can only grow; a rate may
            // fall, and a difference may be anything.
            switch subject {
            case .rate, .calculated: return -Double.infinity...Double.infinity
            case .value, .age: break
            }
            let growsOnly = numbers.allSatisfy { $0 >= 0 }
            return (growsOnly ? known : -Double.infinity)...Double.infinity
        }
    }
}

extension Condition.Comparator {
    fileprivate func compare(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .contains, .isIn, .isNotIn: false
        }
    }

    /// Compares a value of which only the bounds are known.
    fileprivate func compare(_ left: ClosedRange<Double>, _ right: Double) -> Evaluation.Truth {
        let low = compare(left.lowerBound, right)
        let high = compare(left.upperBound, right)
        let isInside = left.lowerBound < right && right < left.upperBound
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return low == high ? (low ? .holds : .fails) : .unknown
        case .equal, .notEqual:
            return low == high && !isInside ? (low ? .holds : .fails) : .unknown
        case .contains, .isIn, .isNotIn: return .fails
        }
    }
}

extension Condition.Subject {
    /// A value of the subject with its unit: sizes in bytes, their growth per hour, ages as spans.
    fileprivate func text(_ number: Double) -> String {
        switch self {
        case .value(let name):
            return name.hasPrefix("memory") ? NumberText.bytes(number) : NumberText.brief(number)
        case .rate(let name, _):
            return name.hasPrefix("memory")
                ? NumberText.bytes(number * 3600) + "/h" : NumberText.brief(number) + "/s"
        case .age:
            return NumberText.seconds(number)
        case .calculated:
            return NumberText.brief(number)
        }
    }

    /// The subject in the words of a reading.
    fileprivate var label: String {
        switch self {
        case .value(let name):
            name == MetricName.baselineDrift.rawValue ? "keys not reverted" : name
        case .rate(let name, let window): "rate(\(name), \(window.brief))"
        case .age(let name): "age(\(name))"
        case .calculated(let expression): expression.text
        }
    }
}
