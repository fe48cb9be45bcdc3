import Primitives

/// What the parts of one poll brought so far.
struct PollResult: Sendable {
    var samples: [Sample] = []
    var facts: [Fact] = []
    var problems: [Problem] = []
    /// How long the answer took, where waiting was a part of asking; nil for the whole poll.
    var latency: Duration?
    /// Whether any part sent a complete HTTP answer.
    var isAnswered = false
    /// Whether the one who should tell of the node could not be asked.
    var isBlind = false
    /// Whether the node told the facts over a connection that proves its identity.
    var isProven = false

    /// The number of a metric.
    subscript(_ metric: MetricName) -> Double? {
        samples.first { $0.metric == metric }?.value
    }

    /// The values of a fact.
    subscript(_ fact: FactName) -> [String]? {
        facts.first { $0.name == fact }?.values
    }

    /// Keeps a number, unless it is none or an earlier part gave it already.
    mutating func record(_ metric: MetricName, _ value: Double?) {
        guard let value, value.isFinite, self[metric] == nil else { return }
        samples.append(Sample(metric, value))
    }

    /// Keeps the larger of a number and what is known already.
    mutating func raise(_ metric: MetricName, to value: Double) {
        if let place = samples.firstIndex(where: { $0.metric == metric }) {
            samples[place].value = max(samples[place].value, value)
        } else {
            record(metric, value)
        }
    }

    /// Keeps a text, unless it is empty or an earlier part gave it already.
    mutating func record(_ fact: FactName, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        record(fact, [value])
    }

    /// Keeps texts in the given order, unless an earlier part gave them already.
    mutating func record(_ fact: FactName, _ values: [String]) {
        guard self[fact] == nil else { return }
        let kept = values.prefix(Self.valueLimit).map(\.asToldByNode)
        facts.append(Fact(fact, kept))
    }

    /// Keeps the failure of a part.
    mutating func fail(_ part: String, _ failure: ProbeFailure, isFault: Bool = true) {
        if failure.isAnswer { isAnswered = true }
        problems.append(Problem(part: part, reason: failure.reason, isFault: isFault))
    }

    /// Keeps something worth knowing that is not held against the node.
    mutating func note(_ part: String, _ reason: FailureReason) {
        let problem = Problem(part: part, reason: reason, isFault: false)
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// Reads something that not every node tells; a failure is a note.
    mutating func noting<Value>(
        _ part: String,
        _ read: () throws(ProbeFailure) -> Value
    ) -> Value? {
        do throws(ProbeFailure) {
            return try read()
        } catch {
            note(part, error.reason)
            return nil
        }
    }

    /// Adds what another part brought; what is known already stays.
    mutating func merge(_ other: PollResult) {
        for sample in other.samples { record(sample.metric, sample.value) }
        for fact in other.facts where self[fact.name] == nil { facts.append(fact) }
        problems += other.problems
        isAnswered = isAnswered || other.isAnswered
        isBlind = isBlind || other.isBlind
        isProven = isProven || other.isProven
    }

    /// How many texts of one fact are kept: nodes keep a few hundred peers, each with a handful of
    /// the same protocols.
    private static let valueLimit = 2000
}
