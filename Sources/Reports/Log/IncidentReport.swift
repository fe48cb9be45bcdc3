import FleetModel
package import IncidentLog
package import Primitives

/// One incident with its checklist.
package struct IncidentReport: Report {
    let id: IncidentID
    let title: String
    let severity: String
    let state: String
    let mode: String
    let fleet: String?
    let commander: String
    let declaredAt: Timestamp
    let impactFrom: Timestamp?
    let resolvedAt: Timestamp?
    let elapsedSeconds: Double
    let nextUpdateDue: Timestamp?
    let updateOverdue: Bool
    /// How many were sent.
    let updates: Int
    let steps: [StepList.Row]

    /// An incident as it stands at this moment.
    package init(_ incident: IncidentState, at now: Timestamp) {
        id = incident.id
        title = incident.title
        severity = incident.severity.label
        state = incident.status.rawValue
        mode = incident.mode.rawValue
        fleet = incident.fleet
        commander = incident.commander
        declaredAt = incident.declaredAt
        impactFrom = incident.impactFrom
        resolvedAt = incident.resolvedAt
        elapsedSeconds = incident.elapsed(at: now).inSeconds
        nextUpdateDue = incident.nextUpdateDue
        updateOverdue = incident.nextUpdateDue.map { $0 <= now } ?? false
        updates = incident.updates.count
        steps = StepList(incident).rows
    }

    /// One line of it, what is due, and its steps.
    package func text(at now: Timestamp) -> [ReportPart] {
        let status = IncidentStatus(rawValue: state)?.label ?? state
        var parts: [ReportPart] = [
            .line(
                "\(id) \(severity) \(status) \(lasted(at: now))  commander \(commander)  \(title)"
            )
        ]
        if let due = nextUpdateDue {
            parts.append(
                .line(
                    due > now
                        ? "next update in \((due - now).brief)"
                        : "update OVERDUE \((now - due).brief)"
                )
            )
        }
        return steps.isEmpty ? parts : parts + StepList(rows: steps, of: id).text(at: now)
    }

    func lasted(at now: Timestamp) -> String { ((resolvedAt ?? now) - declaredAt).brief }
}
