import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Going to anything by its name.
extension AppModel {
    /// The entry of a typed number.
    func entryRow(numbered text: String) -> PaletteRow? {
        guard let number = Int64(text.trimmed.drop { $0 == "#" }),
            (1...max(1, log.sequence)).contains(number)
        else { return nil }
        return PaletteRow("\(number)", "entry of the log", .place(.entry(number)))
    }

    /// Everything that can be gone to by name.
    var places: [PaletteRow] {
        let signals = signalRows.map {
            PaletteRow($0.text, "signal \($0.id)", .place(.signal($0.key)))
        }
        let steps = (incident?.steps ?? []).map { step in
            PaletteRow(
                step.definition.title,
                "step \(step.definition.id), \(step.standing(at: now).rawValue)",
                .place(.step(step.definition.id))
            )
        }
        let incidents = log.incidents.reversed().map {
            PaletteRow(
                "\($0.id) \($0.title)",
                "incident, \($0.status.label.lowercased())",
                .place(.incident($0.id))
            )
        }
        let parties = parties.map {
            PaletteRow(
                $0.rawValue,
                "party, \(log.openImpact(of: $0, in: fleet?.name)?.kind ?? "served")",
                .place(.party($0))
            )
        }
        let screens = AppScreen.all.compactMap { screen in
            screen.opener.map {
                PaletteRow(screen.title, $0.title, .place(.screen(ScreenRoute(screen.id))))
            }
        }
        let nodes = nodeOrder.map {
            PaletteRow($0.rawValue, "node, \(words(of: $0))", .place(.node($0)))
        }
        return signals + steps + screens + parties + nodes + incidents
    }

    /// Goes to a place, with the cursor on what was meant.
    mutating func go(to place: PaletteRow.Place) -> [Effect] {
        clearProblem()
        switch place {
        case .node(let id):
            if screen == .commandCentre { select(id.rawValue, in: .fleet) }
            return openNode(id)
        case .step(let id): goToPane(.checklist, row: id.rawValue)
        case .party(let id): goToPane(.parties, row: id.rawValue)
        case .signal(let key):
            go(to: .signal(key.rowName))
        case .incident(let id):
            showIncident(id)
            begin(at: .commandCentre)
        case .screen(let route): go(to: route)
        case .entry(let number): showEntry(number)
        }
        return []
    }

    private mutating func go(to route: ScreenRoute) {
        if screen != route { show(route) }
    }

    private mutating func goToPane(_ pane: Pane, row: String) {
        begin(at: .commandCentre)
        focus = pane
        select(row, in: pane.context)
    }

    /// Puts the cursor of a list on a row; a filter that hides it is taken away.
    private mutating func select(_ row: String, in context: CommandRow.Context) {
        if rows(context).place(of: row) == nil { cursors[context]?.filter = "" }
        let rows = rows(context)
        guard let place = rows.place(of: row) else { return }
        cursors[context, default: ListCursor()].move(to: place, in: rows)
    }
}
