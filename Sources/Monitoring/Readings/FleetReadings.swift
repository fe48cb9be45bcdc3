package import Primitives
package import FleetModel

/// The latest that is known of every node: numbers, facts, failures; bounded in size.
package struct FleetReadings: Equatable, Sendable {
    /// The readings of each node that was asked at least once.
    package private(set) var nodes: [NodeID: NodeReadings] = [:]

    /// What was wrong with the last poll of each source, by its place in the fleet file.
    package private(set) var sourceProblems: [Int: [Problem]] = [:]

    /// When anything was last heard of any node: an answer, or that it gave none; nil before that.
    package private(set) var heardAt: Timestamp?

    /// Whether anybody hears that the fleet is watched.
    package var watchdog = Watchdog.State.unknown

    /// Readings before the first poll.
    package init() {}

    /// Takes the outcome of one poll of a source into account: what it means for the nodes comes
    /// as observations.
    package mutating func apply(_ reading: SourceReading) {
        sourceProblems[reading.index] = reading.problems
    }

    /// Takes the outcome of one poll into account.
    package mutating func apply(_ observation: Observation) {
        nodes[observation.node, default: NodeReadings()].apply(observation)
        // Who should tell of the node and could not be asked has told nothing.
        if !observation.isBlind { heardAt = max(heardAt ?? observation.at, observation.at) }
    }

    mutating func change(_ node: NodeID, _ change: (inout NodeReadings) -> Void) {
        nodes[node].map { _ in change(&nodes[node, default: NodeReadings()]) }
    }

    /// Forgets a node that no longer belongs to the fleet.
    package mutating func forget(_ node: NodeID) {
        nodes[node] = nil
    }

    /// Sets a number that follows from the readings of several nodes.
    ///
    /// It is asked for far more often than nodes are polled: the same number again counts once an
    /// interval, so that its recent past reaches back as far as that of every other metric.
    mutating func derive(
        _ metric: MetricName,
        _ value: Double?,
        of node: NodeID,
        every interval: Duration,
        at now: Timestamp
    ) {
        let known = nodes[node]?.metrics[metric]
        guard let value else {
            if known != nil { nodes[node]?.forget(metric) }
            return
        }
        if let known, known.value == value, now - known.at < interval { return }
        nodes[node]?.derive(Sample(metric, value), at: now)
    }
}

/// The latest that is known of one node.
package struct NodeReadings: Equatable, Sendable {
    /// The newest value of each metric.
    package private(set) var metrics: [MetricName: MetricReading] = [:]
    /// The newest values of each fact, and when they were last confirmed.
    package internal(set) var facts: [FactName: FactReading] = [:]
    /// What the last poll of each probe brought, by its place in the fleet file.
    package internal(set) var polls: [Int: PollOutcome] = [:]

    /// How often something was told of it; grows with every poll.
    private(set) var revision = 0
    /// How often a number that follows from the readings of several nodes was set or forgotten.
    private(set) var derivationCount = 0

    /// Readings before the first poll.
    package init() {}

    /// A fact's values and their time.
    package struct FactReading: Equatable, Sendable {
        /// The values in a stable order.
        package let values: [String]
        /// When they were last confirmed.
        package let at: Timestamp
        /// How old they may be, when their probe asks more seldom than the fleet's others.
        let freshFor: Duration?
        /// Whether the node itself told them, over a connection that proves its identity.
        let isProven: Bool

        /// Whether they are recent enough to count; `limit` holds for the fleet's usual interval.
        package func isFresh(at now: Timestamp, within limit: Duration) -> Bool {
            now - at <= max(limit, freshFor ?? .zero)
        }

        /// The first moment at which they no longer count.
        func freshUntil(_ limit: Duration) -> Timestamp {
            at + max(limit, freshFor ?? .zero) + .milliseconds(1)
        }
    }

    /// What the last poll of one probe brought.
    package struct PollOutcome: Equatable, Sendable {
        /// When it was complete.
        package let at: Timestamp
        /// How long it took; nil when no part answered.
        package let latency: Duration?
        /// The parts that gave no usable answer.
        package let problems: [Problem]
        /// How many polls in a row brought no answer at all.
        package let silentPolls: Int
        /// Whether the one who should tell of the node could not be asked.
        package let isBlind: Bool
        /// Whether it brought neither a number nor a text.
        let isEmpty: Bool
        /// How old it may be, when the probe asks more seldom than the fleet's others.
        let freshFor: Duration?

        /// Whether it is recent enough to count; `limit` holds for the fleet's usual interval.
        package func isFresh(at now: Timestamp, within limit: Duration) -> Bool {
            now - at <= max(limit, freshFor ?? .zero)
        }

        /// The first moment at which it no longer counts.
        func freshUntil(_ limit: Duration) -> Timestamp {
            at + max(limit, freshFor ?? .zero) + .milliseconds(1)
        }
    }

    /// When any probe of the node last got an answer.
    package var lastAnswerAt: Timestamp? {
        polls.values.filter { $0.latency != nil }.map(\.at).max()
    }

    /// What is recent enough to be held against the node.
    struct Fresh {
        let readings: NodeReadings
        let now: Timestamp
        let limit: Duration

        func metric(_ name: MetricName) -> MetricReading? {
            readings.metrics[name].flatMap { $0.isFresh(at: now, within: limit) ? $0 : nil }
        }

        subscript(_ name: MetricName) -> Double? { metric(name)?.value }

        subscript(_ name: FactName) -> String? {
            readings.facts[name].flatMap {
                $0.isFresh(at: now, within: limit) ? $0.values.first : nil
            }
        }
    }

    /// The newest value of a metric.
    package subscript(_ metric: MetricName) -> Double? { metrics[metric]?.value }

    /// The newest value of a fact that has one value.
    package subscript(_ fact: FactName) -> String? { facts[fact]?.values.first }

    mutating func apply(_ observation: Observation) {
        revision += 1
        let answered = observation.latency != nil
        let before = polls[observation.probeIndex]?.silentPolls ?? 0
        let freshFor = observation.interval.map(Polling.staleAfter)
        polls[observation.probeIndex] = PollOutcome(
            at: observation.at,
            latency: observation.latency,
            problems: observation.problems,
            silentPolls: answered ? 0 : observation.isBlind ? before : before + 1,
            isBlind: observation.isBlind,
            isEmpty: observation.samples.isEmpty && observation.facts.isEmpty,
            freshFor: freshFor
        )
        for sample in observation.samples {
            record(sample, at: observation.at, freshFor: freshFor)
        }
        if let latency = observation.latency {
            record(Sample(.latency, latency.inSeconds), at: observation.at, freshFor: freshFor)
        }
        forgetVanished(from: observation)
        for fact in observation.facts {
            // Else a fact that two probes tell differently would change with every poll.
            if !observation.isProven, let known = facts[fact.name], known.isProven,
                known.isFresh(at: observation.at, within: .zero)
            {
                continue
            }
            facts[fact.name] = FactReading(
                values: fact.values,
                at: observation.at,
                freshFor: freshFor,
                isProven: observation.isProven
            )
        }
    }

    mutating func record(_ sample: Sample, at: Timestamp, freshFor: Duration? = nil) {
        metrics[sample.metric, default: MetricReading()]
            .record(sample.value, at: at, freshFor: freshFor)
    }

    mutating func derive(_ sample: Sample, at: Timestamp) {
        derivationCount += 1
        record(sample, at: at)
    }

    mutating func forget(_ metric: MetricName) {
        derivationCount += 1
        metrics[metric] = nil
    }

    mutating func changeMetrics(_ change: (inout MetricReading) -> Void) {
        for metric in metrics.keys { change(&metrics[metric, default: MetricReading()]) }
    }
}

/// The newest value of a metric and its recent past.
package struct MetricReading: Equatable, Sendable {
    /// Since when it has had its value.
    package private(set) var changedAt = Timestamp(milliseconds: 0)
    private var ring = SampleRing()
    /// How old it may be, in milliseconds, when its probe asks more seldom than the fleet's others;
    /// 0 when it does not.
    private var freshFor: UInt32 = 0

    /// The newest value.
    package var value: Double { ring.last?.value ?? .nan }

    /// When it was read.
    package var at: Timestamp { ring.last?.at ?? Timestamp(milliseconds: 0) }

    /// Whether it is recent enough to count; `limit` holds for the fleet's usual interval.
    package func isFresh(at now: Timestamp, within limit: Duration) -> Bool {
        now - at <= max(limit, .milliseconds(Int64(freshFor)))
    }

    /// The first moment at which it no longer counts.
    func freshUntil(_ limit: Duration) -> Timestamp {
        at + max(limit, .milliseconds(Int64(freshFor))) + .milliseconds(1)
    }

    /// A value and its time.
    package struct Point: Equatable, Sendable {
        /// When it was read.
        package let at: Timestamp
        /// The value.
        package let value: Double
    }

    /// How many recent values are kept: 20 minutes at the default interval of 10 s.
    package static let historyLimit = 120

    /// The recent values, the oldest first, at most `historyLimit`.
    ///
    /// They are put together when they are asked for.
    package var history: [Point] {
        var points: [Point] = []
        points.reserveCapacity(historyCount)
        ring.forEach { points.append($0) }
        return points
    }

    /// How many recent values there are.
    package var historyCount: Int { Int(ring.count) }

    mutating func record(_ value: Double, at: Timestamp, freshFor: Duration? = nil) {
        self.freshFor = UInt32(clamping: freshFor?.milliseconds ?? 0)
        if ring.last.map({ $0.value != value }) ?? true { changedAt = at }
        ring.append(value, at: at, limit: Self.historyLimit)
    }

    mutating func leaveOut(_ span: Duration) {
        changedAt = changedAt + span
    }

    /// Tells the samples in the time of a clock that was set.
    ///
    /// For how long a value has been the same begins anew: what happened around a step, nobody can
    /// tell for certain.
    mutating func move(by step: Duration) {
        ring.move(by: step)
        changedAt = at
    }

    /// The change per second over the window that ends with the newest value, negative when the
    /// value fell, or nil when the past does not reach back far enough.
    package func rate(over window: Duration) -> Double? {
        let history = history
        guard let points = points(of: history, in: window), let first = points.first,
            let last = points.last
        else { return nil }
        return (last.value - first.value) / (last.at - first.at).inSeconds
    }

    /// The growth of a counter per second over the window that ends with the newest value, or nil
    /// when the past does not reach back far enough.
    ///
    /// A counter that went down has restarted from zero, and what it shows since then is growth.
    package func increaseRate(over window: Duration) -> Double? {
        let history = history
        guard let points = points(of: history, in: window), let first = points.first,
            let last = points.last
        else { return nil }
        let growth = zip(points, points.dropFirst()).reduce(0) { sum, pair in
            let (before, after) = (pair.0.value, pair.1.value)
            return sum + (after >= before ? after - before : after)
        }
        return growth / (last.at - first.at).inSeconds
    }

    /// The points from the newest that is at least a window old; nil when they span less than half.
    private func points(of history: [Point], in window: Duration) -> ArraySlice<Point>? {
        guard let last = history.last else { return nil }
        let start = history.lastIndex { last.at - $0.at >= window } ?? history.startIndex
        let span = last.at - history[start].at
        guard span >= window / 2, span > .zero else { return nil }
        return history[start...]
    }
}
