import FleetModel
import IncidentLog
import Primitives

extension AppModel {
    /// Sends a form, asks once more where that is called for, or keeps it open with what is wrong.
    mutating func submit(_ form: Form) -> [Effect] {
        submit(form) { model, form, effects in
            guard let confirmation = model.confirmation(of: form) else {
                return model.send(form, effects)
            }
            model.dialog = .confirmation(confirmation)
            return []
        }
    }

    /// Sends a form that the person has read once more; times in it count from now.
    mutating func sendConfirmed(_ form: Form) -> [Effect] {
        submit(form) { model, form, effects in model.send(form, effects) }
    }

    private mutating func submit(
        _ form: Form,
        _ goOn: (inout Self, Form, [Effect]) -> [Effect]
    ) -> [Effect] {
        do throws(FormProblem) {
            let effects = try effects(of: form)
            clearProblem()
            return goOn(&self, form, effects)
        } catch {
            var form = form
            form.problem = error.message
            form.focus = error.field
            dialog = .form(form)
            return []
        }
    }

    /// Sends what a form stands for; its texts are kept until there is an answer.
    private mutating func send(_ form: Form, _ effects: [Effect]) -> [Effect] {
        dialog = nil
        guard let key = form.draftKey else { return effects }
        drafts.drop(key)
        for case .run(let command, _) in effects {
            drafts.send(Draft(key, form.texts), with: command)
        }
        return effects
    }

    /// What is asked before a form does something that cannot be taken back.
    private func confirmation(of form: Form) -> Confirmation? {
        switch form.purpose {
        case .update:
            let number = incident.map { " #\($0.updates.count + 1) of \($0.id)" } ?? ""
            return Confirmation(
                title: "Send update\(number)?",
                lines: preview(form),
                verb: "send it",
                action: .send(form)
            )
        case .passStep(let id, let step):
            let warning = log.incident(id).flatMap { failureWarning(of: step, in: $0) }
            return warning.map { passing($0, .send(form)) }
        case .declare, .failStep, .skipStep, .changeStatus, .changeLead, .closeImpact,
            .acceptResidual, .openImpact, .correct, .endpoint, .acknowledge, .shelve,
            .clearSignal, .maintenance, .filter:
            return nil
        }
    }

    struct FormProblem: Error {
        let field: Int
        let message: String
    }

    private mutating func effects(of form: Form) throws(FormProblem) -> [Effect] {
        switch form.purpose {
        case .declare: return [try declare(form)]
        case .update(let id): return [try sendUpdate(form, id)]
        case .passStep(let id, let step):
            return run(.passStep(id, step, note: try needed(form, 0)))
        case .failStep(let id, let step):
            return run(.failStep(id, step, reason: try needed(form, 0)))
        case .skipStep(let id, let step):
            return run(.skipStep(id, step, reason: try needed(form, 0)))
        case .changeStatus(let id, let status):
            return run(.changeStatus(id, to: status, reason: try needed(form, 0)))
        case .changeLead(let id): return run(.changeLead(id, to: try needed(form, 0)))
        case .closeImpact(let party):
            return run(.closeImpact(party: party, to: try time(form, 0) ?? now))
        case .acceptResidual(let party):
            return run(.acceptResidualImpact(party: party, reason: try needed(form, 0)))
        case .openImpact(let id, let party):
            let cause = try typed(2) { () throws(TypedText.Problem) in
                try TypedText.cause(form.text(2).trimmed)
            }
            return run(
                .openImpact(
                    id,
                    party: party,
                    kind: try needed(form, 0),
                    from: try time(form, 1) ?? now,
                    cause: cause
                )
            )
        case .correct(let entry):
            return run(.entry(.correct(entry, text: try needed(form, 0))))
        case .acknowledge(let id):
            let note = form.text(0).trimmed
            return run(.signal(.acknowledge(id, note: note.isEmpty ? nil : note)))
        case .shelve(let id): return run(.signal(try shelve(form, id)))
        case .clearSignal(let id): return run(.signal(try clear(form, id)))
        case .maintenance: return run(.signal(try declareMaintenance(form)))
        case .filter:
            signalFilter = form.text(0).trimmed
            return []
        case .endpoint:
            return [.detect(try needed(form, 0).split(separator: " ").map(String.init))]
        }
    }

    private func run(_ command: Command) -> [Effect] {
        [.run(command, occurredAt: nil)]
    }

    func needed(_ form: Form, _ field: Int) throws(FormProblem) -> String {
        guard !form.fields[field].editor.isBlank else {
            throw FormProblem(field: field, message: "\(form.fields[field].label) is empty")
        }
        return form.text(field)
    }

    private func time(_ form: Form, _ field: Int) throws(FormProblem) -> Timestamp? {
        let text = form.text(field).trimmed
        guard !text.isEmpty else { return nil }
        return try typed(field) { () throws(TypedText.Problem) in try moment(text) }
    }

    /// A text of a field as what it means.
    func typed<Value>(
        _ field: Int,
        _ read: () throws(TypedText.Problem) -> Value
    ) throws(FormProblem) -> Value {
        do throws(TypedText.Problem) {
            return try read()
        } catch {
            throw FormProblem(field: field, message: error.message)
        }
    }

    private func declare(_ form: Form) throws(FormProblem) -> Effect {
        let title = try needed(form, 0)
        let severity = try typed(1) { () throws(TypedText.Problem) in
            try TypedText.severity(form.text(1).trimmed)
        }
        let impactFrom = try time(form, 2)
        var checklist: ChecklistDefinition?
        if form.fields.count > 3, !form.fields[3].editor.isBlank {
            let name = form.text(3).trimmed
            checklist = fleet?.runbooks.first { $0.name == name }
            if checklist == nil {
                throw FormProblem(
                    field: 3,
                    message: "no checklist '\(name)'; there are: \(form.fields[3].hint)"
                )
            }
        }
        return .run(
            .declare(
                title: title,
                severity: severity,
                mode: drill == nil ? .real : .drill,
                fleet: fleet?.name,
                impactFrom: impactFrom,
                checklist: checklist
            ),
            occurredAt: nil
        )
    }

    private func sendUpdate(_ form: Form, _ id: IncidentID) throws(FormProblem) -> Effect {
        let text = try needed(form, 0)
        let interval = form.text(1).trimmed
        var nextDue: Timestamp?
        if !interval.isEmpty {
            nextDue =
                now
                + (try typed(1) { () throws(TypedText.Problem) in
                    try TypedText.duration(interval)
                })
        }
        let known = fleet?.channels.map(\.id) ?? []
        var channels: [ChannelID] = []
        for name in form.text(2).split(whereSeparator: { " ,".contains($0) }) {
            let channel = ChannelID(String(name))
            guard known.contains(channel) else {
                throw FormProblem(
                    field: 2,
                    message: "there is no channel '\(name)' in the fleet file"
                )
            }
            channels.append(channel)
        }
        if channels.isEmpty {
            throw FormProblem(
                field: 2,
                message: known.isEmpty
                    ? "the fleet file names no channels" : "choose at least one channel"
            )
        }
        return .run(
            .sendUpdate(id, text: text, channels: channels, nextDue: nextDue),
            occurredAt: nil
        )
    }

    /// What a person reads before an update goes out.
    private func preview(_ form: Form) -> [String] {
        let mark = drill == nil ? "" : "[DRILL] "
        let count = form.text(0).count
        return ["Send to: \(form.text(2))"]
            + (drill == nil ? [] : ["A drill: it goes to a local sink, to nobody outside."])
            + [
                "", mark + form.text(0), "",
                "\(count) characters; next update "
                    + (form.text(1).trimmed.isEmpty
                        ? "not promised" : "promised in \(form.text(1).trimmed)"),
            ]
    }
}

extension String {
    /// The text without space at its ends.
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
