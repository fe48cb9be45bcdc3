package import IncidentLog
package import Primitives

/// The exceptions from release policies.
package struct ExceptionList: ListReport {
    /// The exceptions, in the order in which they were asked for.
    package let rows: [Row]

    /// One exception.
    package struct Row: Encodable, Sendable {
        let id: ExceptionID
        let state: String
        let fleet: String?
        let incident: IncidentID?
        let version: String
        let nodes: [NodeID]
        let reasonClass: String
        let reason: String
        let exitPlan: String
        let update: Int
        let requestedBy: String
        let requestedAt: Timestamp
        let approvedBy: String?
        let approvedAt: Timestamp?
        let expires: Timestamp
        let endedBy: String?
        let endedAt: Timestamp?
        let endReason: String?
        let endsSoon: Bool

        init(_ exception: PolicyException, at now: Timestamp) {
            id = exception.id
            state = exception.state(at: now).rawValue
            fleet = exception.fleet
            incident = exception.incident
            version = exception.version
            nodes = exception.nodes
            reasonClass = exception.reasonClass.rawValue
            reason = exception.text
            exitPlan = exception.exitPlan
            update = exception.update
            requestedBy = exception.requestedBy.name
            requestedAt = exception.requestedAt
            approvedBy = exception.approval?.by.name
            approvedAt = exception.approval?.at
            expires = exception.expires
            endedBy = exception.ending?.by.name
            endedAt = exception.ending?.at
            endReason = exception.endReason
            endsSoon = exception.isEndingSoon(at: now)
        }
    }

    /// The exceptions of a log at this moment, with or without those that are over.
    package init(_ log: LogState, withEnded: Bool, at now: Timestamp) {
        let chosen = log.exceptions.filter { exception in
            switch exception.state(at: now) {
            case .requested, .inForce: true
            case .expired, .withdrawn, .ended: withEnded
            }
        }
        rows = chosen.map { Row($0, at: now) }
    }

    /// A row an exception.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "EXCEPTION",
            "STATE",
            "VERSION",
            "NODES",
            "UNTIL",
            "ASKED BY",
            "APPROVED BY",
            "CLASS",
            "WHY",
            "WAY BACK",
            spare: ["CLASS", "ASKED BY", "WAY BACK"],
            empty: "no exception from a release policy is asked for or in force"
        )
        for row in rows {
            let names = row.nodes.map(\.rawValue).joined(separator: ",")
            table.add(
                row.id.rawValue,
                row.state + (row.endsSoon ? ", soon over" : ""),
                row.version,
                row.nodes.isEmpty ? "all" : names,
                row.expires.toMinute,
                row.requestedBy,
                row.approvedBy ?? "-",
                row.reasonClass,
                row.reason + (row.endReason.map { "; ended: \($0)" } ?? ""),
                row.exitPlan
            )
        }
        return [.table(table)]
    }
}
