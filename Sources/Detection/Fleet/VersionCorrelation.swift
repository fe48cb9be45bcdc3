import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// What the nodes with a fault have in common that the others do not: a version, a runtime, a
/// configuration, a role.
struct VersionCorrelation: Sendable {
    /// What nodes can have in common; the first that tells the faulty from the others counts.
    enum Attribute: String, CaseIterable, Sendable {
        case version, config, runtime, role

        fileprivate func value(of node: Node, _ readings: NodeReadings?) -> String? {
            switch self {
            case .version: readings?[.version]?.leadingVersion
            case .config: readings?["config.digest"]
            case .runtime: readings?[.runtime]
            case .role: node.role
            }
        }

        /// How many faulty nodes prove something; two of a role fail together by chance.
        fileprivate var fewest: Int { self == .role ? 4 : 2 }

        /// One node of a value, such as `3.2.1 node`.
        func kind(of value: String) -> String {
            self == .version ? "\(value) node" : "node \(words(value))"
        }

        /// The attribute's value in words.
        func words(_ value: String) -> String {
            switch self {
            case .version: "on \(value)"
            case .config: "with configuration \(value.prefix(12))"
            case .runtime: "with runtime \(value)"
            case .role: "with the role \(value)"
            }
        }
    }

    /// One correlation: the attribute, and how many nodes of each value have the fault.
    struct Result: Sendable {
        let attribute: Attribute
        let shares: NodeShares
        let nodes: [Int]
        let since: Timestamp
    }

    /// The shares of faulty nodes that tell a value with the fault from one without.
    private static let most = 0.8
    private static let few = 0.1

    /// What the nodes of one symptom have in common, if anything.
    static func find(
        _ entry: ActiveFindings.Entry,
        nodes: [Node],
        readings: FleetReadings
    ) -> Result? {
        let faulty = entry.standing.filter { $0.key != ActiveFindings.fleetPlace }
        guard faulty.count > 1, faulty.count + entry.calm.count > 3 else { return nil }
        for attribute in Attribute.allCases {
            if let result = find(attribute, faulty, entry.calm, nodes, readings) { return result }
        }
        return nil
    }

    private static func find(
        _ attribute: Attribute,
        _ faulty: [Int: Finding],
        _ calm: Set<Int>,
        _ nodes: [Node],
        _ readings: FleetReadings
    ) -> Result? {
        var counts: [String: (faulty: [Int], calm: Int)] = [:]
        func value(_ place: Int) -> String? {
            attribute.value(of: nodes[place], readings.nodes[nodes[place].id])
        }
        for place in faulty.keys.sorted() {
            guard let value = value(place) else { return nil }
            counts[value, default: ([], 0)].faulty.append(place)
        }
        for place in calm where faulty[place] == nil {
            guard let value = value(place) else { continue }
            counts[value, default: ([], 0)].calm += 1
        }
        let ranked = counts.sorted {
            ($0.value.faulty.count, $1.key) > ($1.value.faulty.count, $0.key)
        }
        guard let first = ranked.first, ranked.count > 1 else { return nil }
        let total = first.value.faulty.count + first.value.calm
        let others = ranked.dropFirst()
        let otherFaulty = others.reduce(0) { $0 + $1.value.faulty.count }
        let otherCount = others.reduce(otherFaulty) { $0 + $1.value.calm }
        guard first.value.faulty.count >= attribute.fewest,
            Double(first.value.faulty.count) >= most * Double(total),
            otherCount > (first.value.faulty.count > 2 ? 0 : 1),
            Double(otherFaulty) <= few * Double(otherCount)
        else { return nil }
        let shares = ranked.map {
            let ill = $0.value.faulty.count
            return NodeShares.Share(value: $0.key, ill: ill, all: ill + $0.value.calm)
        }
        return Result(
            attribute: attribute,
            shares: NodeShares(attribute: attribute, shares: shares),
            nodes: first.value.faulty,
            since: first.value.faulty.compactMap { faulty[$0]?.since }.min()
                ?? Timestamp(milliseconds: 0)
        )
    }
}
