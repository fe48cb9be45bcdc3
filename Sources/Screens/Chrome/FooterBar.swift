import CellGrid
import CommandTable
import Monitoring

/// The line at the bottom: what just happened, else the keys that matter here.
enum FooterBar {
    /// A key and what it does.
    struct Hint {
        let key: String
        let word: String
        /// The name of the command behind it; nil for what is no command.
        let command: String?

        init(_ key: String, _ word: String, of row: CommandRow? = nil) {
            self.key = key
            self.word = word
            command = row?.name
        }

        /// The columns that it takes with the gap behind it.
        var width: Int { DisplayWidth.of(key) + 1 + DisplayWidth.of(word) + 2 }

        /// Whether it tells of all the others.
        var tellsAll: Bool { command == ScreenCommand.help.rawValue }
    }

    /// From so many columns on the help stays, whatever does not fit beside it.
    private static let leastForHelp = 60

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
        let hints = hints(model)
        var kept =
            rect.width < leastForHelp
            ? 0 : hints.reduce(0) { $0 + ($1.tellsAll ? $1.width : 0) }
        var isFull = false
        for hint in hints {
            let isKept = kept > 0 && hint.tellsAll
            if isKept { kept -= hint.width }
            guard isKept || !isFull, x + hint.width + kept <= rect.maxX else {
                isFull = true
                continue
            }
            let isRefused = model.isRefusedInFooter(hint)
            x += canvas.draw(hint.key, x: x, y: rect.y, style: theme[isRefused ? .disabled : .key])
            x += 1
            let role: ThemeRole = isRefused ? .disabled : .muted
            x += canvas.draw(hint.word, x: x, y: rect.y, style: theme[role])
            x += 2
        }
    }

    /// Whether a question waits for its answer: how to give it is more than what was done before.
    private static func isAsking(_ model: AppModel) -> Bool {
        if case .confirmation = model.dialog { return true }
        return false
    }

    static func hints(_ model: AppModel) -> [Hint] {
        if model.dialog != nil { return dialogHints(model) }
        if let completion = model.completion { return hints(completion) }
        if model.isComposing {
            return [
                .init("Enter", "send"), .init("Alt+Enter", "new line"),
                .init("Esc", "leave, keep the draft"),
                .init("@-15m", "back-date"), .init("Tab", "@people #nodes /commands"),
                .init(model.keyText(.edit), "$EDITOR"), .init("↑", "earlier lines"),
            ]
        }
        let drill = model.drill == nil ? [] : drillHints(model)
        let last = model.list.map { words(model, .filter) + hints(model, $0.lastHints, in: $0) }
        let mode: [Hint] = model.isReadOnly ? [.init("[read-only]", "")] : []
        return mode + model.shown.hints(model)
            + drill + words(model, .help, .palette, .quit) + (last ?? [])
    }

    private static func dialogHints(_ model: AppModel) -> [Hint] {
        switch model.dialog {
        case .confirmation(let confirmation): hints(model, confirmation)
        case .choice: [.init("↑↓ 1–9", "choose"), .init("Enter", "take"), .init("Esc", "cancel")]
        case .palette(let palette): hints(palette)
        case .form(let form): hints(model, form)
        case .help: [.init("↑↓", "choose"), .init("Enter", "do it"), .init("Esc", "back")]
        case .entry:
            [
                .init("Enter", "show it in its log"), .init("← →", "the one before, after"),
                .init(model.keyText(.copy), "copy"), .init("Esc", "back"),
            ]
        case nil: []
        }
    }

    private static func hints(_ model: AppModel, _ form: Form) -> [Hint] {
        let next: [Hint] = form.fields.count == 1 ? [] : [.init("Tab", "next field")]
        let isLong = form.fields[form.focus].isLong
        let editor: [Hint] =
            isLong ? [.init("Alt+Enter", "new line"), .init(model.keyText(.edit), "$EDITOR")] : []
        return [.init("Enter", "go on")] + next + [.init("Esc", "leave, keep the text")] + editor
    }

    private static func hints(_ palette: Palette) -> [Hint] {
        switch palette.scope {
        case .entries: [.init("↑↓", "choose"), .init("Enter", "show it"), .init("Esc", "cancel")]
        case .places: [.init("↑↓", "choose"), .init("Enter", "go there"), .init("Esc", "cancel")]
        case .commands:
            [
                .init("↑↓", "choose"), .init("Enter", palette.usage == nil ? "take" : "do it"),
                .init("Tab", "complete"), .init("Esc", "cancel"),
            ]
        }
    }

    private static func hints(_ model: AppModel, _ confirmation: Confirmation) -> [Hint] {
        let scroll: [Hint] = model.hiddenRows(of: confirmation) > 0 ? [.init("↑↓", "scroll")] : []
        let enter = confirmation.isOnVerb ? confirmation.verb : confirmation.refusalWord
        return [
            .init("\(Confirmation.yes)", confirmation.verb), .init("Enter", enter.lowercased()),
        ] + scroll + [.init("Tab", "choose")]
    }

    // MARK: From the rows

    /// What a place has of its own, in the words of the rows.
    static func own(
        _ model: AppModel,
        _ context: CommandRow.Context,
        without left: ScreenCommand...
    ) -> [Hint] {
        let last = ScreenList.of(context)?.lastHints ?? []
        return model.commands.rows(in: context).compactMap { row in
            guard let key = row.keys(in: context).first, !row.footer.isEmpty,
                !last.contains(row.name),
                !left.map(\.rawValue).contains(row.name)
            else { return nil }
            return Hint(key.description, row.footer, of: row)
        }
    }

    /// Commands of the screen, in the words of their rows.
    static func words(
        _ model: AppModel,
        _ commands: ScreenCommand...
    ) -> [Hint] {
        commands.compactMap { command in
            model.row(command).map { Hint(model.keyText($0.name), $0.footer, of: $0) }
        }
    }

    /// Commands by their names, in the words of their rows.
    static func named(_ model: AppModel, _ names: String...) -> [Hint] {
        names.compactMap { name in
            model.row(named: name).map { Hint(model.keyText(name), $0.footer, of: $0) }
        }
    }

    private static func hints(_ model: AppModel, _ names: [String], in list: ScreenList) -> [Hint] {
        names.compactMap { name in
            model.row(named: name).map {
                Hint(model.keyText(name, in: list.context), $0.footer, of: $0)
            }
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
        if model.isReplay { return own(model, .replay) + [speed(model)] }
        guard model.drill?.isOver != true else { return [] }
        let pause = Hint(model.keyText(.pause), model.isPaused ? "go on: PAUSED" : "pause")
        return [pause] + words(model, .skipAhead) + [speed(model)]
    }

    /// What a word can become, from the one that stands in the line on.
    private static func hints(_ completion: Completion) -> [Hint] {
        let others = completion.words.dropFirst(completion.place + 1).prefix(20)
        return [.init("Tab", "next"), .init("▸", completion.word)] + others.map { .init("·", $0) }
    }

    private static func speed(_ model: AppModel) -> Hint {
        .init(keys(model, .faster, .slower, apart: " "), "speed")
    }
}
