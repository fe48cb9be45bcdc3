package import IncidentLog
package import Primitives

/// What is to be done about incidents, beside their checklists.
package struct TaskList: ListReport {
    /// The tasks, what is open first, then by when they are due.
    package let rows: [Row]

    /// A task and how it stands.
    package struct Row: Encodable, Sendable {
        let incident: IncidentID
        let number: Int
        let text: String
        let owner: String?
        let due: Timestamp?
        let state: String
        let overdue: Bool
        let endedAt: Timestamp?
        let remark: String?

        init(_ task: IncidentTask, of incident: IncidentID, at now: Timestamp) {
            self.incident = incident
            number = task.number
            text = task.text
            owner = task.owner
            due = task.due
            state = task.state.rawValue
            overdue = task.isOverdue(at: now)
            endedAt = task.endedAt
            remark = task.remark
        }
    }

    /// The tasks of these incidents at a moment.
    package init(_ incidents: [IncidentState], at now: Timestamp) {
        let all = incidents.flatMap { incident in
            incident.tasks.map { Row($0, of: incident.id, at: now) }
        }
        func rank(_ row: Row) -> Int { row.state == IncidentTask.State.open.rawValue ? 0 : 1 }
        func due(_ row: Row) -> Int64 { row.due?.milliseconds ?? .max }
        rows = all.enumerated().sorted { left, right in
            (rank(left.element), due(left.element), left.offset)
                < (rank(right.element), due(right.element), right.offset)
        }.map(\.element)
    }

    /// A row a task.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "TASK",
            "STATE",
            "OWNER",
            "DUE",
            "INCIDENT",
            "WHAT",
            spare: ["INCIDENT"],
            empty: "no task yet"
        )
        for task in rows {
            table.add(
                "\(task.number)",
                task.overdue ? "OVERDUE" : task.state,
                task.owner ?? "nobody",
                task.due?.toMinute ?? "-",
                task.incident.rawValue,
                task.text + (task.remark.map { " (\($0))" } ?? "")
            )
        }
        return [.table(table)]
    }
}
