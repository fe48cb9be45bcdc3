package import FleetModel
package import Primitives

/// The bands of a large fleet: what its numbers were on all nodes together, over time.
///
/// They are gathered as readings come, a few metrics at a time, and go back as far as the
/// readings do when somebody looks at them for the first time. That takes the same small part of
/// every second however many nodes there are.
package struct FleetBands: Sendable {
    private var bands: [MetricName: FleetBand] = [:]
    /// Numbers for the nodes, shorter than their names.
    private var numbers: [NodeID: Int32] = [:]
    /// The newest values of counters.
    private var counts: [MetricName: [Int32: Count]] = [:]
    /// The metrics whose past was taken from the readings.
    private var seeded: Set<MetricName> = []
    /// The place of the metric that is next, and how many values may be looked at now.
    private var turn = 0
    private var credit = 0

    /// How many values are looked at with each news of the readings: while nobody compares, and
    /// while somebody does.
    private static let usualPace = 400
    private static let comparingPace = 4000

    /// A counter of a node and its growth per second before that.
    private struct Count {
        let point: MetricReading.Point
        let rate: Double?
    }

    /// Nothing, before there are readings.
    package init() {}

    /// The band of a metric over the time that is known, the oldest first, without one node.
    package func samples(of metric: MetricName, without node: NodeID) -> [FleetBand.Sample] {
        bands[metric]?.samples(without: numbers[node]) ?? []
    }

    /// Takes in what the nodes tell of those of these metrics whose turn it is.
    package mutating func take(
        _ names: [MetricName],
        of fleet: Fleet,
        _ readings: FleetReadings,
        isComparing: Bool,
        at now: Timestamp
    ) {
        let count = fleet.nodes.count
        guard !names.isEmpty, count > 0 else { return }
        // Nodes that come and go under new names.
        if numbers.count > max(1000, 4 * count) { self = FleetBands() }
        let pace = isComparing ? Self.comparingPace : Self.usualPace
        credit = min(credit + pace, max(pace, count), count * names.count)
        while credit >= count {
            credit -= count
            turn = (turn + 1) % names.count
            gather(names[turn], of: fleet, readings, at: now)
        }
    }

    private mutating func gather(
        _ name: MetricName,
        of fleet: Fleet,
        _ readings: FleetReadings,
        at now: Timestamp
    ) {
        var values: [FleetBand.Value] = []
        values.reserveCapacity(fleet.nodes.count)
        for node in fleet.nodes {
            guard let reading = readings.nodes[node.id]?.metrics[name],
                reading.isFresh(at: now, within: fleet.polling.staleAfter)
            else { continue }
            let number = takeNumber(of: node.id)
            if let value = name.isCounter ? rate(name, number, reading) : reading.value {
                values.append(.init(value: value, node: number))
            }
        }
        bands[name, default: FleetBand()].append(values, at: now)
    }

    /// The growth of a counter since it was looked at last, or before that when it was not read
    /// anew.
    private mutating func rate(
        _ name: MetricName,
        _ number: Int32,
        _ reading: MetricReading
    ) -> Double? {
        let point = MetricReading.Point(at: reading.at, value: reading.value)
        let before = counts[name]?[number]
        if let before, before.point.at == point.at { return before.rate }
        let rate = before.flatMap { Self.rate(from: $0.point, to: point) }
        counts[name, default: [:]][number] = Count(point: point, rate: rate)
        return rate
    }

    /// Takes the past of a metric from the readings, once.
    ///
    /// - Returns: Whether that was not done before.
    package mutating func seed(
        _ name: MetricName,
        of fleet: Fleet,
        _ readings: FleetReadings
    ) -> Bool {
        guard seeded.insert(name).inserted else { return false }
        var past = FleetBand.Past()
        for node in fleet.nodes {
            guard let reading = readings.nodes[node.id]?.metrics[name] else { continue }
            let points = reading.history
            let values =
                name.isCounter
                ? zip(points, points.dropFirst()).compactMap { before, after in
                    Self.rate(from: before, to: after).map {
                        MetricReading.Point(at: after.at, value: $0)
                    }
                } : points
            past.add(values, of: takeNumber(of: node.id))
        }
        bands[name, default: FleetBand()].prepend(past)
        return true
    }

    private mutating func takeNumber(of node: NodeID) -> Int32 {
        if let number = numbers[node] { return number }
        let number = Int32(numbers.count)
        numbers[node] = number
        return number
    }

    /// The growth of a counter per second; nil when no time has passed.
    private static func rate(
        from before: MetricReading.Point,
        to after: MetricReading.Point
    ) -> Double? {
        let span = (after.at - before.at).inSeconds
        guard span > 0 else { return nil }
        // A counter that went down has restarted from zero.
        return (after.value >= before.value ? after.value - before.value : after.value) / span
    }
}
