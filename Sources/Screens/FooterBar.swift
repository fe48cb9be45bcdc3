import IncidentLog
import CellGrid
import CommandTable

/// The line at the bottom: what just happened, else the keys that matter here.
enum FooterBar {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, style: theme[.text])
        if let toast = model.toast, toast.isProblem || !isAsking(model) {
            let style = theme[toast.isProblem ? .warning : .good]
            canvas.draw(
                (toast.isProblem ? " ! " : " ✓ ") + toast.text,
                x: rect.x,
                y: rect.y,
                width: rect.width,
                style: style
            )
            return
        }
        var x = rect.x + 1
        for (key, word) in hints(model) {
            let width = DisplayWidth.of(key) + 1 + DisplayWidth.of(word) + 2
            guard x + width <= rect.maxX else { break }
            x += canvas.draw(key, x: x, y: rect.y, style: theme[.key])
            x += 1
            x += canvas.draw(word, x: x, y: rect.y, style: theme[.muted])
            x += 2
        }
    }

    /// Whether a question waits for its answer: how to give it is more than what was done before.
    private static func isAsking(_ model: AppModel) -> Bool {
        if case .confirmation = model.dialog { return true }
        return false
    }

    private static func hints(_ model: AppModel) -> [(String, String)] {
        if model.dialog != nil { return dialogHints(model) }
        if model.isComposing {
            return [
                ("Enter", "send"), ("Alt+Enter", "new line"), ("Esc", "leave, keep the draft"),
                ("@-15m", "back-date"),
            ]
        }
        let drill = model.drill == nil ? [] : words(model, .skipAhead) + [speed(model)]
        return paneHints(model) + drill + words(model, .help, .palette, .quit)
    }

    private static func dialogHints(_ model: AppModel) -> [(String, String)] {
        switch model.dialog {
        case .confirmation(let confirmation): hints(model, confirmation)
        case .choice: [("↑↓", "choose"), ("Enter", "take"), ("Esc", "cancel")]
        case .palette:
            [("↑↓", "choose"), ("Enter", "take"), ("Tab", "complete"), ("Esc", "cancel")]
        case .form: [("Tab", "next field"), ("Enter", "go on"), ("Esc", "leave, keep the text")]
        case nil: []
        }
    }

    private static func hints(
        _ model: AppModel,
        _ confirmation: Confirmation
    ) -> [(String, String)] {
        let scroll = model.hiddenRows(of: confirmation) > 0 ? [("↑↓", "scroll")] : []
        switch confirmation.action {
        case .send: return [("y", confirmation.verb)] + scroll + [("Esc", "back to the text")]
        case .call: return [("y", confirmation.verb)] + scroll + [("any other key", "no")]
        }
    }

    private static func paneHints(_ model: AppModel) -> [(String, String)] {
        let up = keys(model, .up, .down)
        switch model.screen {
        case .welcome: return []
        case .node:
            return [
                (up, "series"), (keys(model, .cursorLeft, .cursorRight), "cursor"),
                (keys(model, .previousMark, .nextMark, apart: " "), "marks"),
                (keys(model, .shorterWindow, .longerWindow, apart: " "), "window"),
            ] + words(model, .back)
        case .help: return [(up, "scroll")] + words(model, .back)
        case .signal:
            let own = own(model, .signals, without: .openSignal)
            return own + words(model, .back)
        case .signals: return own(model, .signals) + words(model, .back)
        case .updates:
            let new = (model.keyText("update send"), "new update")
            return [new] + own(model, .updates) + words(model, .back)
        case .incidents:
            return own(model, .incidents) + named(model, "incident declare")
                + words(model, .back)
        case .commandCentre: break
        }
        let isOpen = model.incident?.status.isOpen == true
        let common =
            isOpen
            ? named(model, "incident state", "update send") : named(model, "incident declare")
        switch model.focus {
        case .fleet: return own(model, .fleet) + words(model, .nextPane, .say) + common
        case .checklist: return own(model, .checklist) + words(model, .nextPane, .say) + common
        case .log:
            return own(model, .log) + [(up, "scroll")] + words(model, .nextPane) + common
        case .parties: return own(model, .parties) + words(model, .nextPane, .say) + common
        }
    }

    // MARK: From the rows

    /// What a place has of its own, in the words of the rows.
    private static func own(
        _ model: AppModel,
        _ context: CommandRow.Context,
        without left: ScreenCommand? = nil
    ) -> [(String, String)] {
        model.commands.compactMap { row in
            guard let key = row.keys(in: context).first, !row.footer.isEmpty,
                row.name != left?.rawValue
            else { return nil }
            return (key.description, row.footer)
        }
    }

    private static func words(
        _ model: AppModel,
        _ commands: ScreenCommand...
    ) -> [(String, String)] {
        commands.compactMap { command in
            model.row(command).map { (model.keyText($0.name), $0.footer) }
        }
    }

    private static func named(_ model: AppModel, _ names: String...) -> [(String, String)] {
        names.compactMap { name in
            model.row(named: name).map { (model.keyText(name), $0.footer) }
        }
    }

    private static func keys(
        _ model: AppModel,
        _ first: ScreenCommand,
        _ second: ScreenCommand,
        apart: String = ""
    ) -> String {
        model.keyText(first.rawValue) + apart + model.keyText(second.rawValue)
    }

    private static func speed(_ model: AppModel) -> (String, String) {
        (keys(model, .faster, .slower, apart: " "), "speed")
    }
}
