import FleetModel
import IncidentLog
package import Primitives

/// Since when the fault of an incident could have been seen, what would have shown it first, and
/// who noticed.
package struct DetectionDebt: Encodable, Equatable, Sendable {
    /// When the harm began, or the condition of the first signal, whichever is earlier.
    package let visibleSince: Timestamp
    /// The signal whose condition held first; nil when none rose.
    package let shownBy: SignalID?
    /// Since when that condition held.
    let shownSince: Timestamp?
    /// When that signal was raised.
    let shownAt: Timestamp?
    /// When a person first said so.
    package let noticedAt: Timestamp
    /// Who.
    package let noticedBy: String
    /// For how long it could have been seen before a person said so.
    package let seconds: Double
    /// The same for each party that was harmed.
    package let parties: [Party]

    /// When a party was harmed, and when it told us.
    package struct Party: Encodable, Equatable, Sendable {
        /// Who.
        package let party: PartyID
        /// What it goes back to.
        let cause: String
        /// When the harm began.
        let harmedFrom: Timestamp
        /// When the party first told of it; nil when it never did.
        package let toldAt: Timestamp?
        let toldBy: String?
        /// How long the harm lasted before the party told.
        package let seconds: Double?
    }

    init(_ incident: IncidentState, _ log: LogState, _ instants: IncidentInstants) {
        let standing = incident.relevantSignals.map { ($0.id, $0.since, $0.raisedAt) }
        let later = incident.milestones.firstSignal.map { [($0.signal, $0.since, $0.at)] } ?? []
        let first = (standing + later).min { $0.1 < $1.1 }
        let begin = [instants.impactFrom, first?.1, instants.detected.at].compactMap { $0 }.min()
        visibleSince = begin ?? incident.declaredAt
        shownBy = first?.0
        shownSince = first?.1
        shownAt = first?.2
        let report = incident.milestones.reports.min { $0.at < $1.at }
        if let report, report.at <= incident.declaredAt {
            noticedAt = report.at
            noticedBy = "\(report.by.name), for \(report.party)"
        } else {
            noticedAt = incident.declaredAt
            noticedBy = "\(incident.declaredBy), who declared it"
        }
        seconds = max(.zero, noticedAt - visibleSince).inSeconds
        parties = log.impacts.filter { $0.incident == incident.id }.map { impact in
            let told = incident.milestones.reports.first { report in
                report.party == impact.party && report.at >= impact.from
                    && impact.to.map { report.at <= $0 } ?? true
            }
            return Party(
                party: impact.party,
                cause: impact.cause.rawValue,
                harmedFrom: impact.from,
                toldAt: told?.at,
                toldBy: told?.by.name,
                seconds: told.map { ($0.at - impact.from).inSeconds }
            )
        }
    }

    /// The debt in words, a line each.
    var lines: [String] {
        let debt = Duration.milliseconds(Int64(seconds * 1000)).brief
        var lines = [
            "visible since \(visibleSince.toMinute), noticed \(noticedAt.toMinute) by \(noticedBy): "
                + "\(debt) in which nobody knew"
        ]
        if let shownBy, let shownSince, let shownAt {
            lines.append(
                "shown first by '\(shownBy.words)', which held since \(shownSince.toMinute) and "
                    + "was raised \(shownAt.toMinute)"
            )
        } else {
            lines.append("no signal showed it")
        }
        for party in parties {
            let told =
                party.toldAt.map { at in
                    "told by \(party.toldBy ?? "") at \(at.toMinute), "
                        + "\((at - party.harmedFrom).brief) later"
                } ?? "never told by the party"
            lines.append("\(party.party) harmed from \(party.harmedFrom.toMinute), \(told)")
        }
        return lines
    }
}

extension IncidentState {
    /// Who declared it.
    var declaredBy: String { milestones.declaredBy?.name ?? commander }
}
