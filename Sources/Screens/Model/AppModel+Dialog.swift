import CellGrid
import CommandTable

extension AppModel {
    /// Handles a key while a dialog is open.
    mutating func handle(_ key: Key, in dialog: Dialog) -> [Effect] {
        if case .confirmation(let confirmation) = dialog { return handle(key, in: confirmation) }
        if key.code == .escape || key == Key("c", modifiers: .control) {
            if case .form(let form) = dialog { leave(form) }
            self.dialog = nil
            if case .choice(let choice) = dialog { return choice.leaving }
            // Back to what it was found by.
            if case .entry(let card) = dialog { self.dialog = card.search.map { .palette($0) } }
            return []
        }
        switch dialog {
        case .form(let form): return handle(key, in: form)
        case .choice(let choice): return handle(key, in: choice)
        case .palette(let palette): return handle(key, in: palette)
        case .help(let help): return handle(key, in: help)
        case .entry(let card): return handle(key, in: card)
        case .confirmation: return []
        }
    }

    /// Opens a dialog; a form shows what was typed for the same purpose before.
    mutating func open(_ new: Dialog?) {
        dialog = new
        guard case .form(var form) = new, let key = form.draftKey, let draft = drafts[key],
            form.fill(draft.texts)
        else { return }
        dialog = .form(form)
        show("what you typed before is back; Ctrl+U empties a field", isProblem: false)
    }

    private mutating func leave(_ form: Form) {
        guard let key = form.draftKey else { return }
        let draft = Draft(key, form.texts)
        drafts.keep(draft, unlike: form.initialTexts)
        if drafts[key] != nil { show("what you typed is kept", isProblem: false) }
    }

    private mutating func handle(_ key: Key, in confirmation: Confirmation) -> [Effect] {
        if let scrolled = scrolled(confirmation, by: key) {
            dialog = .confirmation(scrolled)
            return []
        }
        switch key.code {
        case .left, .right, .tab, .backTab:
            var confirmation = confirmation
            confirmation.isOnVerb.toggle()
            dialog = .confirmation(confirmation)
            return []
        case .enter: return answer(confirmation, isYes: confirmation.isOnVerb)
        default: return answer(confirmation, isYes: key == Key(Confirmation.yes))
        }
    }

    private mutating func answer(_ confirmation: Confirmation, isYes: Bool) -> [Effect] {
        dialog = nil
        guard isYes else {
            switch confirmation.action {
            case .send(let form, _): dialog = .form(form)
            case .typed(_, let palette?): dialog = .palette(palette)
            case .call, .typed(_, nil): show("nothing was done", isProblem: false)
            }
            return []
        }
        clearProblem()
        switch confirmation.action {
        case .send(let form, let flag): return sendConfirmed(form, giving: flag)
        case .call(let call), .typed(let call, _):
            return row(named: call.name).map { attempt(call, $0, isConfirmed: true) } ?? []
        }
    }

    private mutating func handle(_ key: Key, in choice: Choice) -> [Effect] {
        var choice = choice
        switch key.code {
        case .up, .character("k"): choice.selection = max(0, choice.selection - 1)
        case .down, .character("j"), .tab:
            choice.selection = min(choice.options.count - 1, choice.selection + 1)
        case .enter:
            dialog = nil
            guard choice.options.indices.contains(choice.selection) else { return [] }
            return choose(choice.options[choice.selection].outcome)
        case .character(let character):
            let digit = character.wholeNumberValue
            guard digit != nil,
                let place = choice.options.indices.first(where: {
                    choice.digit(at: $0) == digit
                })
            else { return [] }
            dialog = nil
            return choose(choice.options[place].outcome)
        default: break
        }
        dialog = .choice(choice)
        return choice.trying
    }

    private mutating func choose(_ outcome: Choice.Outcome) -> [Effect] {
        switch outcome {
        case .call(let call): row(named: call.name).map { attempt(call, $0) } ?? []
        case .drill(let name): [.startDrill(name)]
        case .theme(let name): [.keepTheme(name)]
        }
    }

    private mutating func handle(_ key: Key, in form: Form) -> [Effect] {
        var form = form
        if row(.edit)?.keys.contains(key) == true { return editLine() }
        switch key.code {
        case .enter where key.modifiers.contains(.alt) && form.fields[form.focus].isLong:
            form.fields[form.focus].editor.insert("\n")
        case .enter:
            // What must be given comes first; the rest has its default.
            guard let missing = form.firstMissing(after: form.focus) else { return submit(form) }
            form.focus = missing
        case .tab, .down:
            form.focus = (form.focus + 1) % form.fields.count
        case .backTab, .up:
            form.focus = (form.focus + form.fields.count - 1) % form.fields.count
        default:
            _ = form.fields[form.focus].editor.handle(key)
        }
        dialog = .form(form)
        return []
    }
}

extension Choice {
    /// What shows the line under the cursor before it is chosen.
    fileprivate var trying: [Effect] {
        guard options.indices.contains(selection),
            case .theme(let name) = options[selection].outcome
        else { return [] }
        return [.tryTheme(name)]
    }

    /// What takes back all that was shown, when nothing is chosen.
    fileprivate var leaving: [Effect] { trying.isEmpty ? [] : [.dropTheme] }
}
