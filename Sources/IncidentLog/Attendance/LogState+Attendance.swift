import FleetModel
import Primitives

extension LogState {
    func decide(_ command: AttendanceCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .require(let id, let until, let reason):
            _ = try knownIncident(id)
            let reason = try text(reason, "the reason")
            guard until > context.now else {
                throw Refusal(.invalid, "the end is over already", argument: "until")
            }
            return [Decision(id, .attendance(.required(until: until, reason: reason)))]
        case .cover(let id, let by, let from, let to):
            let attendance = try attendance(of: id, at: context.now)
            let by = try text(by, "the name of whoever watches")
            guard from < to else {
                throw Refusal(.invalid, "the watch ends before it begins", argument: "to")
            }
            guard from < attendance.until, to > attendance.from else {
                throw Refusal(
                    .invalid,
                    "somebody must watch until \(attendance.until.date) "
                        + "\(attendance.until.hourMinute)Z; this lies outside",
                    argument: "from"
                )
            }
            return [Decision(id, .attendance(.covered(by: by, from: from, to: to)))]
        case .end(let id, let reason):
            _ = try attendance(of: id, at: context.now)
            let reason = try text(reason, "the reason")
            return [Decision(id, .attendance(.ended(reason: reason)))]
        }
    }

    /// That somebody must watch after a change that begins: nobody leaves before it has shown what
    /// it does.
    func attendance(after change: ChangeState, _ context: DecisionContext) -> [Decision] {
        guard let incident = change.incident.flatMap({ incident($0) }), incident.status.isOpen
        else { return [] }
        let isOverridden: Bool
        if case .overridden = change.standing(at: context.now) {
            isOverridden = true
        } else {
            isOverridden = false
        }
        let until =
            context.now + (isOverridden ? Attendance.afterOverride : Attendance.afterChange)
        if let known = incident.attendance, known.isDue(at: context.now), known.until >= until {
            return []
        }
        let reason =
            "\(change.id) \(isOverridden ? "goes on without an agreement" : "has begun"): "
            + change.plan.what
        return [Decision(incident.id, .attendance(.required(until: until, reason: reason)))]
    }

    private func attendance(
        of id: IncidentID,
        at now: Timestamp
    ) throws(Refusal) -> Attendance {
        guard let attendance = try knownIncident(id).attendance, attendance.isDue(at: now) else {
            throw Refusal(
                .invalid,
                "nobody needs to watch \(id); say until when (watch require --until …)"
            )
        }
        return attendance
    }
}

extension IncidentState {
    mutating func apply(_ event: AttendanceEvent, of entry: Entry) {
        switch event {
        case .required(let until, let reason):
            let shifts = attendance?.shifts.filter { $0.to > entry.occurredAt } ?? []
            attendance = Attendance(
                from: entry.occurredAt,
                until: until,
                reason: reason,
                shifts: shifts,
                entry: entry.id
            )
        case .covered(let by, let from, let to):
            attendance?.shifts.append(Attendance.Shift(by: by, from: from, to: to))
        case .ended: attendance?.endedAt = entry.occurredAt
        }
    }

    mutating func removeText(of id: EntryID, _ event: AttendanceEvent) {
        guard case .required(_, let reason) = event, attendance?.entry == id else { return }
        attendance?.reason = reason
    }
}

extension Attendance {
    mutating func move(by step: Duration) {
        from = from + step
        endedAt = endedAt.map { $0 + step }
    }
}
