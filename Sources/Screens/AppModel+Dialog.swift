import FleetModel
import CellGrid
import IncidentLog
import Primitives

extension AppModel {
    /// The dialog that a command opens, filled in as far as is known.
    func makeDialog(for command: CommandID) -> Dialog? {
        switch command {
        case .declare, .openWithoutFleet: return .form(declareForm)
        case .status: return incident.map(statusChoice)
        case .severity: return incident.map(severityChoice)
        case .lead:
            return incident.map {
                .form(
                    Form(
                        "Lead of \($0.id)",
                        purpose: .changeLead($0.id),
                        fields: [.init("lead", operatorName, hint: "a name")]
                    )
                )
            }
        case .update: return incident.map { .form(updateForm($0)) }
        case .fail, .skip: return stepForm(command)
        case .correct: return ownLastNote.flatMap(correctionForm)
        case .impact, .residual: return party.map { impactForm($0, command) }
        case .retry: return incident.flatMap(retryChoice)
        case .ack, .shelve, .clearSignal, .maintenance, .endMaintenance, .filter:
            return signalDialog(for: command)
        case .playDrill:
            let options = drillNames.map { Choice.Option(label: $0, outcome: .drill($0)) }
            return .choice(Choice(title: "Play a drill", options: options))
        case .addEndpoint:
            return .form(
                Form(
                    "Point Tocsin at an endpoint",
                    purpose: .endpoint,
                    fields: [.init("addresses", hint: "http://127.0.0.1:9615/metrics …")]
                )
            )
        default: return nil
        }
    }

    private var declareForm: Form {
        let runbooks = fleet?.runbooks.map(\.name) ?? []
        var fields: [Form.Field] = [
            .init("title", hint: "what is wrong, in one line"),
            .init("severity", "2", hint: "1 worst … 4; unsure: the worse"),
            .init("impact from", hint: "-15m, 08:00Z, or empty"),
        ]
        if let first = runbooks.first {
            fields.append(.init("checklist", first, hint: runbooks.joined(separator: ", ")))
        }
        return Form("Declare an incident", purpose: .declare, fields: fields)
    }

    private func statusChoice(_ incident: IncidentState) -> Dialog {
        let options = incident.status.successors.map {
            Choice.Option(label: $0.rawValue, outcome: .status(incident.id, $0))
        }
        return .choice(
            Choice(title: "\(incident.id) is \(incident.status.rawValue); now", options: options)
        )
    }

    private func severityChoice(_ incident: IncidentState) -> Dialog {
        let options = Severity.allCases.map {
            Choice.Option(label: $0.label, outcome: .severity(incident.id, $0))
        }
        let place = Severity.allCases.firstIndex(of: incident.severity) ?? 0
        return .choice(
            Choice(title: "Severity of \(incident.id)", options: options, selection: place)
        )
    }

    private func updateForm(_ incident: IncidentState) -> Form {
        let channels = fleet?.channels.map(\.id.rawValue).joined(separator: " ") ?? ""
        let interval = incident.severity.updateInterval?.brief ?? ""
        return Form(
            "Update #\((incident.updates.last?.number ?? 0) + 1) of \(incident.id)",
            purpose: .update(incident.id),
            fields: [
                .init("text", hint: "what happened, what to do, what still works", isLong: true),
                .init("next update in", interval, hint: "30m, or empty for no promise"),
                .init("channels", channels, hint: "names apart by spaces"),
            ]
        )
    }

    private func stepForm(_ command: CommandID) -> Dialog? {
        guard let incident, let step else { return nil }
        let id = step.definition.id
        let title = step.definition.title
        return .form(
            command == .fail
                ? Form(
                    "Failed: \(title)",
                    purpose: .failStep(incident.id, id),
                    fields: [.init("why", hint: "what was seen")]
                )
                : Form(
                    "Skip: \(title)",
                    purpose: .skipStep(incident.id, id),
                    fields: [.init("why", hint: "why it is not needed")]
                )
        )
    }

    private func impactForm(_ party: PartyID, _ command: CommandID) -> Dialog {
        if command == .residual {
            return .form(
                Form(
                    "Accept what is left for \(party)",
                    purpose: .acceptResidual(party),
                    fields: [.init("why", hint: "the decision and when it is looked at again")]
                )
            )
        }
        if log.openImpact(of: party) != nil {
            return .form(
                Form(
                    "\(party) is served again",
                    purpose: .closeImpact(party),
                    fields: [.init("since", hint: "-15m, 08:00Z, or empty for now")]
                )
            )
        }
        return .form(
            Form(
                "\(party) is affected",
                purpose: .openImpact(incidentID, party),
                fields: [
                    .init("how", hint: "cannot connect, degraded, …"),
                    .init("since", hint: "-15m, 08:00Z, or empty for now"),
                    .init("cause", "original", hint: "original or mitigation"),
                ]
            )
        )
    }

    private func retryChoice(_ incident: IncidentState) -> Dialog? {
        let rows = Array(incident.updates.reversed())
        guard rows.indices.contains(selectedRow) else { return nil }
        let update = rows[selectedRow]
        let options = update.channels.compactMap { channel -> Choice.Option? in
            switch update.deliveries[channel] {
            case .delivered, nil: return nil
            case .queued, .retrying, .failed:
                return Choice.Option(
                    label: channel.rawValue,
                    outcome: .retry(incident.id, number: update.number, channel)
                )
            }
        }
        guard !options.isEmpty else { return nil }
        return .choice(Choice(title: "Try update #\(update.number) again on", options: options))
    }

    private func correctionForm(_ entry: Entry) -> Dialog? {
        guard case .timeline(.noted(let text)) = entry.event else { return nil }
        return .form(
            Form(
                "Correct your last line",
                purpose: .correct(entry),
                fields: [.init("text", log.overlay.text(of: entry) ?? text, isLong: true)]
            )
        )
    }

    /// The last line that the person at the keyboard wrote.
    var ownLastNote: Entry? {
        entries.filter { entry in
            guard case .timeline(.noted) = entry.event, entry.redaction == nil else { return false }
            return entry.actor.name == operatorName
        }.max { $0.sequence < $1.sequence }
    }
}

// MARK: Keys

extension AppModel {
    /// Handles a key while a dialog is open.
    mutating func handle(_ key: Key, in dialog: Dialog) -> [Effect] {
        if case .confirmation(let confirmation) = dialog { return handle(key, in: confirmation) }
        if key.code == .escape || key == Key("c", modifiers: .control) {
            if case .form(let form) = dialog { leave(form) }
            self.dialog = nil
            return []
        }
        switch dialog {
        case .form(let form): return handle(key, in: form)
        case .choice(let choice): return handle(key, in: choice)
        case .palette(let palette): return handle(key, in: palette)
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
        dialog = nil
        guard key == Key("y") else {
            switch confirmation.action {
            case .send(let form): dialog = .form(form)
            case .run: show("nothing was done", isProblem: false)
            }
            return []
        }
        clearProblem()
        return switch confirmation.action {
        case .send(let form): sendConfirmed(form)
        case .run(let effect): [effect]
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
        case .character(let digit):
            guard let number = digit.wholeNumberValue, choice.options.indices.contains(number - 1)
            else { return [] }
            dialog = nil
            return choose(choice.options[number - 1].outcome)
        default: break
        }
        dialog = .choice(choice)
        return []
    }

    private mutating func choose(_ outcome: Choice.Outcome) -> [Effect] {
        switch outcome {
        case .status(let id, let status):
            guard let current = log.incident(id)?.status, current.needsReason(to: status) else {
                return [.run(.changeStatus(id, to: status, reason: nil), occurredAt: nil)]
            }
            open(
                .form(
                    Form(
                        "\(id) becomes \(status.rawValue)",
                        purpose: .changeStatus(id, status),
                        fields: [.init("why", hint: "a reason is needed")]
                    )
                )
            )
            return []
        case .severity(let id, let severity):
            return [.run(.changeSeverity(id, to: severity, reason: nil), occurredAt: nil)]
        case .incident(let id):
            showIncident(id)
            return []
        case .impact, .acceptResidual: return []
        case .retry(let id, let number, let channel):
            return [.run(.retryDelivery(id, number: number, channel), occurredAt: nil)]
        case .drill(let name): return [.startDrill(name)]
        case .endMaintenance(let id):
            let command = SignalCommand.endMaintenance(id, reason: "ended by hand")
            return [.run(.signal(command), occurredAt: nil)]
        }
    }

    private mutating func handle(_ key: Key, in palette: Palette) -> [Effect] {
        var palette = palette
        let matches = palette.matches(in: self)
        switch key.code {
        case .up: palette.selection = max(0, palette.selection - 1)
        case .down, .tab: palette.selection = min(matches.count - 1, palette.selection + 1)
        case .enter:
            dialog = nil
            guard matches.indices.contains(palette.selection) else { return [] }
            return request(matches[palette.selection].id)
        default:
            if palette.editor.handle(key) { palette.selection = 0 }
        }
        dialog = .palette(palette)
        return []
    }

    private mutating func handle(_ key: Key, in form: Form) -> [Effect] {
        var form = form
        let isLast = form.focus == form.fields.count - 1
        switch key.code {
        case .enter where key.modifiers.contains(.alt) && form.fields[form.focus].isLong:
            form.fields[form.focus].editor.insert("\n")
        case .enter where isLast:
            return submit(form)
        case .tab, .down, .enter:
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
