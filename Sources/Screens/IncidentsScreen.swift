import CommandTable
import Primitives
import IncidentLog
import CellGrid

/// Every incident, the newest first.
enum IncidentsScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let ids = model.rows(.incidents)
        let rows = ids.compactMap { model.log.incident(IncidentID($0)) }.map { incident in
            [
                TextSpan("\(incident.id) ", style: theme[.strong]),
                TextSpan("\(incident.severity.label) ", style: theme[.text]),
                TextSpan(
                    DisplayWidth.pad(incident.status.label, to: 14, alignment: .leading),
                    style: theme[incident.status.isOpen ? .warning : .muted]
                ),
                TextSpan(
                    "\(incident.declaredAt.date) \(model.minute(incident.declaredAt))  "
                        + DisplayWidth.pad(
                            incident.elapsed(at: model.now).brief,
                            to: 7,
                            alignment: .trailing
                        )
                        + "  ",
                    style: theme[.muted]
                ),
                TextSpan(incident.title, style: theme[.text]),
            ]
        }
        ListFrame.draw(
            "Incidents ─ \(rows.count) " + model.filterNote(.incidents),
            rows: rows,
            empty: model.emptyWords(.incidents, "No incident yet. D declares one."),
            selection: model.cursor(in: .incidents).place(in: ids),
            theme,
            in: rect,
            on: &canvas
        )
    }
}
