import FleetModel
package import IncidentLog
package import Primitives

/// The steps of an incident's checklist.
package struct StepList: ListReport {
    /// The steps in order.
    package let rows: [Row]
    private let incident: IncidentID

    /// A step and what became of it.
    package struct Row: Encodable, Sendable {
        let id: StepID
        let title: String
        let state: String
        let condition: String?
        let by: String?
        let at: Timestamp?
        let remark: String?
        let nodes: [NodeID]
        let signOff: String?
        let overridden: Bool
        let done: Bool

        init(_ step: StepState) {
            id = step.definition.id
            title = step.definition.title
            state = step.progress.rawValue
            condition = step.definition.condition
            by = step.actor?.name
            at = step.at
            remark = step.remark
            nodes = step.definition.nodes
            signOff = step.definition.signOff
            overridden = step.isOverridden
            done = step.isDone
        }
    }

    /// The checklist of an incident.
    package init(_ incident: IncidentState) {
        self.init(rows: incident.steps.map(Row.init), of: incident.id)
    }

    init(rows: [Row], of incident: IncidentID) {
        self.rows = rows
        self.incident = incident
    }

    /// A row a step.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "STEP",
            "STATE",
            "BY",
            "AT",
            "TITLE",
            "PROOF OR REASON",
            spare: ["AT", "BY"],
            empty: "\(incident) has no checklist"
        )
        for step in rows {
            table.add(
                step.id.rawValue,
                step.state + (step.overridden ? "*" : ""),
                step.by ?? "-",
                step.at.map { "\($0.hourMinute)Z" } ?? "-",
                step.title,
                step.remark ?? step.condition ?? ""
            )
        }
        return [.table(table)]
    }
}
