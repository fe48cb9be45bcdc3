import Monitoring
import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// One list of the screen: what is in it, where its rows lie, and what a row opens.
///
/// The registry `all` is the only place that keys, the mouse and the filter know lists from.
struct ScreenList: Sendable {
    /// Where keys go while the list has them; also the name of the list.
    let context: CommandRow.Context
    /// The identities of all rows in their order, before the filter.
    let rows: @Sendable (AppModel) -> [String]
    /// The texts of the same rows that the filter looks through.
    let texts: @Sendable (AppModel) -> [String]
    /// Where rows lie inside the place of the list on the screen, one line each.
    let area: @Sendable (AppModel, Rect) -> Rect
    /// What a click on the chosen row asks for; nil when a row has nothing behind it.
    var open: ScreenCommand?

    /// Every list.
    static let all: [ScreenList] = [
        .fleet, .checklist, .log, .parties, .signals, .updates, .incidents,
    ]

    /// The list of a place; nil where there is none.
    static func of(_ context: CommandRow.Context) -> ScreenList? {
        all.first { $0.context == context }
    }

    /// The first row shown when `selection` of `count` rows has to be in sight.
    static func firstRow(selection: Int, count: Int, height: Int) -> Int {
        max(0, min(selection - height + 1, count - height))
    }
}

extension ScreenList {
    /// The nodes.
    private static let fleet = ScreenList(
        context: .fleet,
        rows: { $0.nodeOrder.map(\.rawValue) },
        texts: { model in
            model.nodeOrder.map { node in
                let health = model.health(of: node)
                return ([node.rawValue] + health.reasons + health.notes).joined(separator: " ")
            }
        },
        area: { _, rect in FleetPane.rows(in: rect) },
        open: .openNode
    )

    /// The steps of the incident shown.
    private static let checklist = ScreenList(
        context: .checklist,
        rows: { $0.incident?.steps.map(\.definition.id.rawValue) ?? [] },
        texts: { model in
            (model.incident?.steps ?? []).map { step in
                [step.definition.id.rawValue, step.definition.title, step.progress.rawValue]
                    .joined(separator: " ")
            }
        },
        area: { _, rect in ChecklistPane.rows(in: rect) }
    )

    /// The log; it has no cursor, it is scrolled from its newest line.
    private static let log = ScreenList(
        context: .log,
        rows: { $0.entries.filter($0.belongsToLog).map(\.id.rawValue) },
        texts: { model in model.entries.filter(model.belongsToLog).map(model.filterText) },
        area: { _, rect in Rect(x: rect.x, y: rect.y, width: rect.width, height: 0) }
    )

    /// The parties.
    private static let parties = ScreenList(
        context: .parties,
        rows: { $0.parties.map(\.rawValue) },
        texts: { $0.parties.map(\.rawValue) },
        area: { _, rect in rect.inset(1) }
    )

    /// The signals.
    private static let signals = ScreenList(
        context: .signals,
        rows: { SignalList.rows($0).map(\.id.rawValue) },
        texts: { SignalList.rows($0).map(SignalList.filterText) },
        area: { ListFrame.inside(SignalsScreen.list($0, in: $1)) },
        open: .openSignal
    )

    /// The updates of the incident shown.
    private static let updates = ScreenList(
        context: .updates,
        rows: { ($0.incident?.updates ?? []).reversed().map { "\($0.number)" } },
        texts: { model in
            (model.incident?.updates ?? []).reversed().map { update in
                "#\(update.number) \(update.author.name) \(update.text)"
            }
        },
        area: { ListFrame.inside(UpdatesScreen.list(in: $1)) }
    )

    /// All incidents.
    private static let incidents = ScreenList(
        context: .incidents,
        rows: { $0.log.incidents.reversed().map(\.id.rawValue) },
        texts: { model in
            model.log.incidents.reversed().map { incident in
                [
                    incident.id.rawValue, incident.severity.label, incident.status.label,
                    incident.title,
                ]
                .joined(separator: " ")
            }
        },
        area: { ListFrame.inside($1) },
        open: .openIncident
    )
}
