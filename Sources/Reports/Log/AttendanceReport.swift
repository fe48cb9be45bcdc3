package import IncidentLog
package import Primitives

/// Until when somebody must watch an incident, who does, and when nobody does.
package struct AttendanceReport: Report {
    let incident: IncidentID
    let until: Timestamp?
    let reason: String?
    let ended: Timestamp?
    let shifts: [Shift]
    private let attendance: Attendance?

    /// A person who watches.
    package struct Shift: Encodable, Sendable {
        let by: String
        let from: Timestamp
        let to: Timestamp
    }

    private enum CodingKeys: CodingKey {
        case incident, until, reason, ended, shifts
    }

    /// Who watches an incident.
    package init(_ incident: IncidentState) {
        self.incident = incident.id
        attendance = incident.attendance
        until = attendance?.until
        reason = attendance?.reason
        ended = attendance?.endedAt
        shifts = (attendance?.shifts ?? []).map { Shift(by: $0.by, from: $0.from, to: $0.to) }
    }

    /// Who watches, and the spans in which nobody does.
    package func text(at now: Timestamp) -> [ReportPart] {
        guard let attendance, attendance.isDue(at: now) else {
            return [.line("nobody needs to watch \(incident)")]
        }
        let watching = attendance.watchers(at: now).joined(separator: ", ")
        return [
            .line(
                "somebody must watch \(incident) until \(attendance.until.toMinute): "
                    + attendance.reason
            ), .line(watching.isEmpty ? "NOBODY watches now" : "\(watching) watches now"),
        ]
            + attendance.gaps(from: now).map {
                .line("NOBODY from \($0.from.toMinute) to \($0.to.toMinute) (watch cover …)")
            }
    }
}
