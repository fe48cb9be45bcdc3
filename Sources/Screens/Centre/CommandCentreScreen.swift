import IncidentLog
import CellGrid
import CommandTable

extension ScreenRoute {
    /// The panes around one incident and one fleet.
    static let commandCentre = ScreenRoute("commandCentre")
}

extension AppScreen {
    /// The panes around one incident and one fleet.
    static let commandCentre = AppScreen(
        id: ScreenRoute.commandCentre.screen,
        title: "Command centre",
        context: { $0.focus.context },
        lists: [.situation, .fleet, .checklist, .log, .parties],
        place: { model, list in
            let panes = CommandCentreLayout(model).panes
            return panes.first { $0.key.context == list.context }?.value
        },
        hasComposer: true,
        reads: .pane,
        hints: CommandCentreScreen.hints,
        back: { model in
            model.settleDown()
            return true
        },
        draw: { model, theme, _, canvas in
            CommandCentreScreen.draw(model, theme, on: &canvas)
        }
    )
}

/// The first screen of an incident: the fleet, the checklist, the log and the parties.
enum CommandCentreScreen {
    static func draw(_ model: AppModel, _ theme: Theme, on canvas: inout Canvas) {
        let layout = CommandCentreLayout(model)
        for pane in AppModel.Pane.allCases {
            guard let rect = layout.panes[pane] else { continue }
            switch pane {
            case .situation: SituationPane.draw(model, theme, in: rect, on: &canvas)
            case .fleet: FleetPane.draw(model, theme, in: rect, on: &canvas)
            case .checklist: ChecklistPane.draw(model, theme, in: rect, on: &canvas)
            case .log: LogPane.draw(model, theme, in: rect, on: &canvas)
            case .parties: PartiesPane.draw(model, theme, in: rect, on: &canvas)
            }
            if pane == .fleet || pane == .parties {
                model.fadeInSilence(rect.inset(1), theme, on: &canvas)
            }
        }
        if let rect = layout.bareSituation {
            SituationPane.drawBare(model, theme, in: rect, on: &canvas)
        }
        // Last, so that a shared border shows the focus.
        if let rect = layout.panes[model.focus], layout.panes.count > 1 {
            canvas.restyleBorder(of: rect, theme[.borderFocus])
        }
    }

    static func hints(_ model: AppModel) -> [FooterBar.Hint] {
        let isOpen = model.incident?.status.isOpen == true
        let common =
            isOpen
            ? FooterBar.named(model, "incident state", "update send")
            : FooterBar.named(model, "incident declare")
        let own = FooterBar.own(model, model.focus.context)
        guard model.focus == .log else {
            return own + FooterBar.words(model, .nextPane, .say) + common
        }
        return own + [.init(FooterBar.keys(model, .up, .down), "scroll")]
            + FooterBar.words(model, .nextPane) + common
    }
}
