package import Primitives

/// For how long a party was affected, all its impacts together.
package struct ImpactTotal: Equatable, Sendable {
    /// The party.
    package let party: PartyID
    /// The fleet that it depends on; nil when it is not known.
    package let fleet: String?
    /// For how long, counting each moment once.
    package let total: Duration
    /// For how long by what it goes back to; a moment counts for each cause that was at work.
    package let byCause: [ImpactCause: Duration]
    /// Whether it goes on.
    package let isOpen: Bool
    /// Whether the beginning or the end of one of them is not known exactly.
    package let isApproximate: Bool
}

extension LogState {
    /// For how long each party was affected until now, in the order in which they first were; of
    /// one incident, or in all.
    package func impactTotals(of incident: IncidentID? = nil, at now: Timestamp) -> [ImpactTotal] {
        struct Key: Hashable {
            let fleet: String?
            let party: PartyID
        }
        let counted = impacts.filter { incident == nil || $0.incident == incident }
        var order: [Key] = []
        var windows: [Key: [ImpactWindow]] = [:]
        for impact in counted {
            let key = Key(fleet: impact.fleet, party: impact.party)
            if windows[key] == nil { order.append(key) }
            windows[key, default: []].append(impact)
        }
        return order.map { key in
            let own = windows[key] ?? []
            return ImpactTotal(
                party: key.party,
                fleet: key.fleet,
                total: Self.covered(own, at: now),
                byCause: Dictionary(grouping: own, by: \.cause)
                    .mapValues { Self.covered($0, at: now) },
                isOpen: own.contains(where: \.isOpen),
                isApproximate: own.contains {
                    $0.fromConfidence != .exact || !$0.isOpen && $0.toConfidence != .exact
                }
            )
        }
    }

    /// How much time lies in any of these spans.
    private static func covered(_ impacts: [ImpactWindow], at now: Timestamp) -> Duration {
        var total = Duration.zero
        var end: Timestamp?
        for impact in impacts.sorted(by: { $0.from < $1.from }) {
            let start = max(impact.from, end ?? impact.from)
            let stop = max(impact.to ?? now, start)
            total += stop - start
            end = max(end ?? stop, stop)
        }
        return total
    }
}
