import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports

/// The model as a conversation in lines, for who reads with their ears: a line is typed, and what
/// follows is told in words.
extension AppModel {
    /// The word about what just happened; nil when there is none.
    package var word: String? { toast?.text }

    /// What the log tells behind an entry, a line each, as its pane has it.
    package func logLines(after sequence: Int64) -> [String] {
        entries.filter { $0.sequence > sequence && belongsToLog($0) }.map { entry in
            let line = EntryText(entry, incident: incident, overlay: log.overlay)
            let who = entry.actor.kind == .automatic ? "" : "\(entry.actor.name): "
            return "\(minute(entry.occurredAt)) \(who)\(line.text)"
        }
    }

    /// Whether another screen than the first is open.
    package var isOnOtherScreen: Bool { screen != .commandCentre && screen != .welcome }

    /// How many nodes are told one by one.
    private static let namedNodes = 20

    /// The situation in a few lines: the incident, what is wrong, what is next.
    package var situationLines: [String] {
        var lines = [incidentLine]
        let signals = SignalList.rows(self).filter { $0.isActive }
        lines.append(signals.isEmpty ? "no signal is active" : "\(signals.count) signals active")
        for signal in signals.prefix(Self.namedNodes) {
            let keeper = signal.standing(at: now) == .unacknowledged ? ", nobody has it" : ""
            lines.append(
                "\(signal.priority.rawValue) since \(momentAndAge(signal.since))"
                    + "\(keeper): \(signal.finding.text)"
            )
        }
        if let fleet {
            let health =
                snapshot.assessments.isEmpty
                ? "no node was asked yet" : "\(healthyCount) of \(fleet.nodes.count) nodes healthy"
            lines.append("fleet \(fleet.name): \(health)")
        }
        if let next = incident?.steps.first(where: { !$0.isDone(at: now) }) {
            lines.append("next step: \(next.definition.title)")
        }
        return lines
    }

    /// The steps of the checklist, a line each.
    package var checklistLines: [String] {
        guard let incident else { return ["no incident is open"] }
        let steps = incident.steps.map { step in
            "\(step.definition.id), \(step.standing(at: now).rawValue): \(step.definition.title)"
        }
        return steps.isEmpty ? ["\(incident.id) has no checklist"] : steps
    }

    private var incidentLine: String {
        guard let incident else { return "no incident is open" }
        var line =
            "\(incident.id) \(incident.severity.label) \(incident.status.rawValue): "
            + "\(incident.title), declared \(momentAndAge(incident.declaredAt)), "
            + "commander \(incident.commander)"
        if let due = incident.nextUpdateDue {
            line +=
                due < now
                ? ", update overdue for \((now - due).brief)"
                : ", next update in \((due - now).brief)"
        }
        return line
    }

    /// What the screen asks for, line by line; empty when it asks for nothing.
    package var questionLines: [String] {
        switch dialog {
        case .form(let form):
            let field = form.fields[form.focus]
            let hint = field.hint.isEmpty ? "" : " (\(field.hint))"
            let kept = field.editor.isBlank ? "" : ", an empty line keeps '\(field.editor.text)'"
            return (form.problem.map { [$0] } ?? []) + [
                "\(form.title): \(field.label)?\(hint)\(kept)"
            ]
        case .choice(let choice):
            return [choice.title]
                + choice.options.enumerated().map { "\($0 + 1) \($1.label)" }
                + ["the number of a line?"]
        case .confirmation(let confirmation):
            return [confirmation.title] + confirmation.lines
                + ["yes to \(confirmation.verb), anything else leaves it?"]
        case .palette, .help, .entry, nil: return []
        }
    }

    /// Whether a text lies over the screen that asks for nothing: it is told and closed.
    package var isShowingText: Bool {
        switch dialog {
        case .help, .entry, .palette: true
        case .form, .choice, .confirmation, nil: false
        }
    }

    /// Takes a typed line: the answer to a question, a command behind `/`, else a line for the log.
    ///
    /// `/cancel` leaves a question; the name of a screen behind `/` opens it.
    package mutating func type(_ line: String) -> [Effect] {
        toast = nil
        if dialog != nil { return answer(line) }
        let words = CommandCall.words(in: String(line.dropFirst()))
        if line.hasPrefix("/"), let name = words.first, Self.screenNames.contains(name) {
            let effects = open(screen: name, of: words.dropFirst().first)
            if effects == nil { show("there is no such \(name)", isProblem: true) }
            return effects ?? []
        }
        startComposing()
        composer = LineEditor(line)
        let effects = update(.input(.key(Key(.enter))))
        // What was refused was told, and nobody types on in it.
        if dialog == nil { composer = LineEditor() }
        isComposing = false
        return effects
    }

    private mutating func answer(_ line: String) -> [Effect] {
        if line == "/cancel" { return update(.input(.key(Key(.escape)))) }
        switch dialog {
        case .form(let form):
            let effects = line.isEmpty ? [] : replaceField(by: line)
            // Who cannot see the other fields is asked for each of them.
            let isLast = form.focus == form.fields.count - 1
            return effects + update(.input(.key(Key(isLast ? .enter : .tab))))
        case .choice(var choice):
            guard let number = Int(line), choice.options.indices.contains(number - 1) else {
                show("'\(line)' is not the number of a line", isProblem: true)
                return []
            }
            choice.selection = number - 1
            dialog = .choice(choice)
            return update(.input(.key(Key(.enter))))
        case .confirmation:
            let isYes = ["y", "yes"].contains(line.lowercased())
            return update(.input(.key(isYes ? Key("y") : Key(.escape))))
        case .palette, .help, .entry, nil: return []
        }
    }

    private mutating func replaceField(by line: String) -> [Effect] {
        update(.input(.key(Key("u", modifiers: .control)))) + update(.input(.paste(line)))
    }
}
