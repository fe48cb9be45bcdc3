import Broadcasting
import Detection
import FleetModel
package import IncidentLog
import Primitives

extension Session {
    /// What this program is to send now, the longest due first.
    ///
    /// Of the signals of its fleet it tells what it wrote down itself, and what concerns nodes that
    /// it watches.
    package func dueDeliveries(_ scope: DeliveryService.Scope) -> [DueDelivery] {
        guard let fleet, !fleet.channels.isEmpty else { return [] }
        switch scope {
        case .updates: return state.dueDeliveries(for: [], of: fleet.name, at: now)
        case .everything:
            let nodes = Set((monitor?.fleet ?? fleet).nodes.map(\.id))
            let due = state.dueDeliveries(for: fleet.channels, of: fleet.name, at: now)
            return due.filter { delivery in
                guard case .signal(let notice) = delivery.subject else { return true }
                let concerned = notice.signal.finding.nodes
                return concerned.isEmpty || !nodes.isDisjoint(with: concerned)
                    || ownNews.contains(notice.news.entry)
            }
        }
    }

    /// What is to be said.
    func message(_ delivery: DueDelivery) -> StatusMessage {
        switch delivery.subject {
        case .update(let update, let incident, let queuedAt):
            StatusMessage(update.text, number: update.number, of: incident, queuedAt: queuedAt)
        case .signal(let notice):
            StatusMessage(
                notice,
                fleet: fleet?.name ?? "",
                incident: state.newestOpenIncident(of: fleet?.name)?.id
            )
        }
    }
}
