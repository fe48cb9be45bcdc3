package import FleetModel
package import IncidentLog
package import Primitives

/// What a node runs, and how that stands to the release policy of its fleet.
package struct NodeRelease: Equatable, Sendable {
    /// The node.
    package let node: NodeID
    /// The version that it tells; nil when it is not known at present.
    package let version: String?
    /// How the version stands to the policy; nil when it is not known.
    package let standing: ReleaseStanding?
    /// Whether one of its probes tells a version as long as all is well.
    package let tellsVersion: Bool
}

extension Fleet {
    /// How every node stands to the release policy at this moment; nothing when there is none.
    package func releases(
        _ readings: FleetReadings,
        _ log: LogState,
        at now: Timestamp
    ) -> [NodeRelease] {
        guard hasReleasePolicy else { return [] }
        return nodes.map { node in
            let version = version(of: node, readings, at: now)
            return NodeRelease(
                node: node.id,
                version: version,
                standing: version.flatMap { log.standing(of: $0, on: node.id, in: self, at: now) },
                tellsVersion: node.tellsVersion
            )
        }
    }

    /// The version that a node tells at present; nil when that is old.
    func version(of node: Node, _ readings: FleetReadings, at now: Timestamp) -> String? {
        guard let fact = readings.nodes[node.id]?.facts[.version],
            fact.isFresh(at: now, within: polling.staleAfter),
            let version = fact.values.first
        else { return nil }
        return version
    }
}
