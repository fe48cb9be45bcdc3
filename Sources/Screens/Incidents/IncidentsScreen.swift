import Primitives
import IncidentLog
import CellGrid
import CommandTable

/// Every incident, the newest first.
enum IncidentsScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let ids = model.rows(.incidents)
        let rows = Rows(model)
        ListFrame.draw(
            "Incidents ─ \(ids.count)" + model.filterNote(.incidents),
            rows: rows.incidents,
            empty: model.emptyWords(
                .incidents,
                "No incident yet. \(model.keyText("incident declare")) declares one."
            ),
            selection: model.cursor(in: .incidents).place(in: ids),
            mark: model.mark(.incidents),
            theme,
            in: rect,
            on: &canvas
        ) { rows.spans($0, model, theme) }
    }

    /// The incidents listed, with the widths of their columns.
    struct Rows {
        let incidents: [IncidentState]
        private let widths: (declared: Int, took: Int)

        init(_ model: AppModel) {
            incidents = model.rows(.incidents).compactMap {
                model.log.incident(IncidentID($0))
            }
            let times = incidents.map { Self.when($0, model) }
            widths = (
                times.map { DisplayWidth.of($0.declared) }.max() ?? 0,
                times.map { DisplayWidth.of($0.took) }.max() ?? 0
            )
        }

        /// An incident in one line.
        func spans(
            _ incident: IncidentState,
            _ model: AppModel,
            _ theme: Theme
        ) -> [TextSpan] {
            let time = Self.when(incident, model)
            return [
                TextSpan("\(incident.id) ", style: theme[.strong]),
                TextSpan("\(incident.severity.label) ", style: theme[.text]),
                TextSpan(
                    DisplayWidth.pad(incident.status.label, to: 14, alignment: .leading),
                    style: theme[incident.status.isOpen ? .warning : .muted]
                ),
                TextSpan(
                    DisplayWidth.pad(time.declared, to: widths.declared + 1, alignment: .leading)
                        + DisplayWidth.pad(time.took, to: widths.took + 1, alignment: .leading),
                    style: theme[.muted]
                ),
                TextSpan(incident.title, style: theme[.text]),
            ]
        }

        /// When it was declared, and how long it took when it is over.
        private static func when(
            _ incident: IncidentState,
            _ model: AppModel
        ) -> (declared: String, took: String) {
            let took =
                incident.status.isOpen ? "" : "took \(incident.elapsed(at: model.now).brief)"
            return (model.momentAndAge(incident.declaredAt), took)
        }
    }
}

extension ScreenList {
    /// All incidents.
    static let incidents = ScreenList(
        context: .incidents,
        rows: { .names($0.log.incidents.reversed().map(\.id.rawValue)) },
        texts: { model in
            model.log.incidents.reversed().map { incident in
                [
                    incident.id.rawValue, incident.severity.label, incident.status.label,
                    incident.title,
                ]
                .joined(separator: " ")
            }
        },
        row: lines(of: .incidents) { ListFrame.inside($1) }
    )
}

extension AppScreen {
    /// All incidents.
    static let incidents = AppScreen.of(
        .incidents,
        id: "incidents",
        title: "Incidents",
        opener: CommandRow("incidents", "see all incidents", [.init("I")], cli: "incident list"),
        hints: { model in
            FooterBar.own(model, .incidents) + FooterBar.named(model, "incident declare")
                + FooterBar.words(model, .nextPane, .back)
        },
        drawList: { IncidentsScreen.draw($0, $1, in: $2, on: &$3) },
        detail: { model, theme, width in
            model.selected(.incidents).flatMap { model.log.incident(IncidentID($0)) }
                .map { IncidentDetail.of($0, model, theme, width: width) }
        }
    )
}
