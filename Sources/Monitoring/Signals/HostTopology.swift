import Primitives
import FleetModel
import IncidentLog

/// Where the nodes of a fleet stand: their order, their roles, the hosts they share.
package struct HostTopology: Sendable {
    private let ranks: [NodeID: Int]
    private let roles: [NodeID: String]
    private let roleSizes: [String: Int]
    /// The hosts of two or more nodes, and those nodes.
    private let hosts: [(name: String, nodes: [NodeID])]

    /// The rule of the signals that tell that a whole host is down.
    static let hostRule = "host down/"

    init(_ fleet: Fleet) {
        ranks = Dictionary(
            fleet.nodes.enumerated().map { ($1.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        roles = Dictionary(
            fleet.nodes.map { ($0.id, $0.role ?? "") },
            uniquingKeysWith: { first, _ in first }
        )
        roleSizes = Dictionary(grouping: fleet.nodes) { $0.role ?? "" }.mapValues(\.count)
        var nodes: [String: [NodeID]] = [:]
        for node in fleet.nodes {
            for host in Set(node.probes.compactMap(\.target.host)) {
                nodes[host, default: []].append(node.id)
            }
        }
        hosts = nodes.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
            .map { (name: $0.key, nodes: $0.value) }
    }

    /// The nodes in the order of the fleet file; those that left it come last.
    func ordered(_ nodes: Set<NodeID>) -> [NodeID] {
        nodes.sorted { (ranks[$0] ?? .max, $0) < (ranks[$1] ?? .max, $1) }
    }

    /// Such as `2 of 9 nodes: a, b` or `all 9 nodes`; only how many they are when some of them
    /// left the fleet.
    func words(for nodes: [NodeID]) -> String {
        let names = NodeNames.few(of: nodes)
        guard nodes.allSatisfy({ ranks[$0] != nil }) else {
            return "\(nodes.count) nodes: \(names)"
        }
        let whole = nodes.count == 2 ? "both nodes" : "all \(nodes.count) nodes"
        return nodes.count == ranks.count
            ? whole : "\(nodes.count) of \(ranks.count) nodes: \(names)"
    }

    /// Whether these are two or more nodes and at least a fifth of those of one role.
    func isLargePart(_ nodes: [NodeID]) -> Bool {
        let counts = Dictionary(grouping: nodes) { roles[$0] ?? "" }.mapValues(\.count)
        return counts.contains { role, count in
            count >= 2 && count * 5 >= roleSizes[role, default: .max / 5]
        }
    }

    /// A host is down when all its nodes are, and up when one answers.
    func hostJudgements(from judgements: [Judgement]) -> [Judgement] {
        guard !hosts.isEmpty else { return [] }
        var down: [SignalID: Finding] = [:]
        var calm: Set<SignalID> = []
        for judgement in judgements {
            switch judgement {
            case .stands(let finding) where finding.kind == .down: down[finding.id] = finding
            case .stands: break
            case .calm(let id): calm.insert(id)
            }
        }
        return hosts.compactMap { host, nodes in
            let ids = nodes.map { SignalID("down/\($0)") }
            let id = SignalID(Self.hostRule + host)
            if ids.contains(where: calm.contains) { return .calm(id) }
            let findings = ids.compactMap { down[$0] }
            guard findings.count == ids.count else { return nil }
            let names = nodes.map(\.rawValue).joined(separator: ", ")
            return .stands(
                Finding(
                    id: id,
                    kind: .down,
                    priority: .critical,
                    text: "host \(host) is down with all of its \(nodes.count) nodes: \(names)",
                    nodes: nodes,
                    since: findings.map(\.since).min() ?? findings[0].since,
                    evidence: findings.map(\.text),
                    meaning: "the machine or its network is gone, not its processes one by one"
                )
            )
        }
    }
}

extension SignalID {
    /// Whether it tells that a whole host is down.
    var isHostDown: Bool { rawValue.hasPrefix(HostTopology.hostRule) }
}

extension ProbeTarget {
    /// The host that answers for the node itself.
    ///
    /// Loopback is none: behind it are tunnels and proxies to hosts that are not known here.
    var host: String? {
        guard let host = descriptor.reach.host?.lowercased(), host != "localhost", host != "::1",
            !host.hasPrefix("127.")
        else { return nil }
        return host
    }
}
