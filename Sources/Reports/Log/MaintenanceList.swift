package import IncidentLog
package import Primitives

/// Planned work.
package struct MaintenanceList: ListReport {
    /// The windows, in the order in which they were declared.
    package let rows: [Row]

    /// One window of work.
    package struct Row: Encodable, Sendable {
        let id: MaintenanceID
        let fleet: String?
        let nodes: [NodeID]
        let kinds: [String]
        let from: Timestamp
        let to: Timestamp
        let reason: String
        let by: String
        let state: State
        let ended: Timestamp?

        enum State: String, Encodable, Sendable {
            case planned
            case inForce = "in force"
            case over
        }

        init(_ window: MaintenanceWindow, at now: Timestamp) {
            id = window.id
            fleet = window.fleet
            nodes = window.nodes
            kinds = window.kinds.map(\.rawValue)
            from = window.from
            to = window.to
            reason = window.reason
            by = window.by.name
            ended = window.endedAt
            if window.endedAt != nil || window.to <= now {
                state = .over
            } else {
                state = window.isInForce(at: now) ? .inForce : .planned
            }
        }
    }

    /// The planned work of a log at this moment, with or without what is over.
    package init(_ log: LogState, withEnded: Bool, at now: Timestamp) {
        rows = log.maintenance.map { Row($0, at: now) }
            .filter { withEnded || $0.state != .over }
    }

    /// A row a window, with its fleet when there are several.
    package func text(at now: Timestamp) -> [ReportPart] {
        let isOfSeveral = Set(rows.map(\.fleet)).count > 1
        var table = ReportTable(
            "WORK",
            "STATE",
            "FROM",
            "TO",
            "LEFT",
            "NODES",
            "KINDS",
            "BY",
            "WHY",
            spare: ["KINDS", "BY", "FROM", "LEFT"],
            empty: "no work is planned"
        )
        for window in rows {
            let names = window.nodes.map(\.rawValue).joined(separator: ",")
            let fleet = isOfSeveral ? window.fleet.map { " of \($0)" } : nil
            table.add(
                window.id.rawValue,
                window.state.rawValue,
                window.from.toMinute,
                window.to.toMinute,
                window.state == .over ? "-" : (window.to - now).brief,
                (window.nodes.isEmpty ? "all" : names) + (fleet ?? ""),
                window.kinds.joined(separator: ","),
                window.by,
                window.reason
            )
        }
        return [.table(table)]
    }
}
