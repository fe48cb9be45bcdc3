package import IncidentLog
package import Primitives

/// All incidents, the newest first.
package struct IncidentList: ListReport {
    /// The incidents.
    package let rows: [IncidentReport]

    /// The incidents of a log as they stand at this moment.
    package init(_ log: LogState, at now: Timestamp) {
        rows = log.incidents.reversed().map { IncidentReport($0, at: now) }
    }

    /// A row an incident.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "INCIDENT",
            "SEV",
            "STATE",
            "DECLARED",
            "LASTED",
            "COMMANDER",
            "TITLE",
            spare: ["COMMANDER", "DECLARED"],
            empty: "no incident yet"
        )
        for incident in rows {
            table.add(
                incident.id.rawValue,
                incident.severity,
                incident.state,
                incident.declaredAt.toMinute,
                incident.lasted(at: now),
                incident.commander,
                incident.title
            )
        }
        return [.table(table)]
    }
}
