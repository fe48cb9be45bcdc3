import CellGrid
import FleetModel
import IncidentLog
import Primitives

extension AppModel {
    /// How the version of a node stands to the release policy of its fleet; nil without a policy.
    func standing(of version: String, on node: NodeID) -> ReleaseStanding? {
        fleet.flatMap { log.standing(of: version, on: node, in: $0, at: now) }
    }
}

extension ReleaseStanding {
    /// The role that tells it by colour.
    var role: ThemeRole {
        switch self {
        case .onPolicy: .text
        case .excepted: .warning
        case .offPolicy: .critical
        }
    }
}
