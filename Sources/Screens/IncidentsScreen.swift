import Primitives
import IncidentLog
import CellGrid

/// Every incident, the newest first.
enum IncidentsScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let rows = model.log.incidents.reversed().map { incident in
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
            "Incidents ─ \(rows.count)",
            rows: rows,
            empty: model.emptyWords("No incident yet. D declares one."),
            selection: model.selectedRow,
            theme,
            in: rect,
            on: &canvas
        )
    }
}
