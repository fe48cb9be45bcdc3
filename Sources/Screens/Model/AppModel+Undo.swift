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
        guard let last = ownLastEntry() else { return "you have done nothing here yet" }
        guard let remedy = remedy(for: last) else {
            return "what you did last cannot be taken back: \(Self.advice(on: last.event))"
        }
        guard let row = row(named: remedy.call.name) else { return "" }
        if form(of: remedy, row) != nil { return nil }
        do throws(CommandProblem) {
            _ = try plan(remedy.call)
            return nil
        } catch {
            return error.message
        }
    }

    /// Takes the last deed back: after a question, or in the form that makes it better.
    mutating func undo() -> [Effect] {
        guard let last = ownLastEntry(), let remedy = remedy(for: last),
            let row = row(named: remedy.call.name)
        else { return [] }
        if let form = form(of: remedy, row) {
            open(.form(form))
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

    /// What a remedy still has to be told; nil for what is known whole.
    ///
    /// A line is made better, not unmade: what it becomes is asked.
    private func form(of remedy: Remedy, _ row: CommandRow) -> Form? {
        guard row.form?.opens == .always else { return nil }
        let form = makeForm(remedy.call, row)
        return form.fields.isEmpty ? nil : form
    }

    private func remedy(for entry: Entry) -> Remedy? {
        switch entry.event {
        case .checklist(.passed(let step, _, _, _, _)), .checklist(.verified(let step, _, _)):
            return reopening(step, of: entry, "ticked")
        case .checklist(.failed(let step, _)): return reopening(step, of: entry, "failed")
        case .checklist(.skipped(let step, _)): return reopening(step, of: entry, "skipped")
        case .checklist(.waived(let step, _, _)): return reopening(step, of: entry, "waived")
        case .checklist(.dismissed(let step, _)):
            return reopening(step, of: entry, "left out as not applicable")
        case .checklist(.started(let step, _, _)): return reopening(step, of: entry, "began")
        case .timeline(.noted), .timeline(.reported):
            let call = CommandCall("log correct").giving("entry", ["\(entry.sequence)"])
            return Remedy(call: call, deed: "wrote a line")
        case .signal(.shelved(let signal, _, _, _)):
            let call = CommandCall("signal unshelve").giving("id", [signal.rawValue])
            return Remedy(call: call, deed: "shelved '\(signal)'")
        case .signal(.maintenanceDeclared(let id, _, _, _, _, _, _)):
            let call = CommandCall("maintenance end").giving("id", [id.rawValue])
                .giving("reason", [Self.reason])
            return Remedy(call: call, deed: "planned work as \(id)")
        case .policy(.exceptionRequested(let id, _, _, _, _, _, _, _, _)),
            .policy(.exceptionApproved(let id)):
            let call = CommandCall("policy end").giving("id", [id.rawValue])
                .giving("reason", [Self.reason])
            return Remedy(call: call, deed: "let \(id) begin")
        case .incident(let event): return remedy(for: event, of: entry)
        case .impact(.opened(let party, _, let from, _, _, _, _, _)):
            // An impact of no length is none.
            let call = CommandCall("impact close").giving("party", [party.rawValue])
                .giving("at", [from.description])
            return Remedy(call: call, deed: "said that \(party) is affected")
        case .change(.voted(let id, _, let vote)):
            let call = CommandCall("poll withdraw").giving("change", [id.rawValue])
                .giving("party", [vote.party.rawValue])
            return Remedy(call: call, deed: "answered for \(vote.party)")
        case .log(.pinned(let id)): return pinning("log unpin", id, "pinned")
        case .log(.unpinned(let id)): return pinning("log pin", id, "took the pin away from")
        case .timeline, .role, .task, .advice, .clock, .attendance, .checklist, .signal, .update,
            .delivery, .impact, .fleet, .watch, .log,
            .change, .policy, .baseline, .unknown:
            return nil
        }
    }

    private static let reason = "taken back"

    /// Back to what an incident was, as long as it still is what it became.
    private func remedy(for event: IncidentEvent, of entry: Entry) -> Remedy? {
        guard let id = entry.incident, let incident = log.incident(id) else { return nil }
        func call(_ name: String, _ argument: String, _ value: String) -> CommandCall {
            CommandCall(name).giving(argument, [value]).giving("reason", [Self.reason])
                .giving("incident", [id.rawValue])
        }
        switch event {
        case .severityChanged(let from, let to, _):
            guard incident.severity == to else { return nil }
            return Remedy(
                call: call("incident severity", "severity", "\(from.rawValue)"),
                deed: "made \(id) \(to.label) from \(from.label)"
            )
        case .statusChanged(let from, let to, _):
            guard incident.status == to, to.successors.contains(from) else { return nil }
            return Remedy(
                call: call("incident state", "state", from.rawValue),
                deed: "took \(id) from \(from.rawValue) to \(to.rawValue)"
            )
        case .declared, .commanderChanged, .originStated, .published, .withdrawn, .merged,
            .parentChanged, .summarised, .instantStated, .reviewChanged, .paused, .resumed:
            return nil
        }
    }

    private func pinning(_ name: String, _ id: EntryID, _ verb: String) -> Remedy? {
        guard let line = entries.last(where: { $0.id == id }) else { return nil }
        let call = CommandCall(name).giving("entry", ["\(line.sequence)"])
        return Remedy(call: call, deed: "\(verb) entry \(line.sequence)")
    }

    /// Which command follows what cannot be undone.
    private static func advice(on event: Event) -> String {
        switch event {
        case .incident(.declared), .checklist(.attached):
            "'incident state' declines what is no incident"
        case .incident(.commanderChanged): "'incident commander' names another one"
        case .incident: "'incident state' says where it may go from here"
        case .role: "'role offer' asks somebody else"
        case .task: "'task add' and 'task assign' say what is right"
        case .advice: "'advice end' and 'advice give' say what is right"
        case .clock: "'clock move' says what is right"
        case .attendance: "'watch require' says what is right"
        case .timeline: "'log correct' makes the line better once more"
        case .checklist(.reopened): "'step pass' ticks it again"
        case .checklist: "'step reopen' sets a step back"
        case .update: "what was sent is read by now; 'update send' sends what is right"
        case .impact(.closed): "'impact open' opens it again"
        case .impact: "'impact close' ends it"
        case .signal(.acknowledged), .signal(.acknowledgedAll):
            "'log add' says who has the signal now"
        case .signal(.unshelved): "'signal shelve' shelves it again"
        case .signal(.maintenanceEnded): "'maintenance start' plans it anew"
        case .change: "'change plan' plans it anew, and 'change abort' gives it up"
        case .log(.redacted): "what was removed is gone for good"
        case .log: "'log pin' and 'log unpin' say which entry"
        case .policy(.exceptionEnded): "'policy except' asks for another exception"
        case .policy: "'policy end' ends an exception"
        case .baseline: "'baseline take' takes another one"
        case .signal, .delivery, .fleet, .watch, .unknown: "'log add' says what is right"
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
