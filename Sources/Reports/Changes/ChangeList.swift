import FleetModel
package import IncidentLog
package import Primitives

/// The changes of a log.
package struct ChangeList: ListReport {
    /// The changes, the newest first.
    package let rows: [Row]

    /// One change.
    package struct Row: Encodable, Sendable {
        let id: ChangeID
        let fleet: String?
        let incident: IncidentID?
        let what: String
        let from: String?
        let to: String
        let state: ChangeState.Progress
        let verdict: ChangeVerdict
        let summary: String
        let wave: Int
        let waves: Int
        let by: String
        let planned: Timestamp
        let began: Timestamp?
        let ended: Timestamp?

        init(_ change: ChangeState, at now: Timestamp) {
            id = change.id
            fleet = change.plan.fleet
            incident = change.incident
            what = change.plan.what
            from = change.plan.from
            to = change.plan.to
            state = change.progress
            (verdict, summary) = change.verdict(at: now)
            wave = change.waves.last?.number ?? 0
            waves = change.plan.waves.count
            by = change.plannedBy.name
            planned = change.plannedAt
            began = change.beganAt
            ended = change.endedAt
        }
    }

    /// The changes of a log at this moment, with or without those that are over.
    package init(_ log: LogState, withEnded: Bool, at now: Timestamp) {
        rows = log.changes.reversed().filter { withEnded || $0.progress.isOpen }
            .map { Row($0, at: now) }
    }

    /// A row a change.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "CHANGE",
            "STATE",
            "RELEASES",
            "WAVE",
            "INCIDENT",
            "BY",
            "WHAT",
            "STANDING",
            spare: ["INCIDENT", "BY", "WAVE"],
            empty: "no change is planned"
        )
        for row in rows {
            table.add(
                row.id.rawValue,
                row.state.rawValue,
                row.from.map { "\($0) → \(row.to)" } ?? row.to,
                row.waves == 0 ? "-" : "\(row.wave)/\(row.waves)",
                row.incident?.rawValue ?? "-",
                row.by,
                row.what,
                row.summary
            )
        }
        return [.table(table)]
    }
}
