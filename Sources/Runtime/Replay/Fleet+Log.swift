package import FleetModel
package import IncidentLog
import Primitives

extension Fleet {
    /// A fleet of which no more is known than a log tells: its nodes and its parties.
    package init(named name: String, asIn log: LogState) {
        let parties = Set(log.impacts.map(\.party)).sorted().map { Party(id: $0) }
        self.init(
            name: name,
            nodes: log.nodes(of: name).map { Node(id: $0, probes: []) },
            parties: parties
        )
    }
}
