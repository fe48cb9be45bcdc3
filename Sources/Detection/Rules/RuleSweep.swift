import FleetModel
import Monitoring
import Primitives

/// Tries one condition at and around its limits over some nodes of a fleet.
struct RuleSweep {
    private let condition: Condition
    private let nodes: [NodeID]
    private let fleet: Fleet
    private let comparisons: [Condition.Comparison]
    private let vocabularies: [NodeID: ProbeVocabulary]

    /// How many combinations of values are tried at most.
    private static let limit = 400

    init(_ condition: Condition, over nodes: [NodeID], of fleet: Fleet) {
        self.condition = condition
        self.nodes = nodes
        self.fleet = fleet
        comparisons = condition.clause.comparisons
        // Nodes of one make behave alike: the names that each can give are what counts.
        vocabularies = ProbeVocabulary.byNode(in: fleet)
    }

    /// One way in which a metric or fact may behave.
    private enum Course: Hashable {
        case steady(Double)
        case rising(from: Double, perSecond: Double)
        case texts([String])
        case missing
    }

    private var chosen: [Node] {
        nodes.isEmpty ? fleet.nodes : fleet.nodes.filter { nodes.contains($0.id) }
    }

    private var isCalculated: Bool {
        comparisons.contains { comparison in
            if case .calculated = comparison.subject { true } else { false }
        }
    }

    private var names: [String] {
        var seen: Set<String> = []
        return comparisons.flatMap(\.subject.names).filter { seen.insert($0).inserted }
    }

    // MARK: Questions

    /// Whether the condition can have this truth with any combination of values.
    func canBe(_ truth: Evaluation.Truth) -> Bool {
        let names = names
        var combinations: [[String: Course]] = [[:]]
        for name in names {
            let courses = courses(of: name)
            combinations = combinations.flatMap { combination in
                courses.map { combination.merging([name: $0]) { $1 } }
            }
            guard combinations.count > Self.limit else { continue }
            // What is calculated from many names is tried all over their ranges.
            let step = isCalculated ? combinations.count / Self.limit + 1 : 1
            let some = stride(from: 0, to: combinations.count, by: step)
            combinations = some.prefix(Self.limit).map { combinations[$0] }
        }
        if combinations.contains(where: { evaluate($0) == truth }) { return true }
        // All nodes are given the same values here; where they are set against one another, what
        // they can tell decides.
        return chosen.count > 1 && comparisons.contains(where: \.subject.setsNodesApart)
            && names.allSatisfy { name in
                chosen.allSatisfy { vocabularies[$0.id]?.has(name) == true }
            }
    }

    /// The truth on a healthy fleet; nil while a name in it has no usual value.
    func healthy() -> Evaluation.Truth? {
        var courses: [String: Course] = [:]
        for name in names {
            guard vocabularies.values.contains(where: { $0.metrics.contains(name) }) else {
                return nil
            }
            let shape = MetricShape(name, in: fleet)
            guard shape.isKnown else { return nil }
            courses[name] =
                shape.slope == 0
                ? .steady(shape.level) : .rising(from: shape.level, perSecond: shape.slope)
        }
        return evaluate(courses)
    }

    /// Why it can never be so, as far as can be told.
    func reason(_ truth: Evaluation.Truth) -> String {
        for name in names {
            let without = chosen.filter { vocabularies[$0.id]?.has(name) != true }
            guard let first = without.first else { continue }
            let probes = Set(first.probes.map(\.target.kind)).sorted().joined(separator: ", ")
            let who =
                without.count == 1 ? "\(first.id)" : "\(first.id) and \(without.count - 1) more"
            return "no probe of \(who) gives '\(name)' (\(probes))"
        }
        for comparison in comparisons {
            for case .rate(let name, let window) in comparison.subject.measured {
                let reach = fleet.polling.interval * MetricReading.historyLimit
                if window / 2 > reach {
                    return
                        "rate(\(name), \(window.brief)) looks back further than the \(reach.brief) "
                        + "that are kept"
                }
            }
            if comparison.operand == .releases, fleet.releases.isEmpty {
                return "the file has no 'releases'"
            }
            if case .number(let limit) = comparison.operand,
                case .value(let name) = comparison.subject, comparisons.count == 1
            {
                let range = MetricShape(name, in: fleet).range
                return "'\(name)' is never \(comparison.comparator.rawValue) "
                    + "\(NumberText.brief(limit)): it is at least "
                    + "\(NumberText.brief(range.lowerBound)) and at most "
                    + NumberText.brief(range.upperBound)
            }
        }
        return comparisons.count > 1
            ? "its parts are never true together" : "no value of its metric makes it so"
    }

    // MARK: Values

    /// The ways in which a metric or fact may behave that matter to the condition.
    private func courses(of name: String) -> [Course] {
        let about = comparisons.filter { $0.subject.names.contains(name) }
        var courses: [Course] = []
        let shape = MetricShape(name, in: fleet)
        for comparison in about {
            switch (comparison.subject, comparison.operand) {
            case (.calculated(let expression), .number(let limit)):
                courses += self.courses(of: name, in: expression, around: limit, shape)
            case (.calculated, _): break
            case (.value, .number(let limit)):
                let share = Double(max(1, chosen.count))
                let levels = [
                    limit, limit - 1, limit + 1, limit / 2, limit * 2, limit / share,
                    limit / share + 1, 0, 1, shape.level,
                ]
                courses += levels.filter(shape.range.contains).map { .steady($0) }
            case (.rate, .number(let limit)):
                let slopes = [limit, limit / 2, limit * 2, limit + 1, limit - 1, 0, -1, 1]
                courses += slopes.map { .rising(from: start(shape, $0), perSecond: $0) }
            case (.age, _):
                courses += [
                    .steady(shape.level), .rising(from: shape.level, perSecond: 1),
                ]
            case (.value, .text(let text)): courses += [.texts([text]), .texts(["another"])]
            case (.value, .list(let texts)):
                courses += texts.prefix(2).map { .texts([$0]) } + [.texts(["another"])]
            case (.value, .releases):
                courses += fleet.releases.prefix(2).map { .texts([$0]) } + [.texts(["another"])]
            case (.rate, _): break
            }
        }
        // One name may be compared with several texts, as in a list of needed protocols.
        let texts = about.compactMap { comparison -> String? in
            if case .text(let text) = comparison.operand { return text }
            return nil
        }
        if texts.count > 1 { courses.append(.texts(texts)) }
        var seen: Set<Course> = []
        let unique = courses.filter { seen.insert($0).inserted }
        return unique.isEmpty ? [.missing] : unique
    }

    /// The ways of one name of a calculation: where its outcome lies depends on the others, so
    /// it is tried all over its range.
    private func courses(
        of name: String,
        in expression: Condition.Expression,
        around limit: Double,
        _ shape: MetricShape
    ) -> [Course] {
        var courses: [Course] = []
        for subject in expression.measured where subject.names == [name] {
            switch subject {
            case .value:
                let levels = [
                    shape.level, 0, 1, limit, shape.level + limit * 2, shape.level - limit * 2,
                    shape.level * 2, shape.level / 2, shape.level * limit * 2,
                    shape.level * limit / 2, 1e3, 1e6, 1e9, 1e12, -1, -1e3,
                ]
                courses += levels.filter(shape.range.contains).map { .steady($0) }
            case .rate:
                let slopes = [0, 1, -1, limit, limit * 2, limit / 2, 1e3, -1e3]
                courses += slopes.map { .rising(from: start(shape, $0), perSecond: $0) }
            case .age:
                courses += [.steady(shape.level), .rising(from: shape.level, perSecond: 1)]
            case .calculated: break
            }
        }
        return courses
    }

    /// A start from which a fall stays within what is possible for a while.
    private func start(_ shape: MetricShape, _ slope: Double) -> Double {
        slope < 0 ? max(shape.level, -slope * 1e6) : shape.level
    }

    // MARK: Trying

    private static let origin = Timestamp(seconds: 1_700_000_000)

    /// The truth after the values have gone on for as long as the condition looks back.
    private func evaluate(_ courses: [String: Course]) -> Evaluation.Truth {
        var readings = FleetReadings()
        let polls = polls
        var last = Self.origin
        for poll in polls {
            last = Self.origin + poll
            for node in chosen {
                readings.apply(observation(of: node, courses, after: poll))
            }
        }
        let scope = Condition.Scope(fleet, readings, nodes: nodes, now: last)
        return condition.evaluate(in: scope).truth
    }

    /// The moments of the polls: as many at the fleet's interval as are kept, and before them one
    /// from which an age is counted.
    private var polls: [Duration] {
        let interval = fleet.polling.interval
        var span = interval * 2
        var age = Duration.zero
        for comparison in comparisons {
            for subject in comparison.subject.measured {
                switch (subject, comparison.operand) {
                case (.rate(_, let window), _): span = max(span, window * 5 / 4 + interval)
                case (.age, .number(let limit)) where limit < 1e9:
                    age = max(age, .milliseconds(Int64(limit * 1500)))
                case (.age, _), (.value, _), (.calculated, _): break
                }
            }
        }
        let count = min(MetricReading.historyLimit + 2, Int(span / interval) + 2)
        let start = max(.zero, age - interval * count)
        return [.zero] + (1...count).map { start + interval * $0 }
    }

    private func observation(
        of node: Node,
        _ courses: [String: Course],
        after span: Duration
    ) -> Observation {
        var samples: [Sample] = []
        var facts: [Fact] = []
        for (name, course) in courses where vocabularies[node.id]?.has(name) == true {
            switch course {
            case .steady(let value): samples.append(Sample(MetricName(name), value))
            case .rising(let level, let slope):
                samples.append(Sample(MetricName(name), level + slope * span.inSeconds))
            case .texts(let texts): facts.append(Fact(FactName(name), texts))
            case .missing: break
            }
        }
        var latency = Duration.milliseconds(20)
        if case .steady(let seconds) = courses[MetricName.latency.rawValue] {
            latency = .milliseconds(Int64(seconds * 1000))
        }
        return Observation(
            node: node.id,
            probeIndex: 0,
            at: Self.origin + span,
            latency: latency,
            samples: samples,
            facts: facts
        )
    }
}

extension Condition.Subject {
    /// Whether numbers of several nodes are calculated with.
    fileprivate var setsNodesApart: Bool {
        if case .calculated(let expression) = self { expression.setsNodesApart } else { false }
    }
}

extension Condition.Expression {
    fileprivate var setsNodesApart: Bool {
        switch self {
        case .number, .measured: false
        case .together: true
        case .negated(let inner): inner.setsNodesApart
        case .calculated(let left, _, let right): left.setsNodesApart || right.setsNodesApart
        }
    }
}
