package import Primitives
package import FleetModel

/// Judges the nodes of a fleet again and again, and looks anew only at those that may have changed.
///
/// A node without news is as it was until its readings grow old; what follows from other nodes, and
/// words with spans of time in them, are looked at once a second.
package struct FleetAssessor: Sendable {
    private var places: [Place] = []
    private var assessments: [NodeID: NodeAssessment] = [:]
    private var derivedAt: Timestamp?
    private var judgedAt: Timestamp?
    /// The nodes, by their places in the fleet, of which something is other than before the last
    /// round: their readings, what follows from those of others, or their assessment; ascending.
    package private(set) var touched: [Int] = []

    /// What is remembered of one node.
    private struct Place {
        let id: NodeID
        let family: JSONRPCTarget.Family?
        let isWaku: Bool
        /// Whether its verdict depends on other nodes, or on how long something has lasted.
        var isOfChain: Bool
        var revision = -1
        var derivationCount = 0
        /// When it is to be judged again though it has no news.
        var until = Timestamp(milliseconds: .min)
    }

    /// How often what follows from other nodes or from time alone is looked at.
    private static let pace = Duration.seconds(1)

    /// An assessor that has seen nothing yet.
    package init() {}

    /// Judges every node, after setting the metrics that follow from several nodes: sibling links
    /// and the lag behind the fleet's reference head.
    package mutating func assess(
        _ fleet: Fleet,
        _ readings: inout FleetReadings,
        at now: Timestamp
    ) -> [NodeID: NodeAssessment] {
        follow(fleet, at: now)
        let news = takeNews(readings)
        var touched = Set(news)
        if derive(fleet, &readings, news, at: now) { touched.formUnion(takeDerivations(readings)) }
        let due = places.indices.filter { places[$0].until <= now }
        let families = Set(due.filter { places[$0].isOfChain }.map { places[$0].family })
        let chains = Dictionary(
            uniqueKeysWithValues: families.map { family in
                let members = places.filter { $0.isOfChain && $0.family == family }.map(\.id)
                return (family, ReferenceChain(members, readings))
            }
        )
        let wakuCount = places.count { $0.isWaku }
        for place in due {
            let node = fleet.nodes[place]
            let own = readings.nodes[node.id]
            let chain = chains[places[place].family] ?? ReferenceChain()
            let assessment = fleet.assess(
                node,
                own,
                chain: chain,
                wakuCount: wakuCount,
                at: now
            )
            places[place].until = until(assessment, own, of: place, fleet.polling, at: now)
            if assessments[node.id] != assessment {
                assessments[node.id] = assessment
                touched.insert(place)
            }
        }
        self.touched = touched.sorted()
        return assessments
    }

    /// Begins anew when the nodes are others, or time has gone back.
    private mutating func follow(_ fleet: Fleet, at now: Timestamp) {
        defer { judgedAt = now }
        let isKnown =
            fleet.nodes.count == places.count && (judgedAt.map { $0 <= now } ?? true)
            && places.indices.allSatisfy { places[$0].id == fleet.nodes[$0].id }
        guard !isKnown else { return }
        self = FleetAssessor()
        places = fleet.nodes.map { node in
            let family = node.chainFamily
            return Place(
                id: node.id,
                family: family,
                isWaku: node.isWaku,
                isOfChain: family != nil || node.isWaku || node.isSubstrate
            )
        }
    }

    /// The nodes that were told of since they were last judged.
    private mutating func takeNews(_ readings: FleetReadings) -> [Int] {
        places.indices.filter { place in
            guard let own = readings.nodes[places[place].id] else {
                // Nothing is known of it, and that may be news as well.
                if places[place].revision > 0 {
                    places[place].until = Timestamp(milliseconds: .min)
                }
                defer { places[place].revision = 0 }
                return places[place].revision > 0
            }
            guard own.revision != places[place].revision else { return false }
            places[place].revision = own.revision
            places[place].until = Timestamp(milliseconds: .min)
            if !places[place].isOfChain { places[place].isOfChain = own.tellsOfChain }
            return true
        }
    }

    /// The nodes of which a number that follows from others was set or forgotten.
    private mutating func takeDerivations(_ readings: FleetReadings) -> [Int] {
        places.indices.filter { place in
            guard places[place].isOfChain else { return false }
            let count = readings.nodes[places[place].id]?.derivationCount ?? 0
            defer { places[place].derivationCount = count }
            return places[place].derivationCount != count
        }
    }

    /// Sets what follows from several nodes, when it is time; whether it was.
    private mutating func derive(
        _ fleet: Fleet,
        _ readings: inout FleetReadings,
        _ news: [Int],
        at now: Timestamp
    ) -> Bool {
        let isDue = derivedAt.map { now - $0 >= Self.pace } ?? true
        guard isDue || news.contains(where: { places[$0].isOfChain }) else { return false }
        derivedAt = now
        readings.deriveSiblingLinks(
            among: places.filter(\.isWaku).map(\.id),
            fleet.polling,
            at: now
        )
        let chain = places.filter(\.isOfChain)
        for members in Dictionary(grouping: chain, by: \.family).values {
            readings.deriveLag(among: members.map(\.id), fleet.polling, at: now)
        }
        return true
    }

    /// When an assessment may no longer hold though nothing new was told.
    private func until(
        _ assessment: NodeAssessment,
        _ readings: NodeReadings?,
        of place: Int,
        _ polling: Polling,
        at now: Timestamp
    ) -> Timestamp {
        let soon = now + Self.pace
        guard assessment.verdict == .healthy, !places[place].isOfChain, let readings else {
            return soon
        }
        let ends = readings.polls.values.map { poll in
            poll.at + max(polling.staleAfter, poll.freshFor ?? .zero) + .milliseconds(1)
        }
        return max(soon, ends.min() ?? soon)
    }
}

extension Fleet {
    /// Judges every node once; see `FleetAssessor`.
    package func assess(
        _ readings: inout FleetReadings,
        at now: Timestamp
    ) -> [NodeID: NodeAssessment] {
        var assessor = FleetAssessor()
        return assessor.assess(self, &readings, at: now)
    }
}

extension NodeReadings {
    /// Whether it told a height or a genesis, which say something only beside those of others.
    fileprivate var tellsOfChain: Bool {
        metrics[.heightBest] != nil || metrics[.relayHeightBest] != nil || facts[.genesis] != nil
            || facts[.relayGenesis] != nil
    }
}
