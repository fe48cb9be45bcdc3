import FleetModel
package import IncidentLog
package import Primitives

/// Who was harmed, from when to when.
package struct ImpactList: ListReport {
    /// The impacts, the oldest first.
    package let rows: [Row]

    /// One party's impact.
    package struct Row: Encodable, Sendable {
        let party: PartyID
        let kind: String
        let from: Timestamp
        let to: Timestamp?
        let state: String
        let cause: String
        let incident: IncidentID?
        let residual: String?

        init(_ impact: ImpactWindow) {
            party = impact.party
            kind = impact.kind
            from = impact.from
            to = impact.to
            state =
                impact.to != nil ? "over" : impact.residualReason == nil ? "open" : "accepted"
            cause = impact.cause.rawValue
            incident = impact.incident
            residual = impact.residualReason
        }
    }

    /// All impacts of a log.
    package init(_ log: LogState) {
        rows = log.impacts.map(Row.init)
    }

    /// A row an impact.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "PARTY",
            "FROM",
            "TO",
            "LASTED",
            "CAUSE",
            "INCIDENT",
            "HOW",
            spare: ["LASTED", "INCIDENT", "CAUSE"],
            empty: "nobody was affected yet"
        )
        for impact in rows {
            table.add(
                impact.party.rawValue,
                impact.from.toMinute,
                impact.to?.toMinute ?? impact.state,
                ((impact.to ?? now) - impact.from).brief,
                impact.cause,
                impact.incident?.rawValue ?? "-",
                impact.kind + (impact.residual.map { " (\($0))" } ?? "")
            )
        }
        return [.table(table)]
    }
}
