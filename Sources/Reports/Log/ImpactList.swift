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
        let fleet: String?
        let kind: String
        let from: Timestamp
        /// How well the beginning is known, when that is not exactly.
        let fromConfidence: String?
        let fromEvidence: EvidenceRow?
        let to: Timestamp?
        let toConfidence: String?
        let toEvidence: EvidenceRow?
        let state: String
        let cause: String
        let reportedBy: String?
        let incident: IncidentID?
        let residual: String?
        let residualBy: String?
        let residualAt: Timestamp?
        /// What stands before the moments in words.
        let fromMark: String
        let toMark: String

        private enum CodingKeys: CodingKey {
            case party, fleet, kind, from, fromConfidence, fromEvidence, to, toConfidence
            case toEvidence, state, cause, reportedBy, incident, residual, residualBy, residualAt
        }

        init(_ impact: ImpactWindow) {
            party = impact.party
            fleet = impact.fleet
            kind = impact.kind
            from = impact.from
            fromConfidence =
                impact.fromConfidence == .exact ? nil : impact.fromConfidence.rawValue
            fromEvidence = impact.fromEvidence.map { EvidenceRow($0, entry: impact.entry) }
            to = impact.to
            toConfidence = impact.toConfidence == .exact ? nil : impact.toConfidence.rawValue
            toEvidence = impact.toEvidence.map { EvidenceRow($0, entry: impact.endEntry) }
            state =
                impact.to != nil ? "over" : impact.residualReason == nil ? "open" : "accepted"
            cause = impact.cause.rawValue
            reportedBy = impact.reportedBy
            incident = impact.incident
            residual = impact.residualReason
            residualBy = impact.residualBy?.name
            residualAt = impact.residualAt
            fromMark = impact.fromConfidence.mark
            toMark = impact.toConfidence.mark
        }

        var words: String {
            kind + (reportedBy.map { ", reported by \($0)" } ?? "")
                + (residual.map { " (\($0))" } ?? "")
        }
    }

    /// All impacts of a log, or those of an incident.
    package init(_ log: LogState, of incident: IncidentID? = nil) {
        rows = log.impacts.filter { incident == nil || $0.incident == incident }.map(Row.init)
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
                impact.fromMark + impact.from.toMinute,
                impact.to.map { impact.toMark + $0.toMinute } ?? impact.state,
                ((impact.to ?? now) - impact.from).brief,
                impact.cause,
                impact.incident?.rawValue ?? "-",
                impact.words
            )
        }
        return [.table(table)]
    }
}

/// For how long each party was affected, all its impacts together.
package struct ImpactTotalList: ListReport {
    /// The parties, in the order in which they first were.
    package let rows: [Row]

    /// One party.
    package struct Row: Encodable, Sendable {
        let party: PartyID
        let fleet: String?
        let seconds: Double
        /// How much of it goes back to what; moments of several causes count for each.
        let originalSeconds: Double
        let mitigationSeconds: Double
        let rollbackSeconds: Double
        let open: Bool
        let approximate: Bool

        init(_ total: ImpactTotal) {
            party = total.party
            fleet = total.fleet
            seconds = total.total.inSeconds
            originalSeconds = total.byCause[.original]?.inSeconds ?? 0
            mitigationSeconds = total.byCause[.mitigation]?.inSeconds ?? 0
            rollbackSeconds = total.byCause[.rollback]?.inSeconds ?? 0
            open = total.isOpen
            approximate = total.isApproximate
        }
    }

    /// The totals of a log, or of an incident, at this moment.
    package init(_ log: LogState, of incident: IncidentID? = nil, at now: Timestamp) {
        rows = log.impactTotals(of: incident, at: now).map(Row.init)
    }

    /// A row a party.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "PARTY",
            "AFFECTED",
            "ORIGINAL",
            "MITIGATION",
            "ROLLBACK",
            "NOW",
            spare: ["NOW"],
            empty: "nobody was affected yet"
        )
        func words(_ seconds: Double) -> String {
            seconds == 0 ? "-" : Duration.seconds(seconds).brief
        }
        for total in rows {
            table.add(
                total.party.rawValue,
                (total.approximate ? "≈" : "") + words(total.seconds),
                words(total.originalSeconds),
                words(total.mitigationSeconds),
                words(total.rollbackSeconds),
                total.open ? "affected" : "served"
            )
        }
        return [.table(table)]
    }
}
