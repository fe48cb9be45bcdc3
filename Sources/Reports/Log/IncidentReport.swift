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
    let severityAssumed: Bool
    let detectedBy: String?
    let detectedAt: Timestamp?
    let mitigatedAt: Timestamp?
    /// What the outside was told of where it stands.
    let publicPhase: String?
    let parent: IncidentID?
    let mergedInto: IncidentID?
    let summary: String?
    let review: String?
    let pausedUntil: Timestamp?
    let key: String?
    let roles: [RoleList.Row]
    let tasks: [TaskList.Row]
    let clocks: [ClockList.Row]
    let watch: AttendanceReport
    /// What contradicts the order of its instants.
    let contradictions: [String]

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
        steps = StepList(incident, at: now).rows
        severityAssumed = incident.origin.severityIsAssumed
        detectedBy = incident.origin.detectedBy
        detectedAt = incident.moment(of: .detected)
        mitigatedAt = incident.mitigatedAt
        publicPhase = incident.publicPhase?.rawValue
        parent = incident.parent
        mergedInto = incident.mergedInto
        summary = incident.summary?.text
        review = incident.review?.state.rawValue
        pausedUntil = incident.pause?.until
        key = incident.origin.key
        roles = RoleList(incident, at: now).rows
        tasks = TaskList([incident], at: now).rows
        clocks = ClockList(incident).rows
        watch = AttendanceReport(incident)
        contradictions = incident.instantProblems
    }

    /// One line of it, what is due, and its steps.
    package func text(at now: Timestamp) -> [ReportPart] {
        let status = IncidentStatus(rawValue: state)?.label ?? state
        var parts: [ReportPart] = [
            .line(
                "\(id) \(severity) \(status) \(lasted(at: now))  "
                    + "commander \(commander.isEmpty ? "NOBODY" : commander)  \(title)"
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
        parts += notes(at: now).map { .line($0) }
        return steps.isEmpty ? parts : parts + StepList(rows: steps, of: id).text(at: now)
    }

    /// What a person must know beside the state.
    private func notes(at now: Timestamp) -> [String] {
        var notes: [String] = []
        if severityAssumed {
            notes.append(
                "severity assumed \(severity) (\((now - declaredAt).clock)); "
                    + "judge it (incident severity …)"
            )
        }
        for role in roles {
            guard let to = role.offeredTo, let by = role.offeredBy, role.offer == "offered" else {
                continue
            }
            notes.append("\(by) asks \(to) to be \(role.role) (role accept)")
        }
        if let phase = publicPhase { notes.append("public: \(phase)") }
        if let target = mergedInto { notes.append("goes on as \(target)") }
        if let parent { notes.append("follows from \(parent)") }
        if let until = pausedUntil { notes.append("paused until \(until.toMinute)") }
        if let summary { notes.append(summary) }
        let open = tasks.filter { $0.state == "open" }
        if !open.isEmpty {
            let late = open.count { $0.overdue }
            notes.append(
                "\(open.count) task\(open.count == 1 ? "" : "s") open"
                    + (late > 0 ? ", \(late) overdue" : "") + " (task list)"
            )
        }
        return notes + contradictions.map { "contradiction: \($0)" }
    }

    func lasted(at now: Timestamp) -> String { ((resolvedAt ?? now) - declaredAt).brief }
}
