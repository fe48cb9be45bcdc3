import FleetModel
package import IncidentLog
package import Primitives

/// What was done for which node and party: a grid of the steps that are done once for each.
package struct StepMatrix: Report {
    let incident: IncidentID
    let checks: [Check]
    let targets: [Target]

    /// A step that has a row for each target.
    struct Check: Encodable, Sendable {
        let id: StepID
        let title: String
    }

    /// A node or a party, with where each step stands for it.
    struct Target: Encodable, Sendable {
        /// node or party.
        let kind: String
        let name: String
        let cells: [Cell]
    }

    /// Where one step stands for one target.
    struct Cell: Encodable, Sendable {
        let check: StepID
        let step: StepID
        let state: String
        let done: Bool
        let overridden: Bool
        let at: Timestamp?
        let by: String?
        let evidence: EvidenceRow?
        let remark: String?

        init(_ row: StepState, at now: Timestamp) {
            check = row.definition.base
            step = row.definition.id
            state = row.standing(at: now).rawValue
            done = row.isDone(at: now)
            overridden = row.isOverridden
            at = row.at
            by = row.actor?.name
            evidence =
                row.isKeptBack(at: now)
                ? nil : row.evidence.map { EvidenceRow($0, entry: row.evidenceEntry) }
            remark = row.remark(toldAt: now)
        }
    }

    /// The grid of an incident at this moment.
    package init(_ incident: IncidentState, at now: Timestamp) {
        self.incident = incident.id
        let rows = incident.steps.filter { $0.definition.target != nil }
        var checks: [Check] = []
        var order: [StepTarget] = []
        for row in rows {
            guard let target = row.definition.target else { continue }
            if !checks.contains(where: { $0.id == target.step }) {
                checks.append(Check(id: target.step, title: row.definition.title))
            }
            if !order.contains(where: { $0.isSame(as: target) }) { order.append(target) }
        }
        self.checks = checks
        targets = order.map { target in
            let own = rows.filter { $0.definition.target?.isSame(as: target) == true }
            return Target(
                kind: target.node == nil ? "party" : "node",
                name: target.name,
                cells: own.map { Cell($0, at: now) }
            )
        }
    }

    /// A table for the nodes and one for the parties: a row a target, a column a step.
    package func text(at now: Timestamp) -> [ReportPart] {
        let parts = ["node", "party"].compactMap { kind -> ReportPart? in
            let own = targets.filter { $0.kind == kind }
            let columns = checks.filter { check in
                own.contains { $0.cells.contains { $0.check == check.id } }
            }
            guard !own.isEmpty else { return nil }
            var table = ReportTable(
                [kind.uppercased()] + columns.map { $0.id.rawValue.uppercased() }
            )
            for target in own {
                let cells = columns.map { check in
                    target.cells.first { $0.check == check.id }.map(Self.words) ?? "-"
                }
                table.add(cells: ([target.name] + cells).map { .text($0) })
            }
            return .table(table)
        }
        return parts.isEmpty
            ? [.line("\(incident) has no step that is done once for each node or party")] : parts
    }

    private static func words(_ cell: Cell) -> String {
        let mark = cell.overridden ? "*" : ""
        let when = cell.at.map { " \($0.hourMinute)Z" } ?? ""
        return cell.state + mark + when + (cell.evidence == nil ? "" : " proved")
    }
}
