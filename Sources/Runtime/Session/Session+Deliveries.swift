import Broadcasting
import Detection
import FleetModel
package import IncidentLog
import Primitives

extension Session {
    /// What this program is to send now, the longest due first.
    ///
    /// Of signals it tells what it wrote down itself, and what concerns nodes that it watches.
    package func dueDeliveries(_ scope: DeliveryService.Scope) -> [DueDelivery] {
        guard let fleet, !fleet.channels.isEmpty else { return [] }
        switch scope {
        case .updates: return state.dueDeliveries(for: [], at: now)
        case .everything:
            let nodes = Set((monitor?.fleet ?? fleet).nodes.map(\.id))
            return state.dueDeliveries(for: fleet.channels, at: now).filter { delivery in
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
