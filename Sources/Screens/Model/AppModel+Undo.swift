import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Taking back what the person did last, as far as the log can.
extension AppModel {
    /// What undoes something: the command, and what is to be undone in words.
    private struct Remedy {
        let call: CommandCall
        let deed: String
    }

    /// Why nothing can be taken back; nil when something can.
    var undoRefusal: String? {
        if let readOnlyRefusal { return readOnlyRefusal }
        guard let last = ownLastEntry else { return "you have done nothing here yet" }
        guard let remedy = remedy(for: last) else {
            return "what you did last cannot be taken back, only followed by something else"
        }
        guard let row = row(named: remedy.call.name) else { return "" }
        // A line is made better, not unmade: what it becomes is asked.
        if row.form?.opens == .always { return nil }
        do throws(CommandProblem) {
            _ = try plan(remedy.call)
            return nil
        } catch {
            return error.message
        }
    }

    /// Takes the last deed back: after a question, or in the form that makes it better.
    mutating func undo() -> [Effect] {
        guard let last = ownLastEntry, let remedy = remedy(for: last),
            let row = row(named: remedy.call.name)
        else { return [] }
        if row.form?.opens == .always {
            open(.form(makeForm(remedy.call, row)))
            return []
        }
        dialog = .confirmation(
            Confirmation(
                title: "Take it back?",
                lines: [
                    "\(age(since: last.recordedAt)) ago you \(remedy.deed).",
                    "It is taken back by a new entry; the old one stays in the log.",
                ],
                verb: row.title,
                action: .call(remedy.call)
            )
        )
        return []
    }

    private var ownLastEntry: Entry? {
        entries.filter { $0.actor.name == operatorName && $0.redaction == nil }
            .max { $0.sequence < $1.sequence }
    }

    private func remedy(for entry: Entry) -> Remedy? {
        switch entry.event {
        case .checklist(.passed(let step, _, _, _)), .checklist(.verified(let step, _)):
            return reopening(step, of: entry, "ticked")
        case .checklist(.failed(let step, _)): return reopening(step, of: entry, "failed")
        case .checklist(.skipped(let step, _)): return reopening(step, of: entry, "skipped")
        case .timeline(.noted):
            let call = CommandCall("log correct").giving("entry", ["\(entry.sequence)"])
            return Remedy(call: call, deed: "wrote a line")
        case .signal(.shelved(let signal, _, _, _)):
            let call = CommandCall("signal unshelve").giving("id", [signal.rawValue])
            return Remedy(call: call, deed: "shelved '\(signal)'")
        case .timeline, .checklist, .signal, .incident, .update, .delivery, .impact, .fleet,
            .watch, .log, .unknown:
            return nil
        }
    }

    private func reopening(_ step: StepID, of entry: Entry, _ verb: String) -> Remedy? {
        guard let id = entry.incident else { return nil }
        let title = log.incident(id)?.step(step)?.definition.title ?? step.rawValue
        let call = CommandCall("step reopen").giving("step", [step.rawValue])
            .giving("incident", [id.rawValue])
        return Remedy(call: call, deed: "\(verb) the step '\(title)'")
    }
}
