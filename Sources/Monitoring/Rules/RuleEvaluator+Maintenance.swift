import FleetModel
import Primitives
import IncidentLog

extension RuleEvaluator {
    /// What planned work of the fleet file is to be written down: the next of each, as soon as the
    /// one before is over; and the end of what the file no longer plans.
    func recurringCommands(_ log: LogState, at now: Timestamp) -> [SignalCommand] {
        let planned = fleet.maintenance.map { (work: $0, time: $0.next(at: now)) }
        // One at a time: each takes the number after those that the log has.
        let missing = planned.lazy.compactMap { work, time -> SignalCommand? in
            let isKnown = log.maintenance.contains { window in
                window.isSame(as: work.nodes, of: fleet.name, time.from, time.to, work.reason)
            }
            guard !isKnown else { return nil }
            return .declareMaintenance(
                nodes: work.nodes,
                kinds: [],
                from: time.from,
                to: time.to,
                reason: work.reason
            )
        }
        var commands = Array(missing.prefix(1))
        let own = Set(fleet.nodes.map(\.id))
        for window in log.maintenance where window.endedAt == nil && window.from > now {
            // What names neither a fleet nor a node may belong to another one that shares the log.
            guard window.by.kind == .automatic,
                window.fleet == fleet.name
                    || window.fleet == nil && !window.nodes.isEmpty
                        && own.isSuperset(of: window.nodes),
                !planned.contains(where: { work, time in
                    window.isSame(as: work.nodes, of: fleet.name, time.from, time.to, work.reason)
                })
            else { continue }
            commands.append(.endMaintenance(window.id, reason: "the fleet file plans it no more"))
        }
        return commands
    }
}
