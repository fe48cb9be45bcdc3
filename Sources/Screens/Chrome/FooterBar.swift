import CellGrid
import CommandTable

/// The line at the bottom: what just happened, else the keys that matter here.
enum FooterBar {
    /// A key and what it does.
    typealias Hint = (key: String, word: String)

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

    private static func hints(_ model: AppModel) -> [Hint] {
        if model.dialog != nil { return dialogHints(model) }
        if let completion = model.completion { return hints(completion) }
        if model.isComposing {
            return [
                ("Enter", "send"), ("Alt+Enter", "new line"), ("Esc", "leave, keep the draft"),
                ("@-15m", "back-date"), ("Tab", "@people #nodes /commands"),
                (model.keyText(.edit), "$EDITOR"), ("↑", "earlier lines"),
            ]
        }
        let drill = model.drill == nil ? [] : drillHints(model)
        let filter = model.list == nil ? [] : words(model, .filter)
        let mode: [Hint] = model.isReadOnly ? [("[read-only]", "")] : []
        return mode + model.shown.hints(model)
            + drill + words(model, .help, .palette, .quit) + filter
    }

    private static func dialogHints(_ model: AppModel) -> [Hint] {
        switch model.dialog {
        case .confirmation(let confirmation): hints(model, confirmation)
        case .choice: [("↑↓ 1–9", "choose"), ("Enter", "take"), ("Esc", "cancel")]
        case .palette(let palette): hints(palette)
        case .form(let form): hints(model, form)
        case .help: [("↑↓", "choose"), ("Enter", "do it"), ("Esc", "back")]
        case .entry:
            [
                ("Enter", "show it in its log"), ("← →", "the one before, after"),
                (model.keyText(.copy), "copy"), ("Esc", "back"),
            ]
        case nil: []
        }
    }

    private static func hints(_ model: AppModel, _ form: Form) -> [Hint] {
        let next: [Hint] = form.fields.count == 1 ? [] : [("Tab", "next field")]
        let isLong = form.fields[form.focus].isLong
        let editor: [Hint] =
            isLong ? [("Alt+Enter", "new line"), (model.keyText(.edit), "$EDITOR")] : []
        return [("Enter", "go on")] + next + [("Esc", "leave, keep the text")] + editor
    }

    private static func hints(_ palette: Palette) -> [Hint] {
        switch palette.scope {
        case .entries: [("↑↓", "choose"), ("Enter", "show it"), ("Esc", "cancel")]
        case .places: [("↑↓", "choose"), ("Enter", "go there"), ("Esc", "cancel")]
        case .commands:
            [
                ("↑↓", "choose"), ("Enter", palette.usage == nil ? "take" : "do it"),
                ("Tab", "complete"), ("Esc", "cancel"),
            ]
        }
    }

    private static func hints(_ model: AppModel, _ confirmation: Confirmation) -> [Hint] {
        let scroll: [Hint] = model.hiddenRows(of: confirmation) > 0 ? [("↑↓", "scroll")] : []
        let enter = confirmation.isOnVerb ? confirmation.verb : confirmation.refusalWord
        return [("\(Confirmation.yes)", confirmation.verb), ("Enter", enter.lowercased())] + scroll
            + [("Tab", "choose")]
    }

    // MARK: From the rows

    /// What a place has of its own, in the words of the rows.
    static func own(
        _ model: AppModel,
        _ context: CommandRow.Context,
        without left: ScreenCommand...
    ) -> [Hint] {
        model.commands.compactMap { row in
            guard let key = row.keys(in: context).first, !row.footer.isEmpty,
                !left.map(\.rawValue).contains(row.name)
            else { return nil }
            return (key.description, row.footer)
        }
    }

    /// Commands of the screen, in the words of their rows.
    static func words(
        _ model: AppModel,
        _ commands: ScreenCommand...
    ) -> [Hint] {
        commands.compactMap { command in
            model.row(command).map { (model.keyText($0.name), $0.footer) }
        }
    }

    /// Commands by their names, in the words of their rows.
    static func named(_ model: AppModel, _ names: String...) -> [Hint] {
        names.compactMap { name in
            model.row(named: name).map { (model.keyText(name), $0.footer) }
        }
    }

    /// The first keys of two commands that belong together.
    static func keys(
        _ model: AppModel,
        _ first: ScreenCommand,
        _ second: ScreenCommand,
        apart: String = ""
    ) -> String {
        model.keyText(first.rawValue) + apart + model.keyText(second.rawValue)
    }

    private static func drillHints(_ model: AppModel) -> [Hint] {
        let pause = (model.keyText(.pause), model.isPaused ? "go on: PAUSED" : "pause")
        return [pause] + words(model, .skipAhead) + [speed(model)]
    }

    /// What a word can become, from the one that stands in the line on.
    private static func hints(_ completion: Completion) -> [Hint] {
        let others = completion.words.dropFirst(completion.place + 1).prefix(20)
        return [("Tab", "next"), ("▸", completion.word)] + others.map { ("·", $0) }
    }

    private static func speed(_ model: AppModel) -> Hint {
        (keys(model, .faster, .slower, apart: " "), "speed")
    }
}
