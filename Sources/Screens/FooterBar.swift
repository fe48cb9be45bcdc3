import IncidentLog
import CellGrid

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
        var hints = paneHints(model)
        if model.drill != nil { hints += [("f", "next turn"), ("+ -", "speed")] }
        return hints + [("?", "help"), (":", "commands"), ("q", "quit")]
    }

    private static func dialogHints(_ model: AppModel) -> [(String, String)] {
        switch model.dialog {
        case .confirmation(let confirmation): confirmationHints(confirmation)
        case .choice, .palette: [("↑↓", "choose"), ("Enter", "take"), ("Esc", "cancel")]
        case .form: [("Tab", "next field"), ("Enter", "go on"), ("Esc", "leave, keep the text")]
        case nil: []
        }
    }

    private static func confirmationHints(_ confirmation: Confirmation) -> [(String, String)] {
        switch confirmation.action {
        case .send: [("y", confirmation.verb), ("Esc", "back to the text")]
        case .run: [("y", confirmation.verb), ("any other key", "no")]
        }
    }

    private static func paneHints(_ model: AppModel) -> [(String, String)] {
        switch model.screen {
        case .welcome: return []
        case .node:
            return [
                ("↑↓", "series"), ("←→", "cursor"), ("< >", "marks"), ("[ ]", "window"),
                ("Esc", "back"),
            ]
        case .help: return [("↑↓", "scroll"), ("Esc", "back")]
        case .signals, .signal:
            let enter = model.screen == .signals ? [("Enter", "show")] : []
            return enter + [
                ("a", "ack"), ("s", "shelve"), ("c", "clear"), ("m", "maintenance"),
                ("/", "filter"), ("h", "cleared"), ("Esc", "back"),
            ]
        case .updates: return [("u", "new update"), ("r", "try again"), ("Esc", "back")]
        case .incidents: return [("Enter", "show"), ("D", "declare"), ("Esc", "back")]
        case .commandCentre: break
        }
        let common =
            model.incident?.status.isOpen == true
            ? [("s", "state"), ("u", "update")] : [("D", "declare")]
        switch model.focus {
        case .fleet: return [("Enter", "node"), ("Tab", "pane"), ("i", "say")] + common
        case .checklist:
            return [("Space", "tick"), ("x", "fail"), ("n", "skip"), ("Tab", "pane"), ("i", "say")]
                + common
        case .channel: return [("Enter", "say"), ("↑↓", "scroll"), ("Tab", "pane")] + common
        case .parties:
            return [("p", "impact"), ("r", "accept the rest"), ("Tab", "pane"), ("i", "say")]
                + common
        }
    }
}
