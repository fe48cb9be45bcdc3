package import Primitives
package import FleetModel

extension Fleet {
    /// How long a node that a source no longer names stays on the list.
    private static let remembrance = Duration.seconds(24 * 3600)

    /// Takes what a source brought into account: nodes that it names and the fleet does not know
    /// yet are added; what was discovered and is gone for a day is dropped.
    ///
    /// - Returns: What it means for each node. When the source could not be asked, nothing is
    ///   known of the nodes that it told of; a node that it no longer names is not mentioned.
    package mutating func take(
        _ reading: SourceReading,
        readings: FleetReadings
    ) -> [Observation] {
        let place = Self.firstSourcePlace + reading.index
        func observation(_ id: NodeID) -> Observation {
            Observation(
                node: id,
                probeIndex: place,
                at: reading.at,
                latency: nil,
                interval: reading.interval
            )
        }
        guard let told = reading.nodes else {
            return nodes.filter { readings.nodes[$0.id]?.polls[place] != nil }.map { node in
                var blind = observation(node.id)
                blind.isBlind = true
                blind.problems = reading.problems
                return blind
            }
        }
        admit(told)
        retire(told, place, readings, at: reading.at)
        let known = Set(nodes.map(\.id))
        return told.filter { known.contains($0.id) }.map { node in
            var seen = observation(node.id)
            seen.samples = node.samples
            seen.facts = node.facts
            seen.problems = node.notes
            seen.latency = node.isUp ? reading.latency : nil
            if !node.isUp {
                let reason = FailureReason.other("the monitoring server cannot reach the node")
                seen.problems.insert(Problem(part: "up", reason: reason), at: 0)
            }
            return seen
        }
    }

    private mutating func admit(_ told: [SourceReading.NodeReading]) {
        var places: [NodeID: Int] = [:]
        for (place, node) in nodes.enumerated() { places[node.id] = place }
        for reading in told {
            if let place = places[reading.id] {
                guard nodes[place].isDiscovered else { continue }
                nodes[place].role = reading.role
                nodes[place].labels = reading.labels
            } else if nodes.count < Self.discoveredLimit {
                places[reading.id] = nodes.count
                nodes.append(
                    Node(
                        id: reading.id,
                        role: reading.role,
                        labels: reading.labels,
                        probes: [],
                        isDiscovered: true
                    )
                )
            }
        }
    }

    private mutating func retire(
        _ told: [SourceReading.NodeReading],
        _ place: Int,
        _ readings: FleetReadings,
        at now: Timestamp
    ) {
        let named = Set(told.map(\.id))
        nodes.removeAll { node in
            guard node.isDiscovered, !named.contains(node.id),
                let polls = readings.nodes[node.id]?.polls, polls[place] != nil
            else { return false }
            return polls.values.allSatisfy { now - $0.at > Self.remembrance }
        }
    }
}
