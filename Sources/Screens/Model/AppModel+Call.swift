import Reports
import FleetModel
import CommandTable
import IncidentLog
import Monitoring
import Primitives

/// The way of a command that changes the log: from its row to what is asked of the log, or to the
/// refusal at the field that it concerns.
extension AppModel {
    /// Asks for what a command needs, or carries it out.
    mutating func start(_ row: CommandRow) -> [Effect] {
        do throws(CommandProblem) {
            let call = try aimed(CommandCall(row.name), row)
            if let argument = row.arguments.first(where: { $0.fill == .choice }) {
                let (lines, place) = choices(argument)
                guard !lines.isEmpty else { throw CommandProblem(noChoice(argument)) }
                let options = lines.map { label, value in
                    Choice.Option(
                        label: label,
                        outcome: .call(call.giving(argument.name, [value])),
                        digit: digit(of: value, argument)
                    )
                }
                dialog = .choice(
                    Choice(
                        title: filled(row.form?.choice ?? "", call),
                        options: options,
                        selection: place
                    )
                )
                return []
            }
            if row.form?.opens == .always {
                open(.form(makeForm(call, row)))
                return []
            }
            return attempt(call, row)
        } catch {
            show(error.message, isProblem: true)
            return []
        }
    }

    /// Carries out a call that needs nothing more, or asks for what it was refused for want of.
    mutating func attempt(
        _ call: CommandCall,
        _ row: CommandRow,
        isConfirmed: Bool = false
    ) -> [Effect] {
        do throws(CommandProblem) {
            let plan = try plan(call)
            clearProblem()
            if !isConfirmed, let preview = row.form?.preview {
                dialog = .confirmation(confirmation(preview, plan, call, .call(call)))
                return []
            }
            return effects(of: plan)
        } catch {
            let argument = error.argument.flatMap { row.argument($0) }
            if let argument, argument.field != nil, call.text(argument.name) == nil {
                open(.form(makeForm(call, row)))
            } else if let argument, let question = argument.question {
                dialog = .confirmation(
                    confirmation(question, error, .call(call.giving(argument.name, [])))
                )
            } else {
                show(error.message, isProblem: true)
            }
            return []
        }
    }

    /// Carries out what was typed as on the command line, with the rest from the cursor; what
    /// cannot be taken back is asked first.
    ///
    /// - Parameter palette: Where the words were typed, to go back to; nil for the log's line.
    /// - Throws: What is wrong with the words, or what the rule book says.
    mutating func carryOut(
        _ typed: CommandCall,
        _ row: CommandRow,
        from palette: Palette? = nil
    ) throws(CommandProblem) -> [Effect] {
        let call = try aimed(typed, row)
        let plan = try plan(call)
        clearProblem()
        if let preview = row.form?.preview {
            dialog = .confirmation(confirmation(preview, plan, call, .typed(call, palette)))
            return []
        }
        return effects(of: plan)
    }

    /// Why a command cannot be asked for now, whatever a person types into its form; nil when it
    /// can.
    func obstacle(to row: CommandRow) -> String? {
        do throws(CommandProblem) {
            let call = try aimed(CommandCall(row.name), row)
            if let argument = row.arguments.first(where: { $0.fill == .choice }) {
                return choices(argument).lines.isEmpty ? noChoice(argument) : nil
            }
            if row.form?.opens == .whenNeeded, leadsToQuestion(call, row) { return nil }
            var form = makeForm(call, row)
            for place in form.fields.indices
            where form.fields[place].editor.isBlank && form.fields[place].isNeeded {
                // Whatever it would be, only the person knows it.
                let argument = row.argument(form.fields[place].argument)
                guard argument?.kind == .text else { return nil }
                form.fields[place].editor = LineEditor("…")
            }
            _ = try plan(try self.call(of: form, row))
            return nil
        } catch {
            let argument = error.argument.flatMap { row.argument($0) }
            let canBeGiven = argument?.field != nil || argument?.question != nil
            return canBeGiven ? nil : error.message
        }
    }

    /// Whether a call is not refused, but asks the person something first.
    private func leadsToQuestion(_ call: CommandCall, _ row: CommandRow) -> Bool {
        do throws(CommandProblem) {
            _ = try plan(call)
            return false
        } catch {
            return error.argument.flatMap { row.argument($0) }?.question != nil
        }
    }

    /// What a call comes to, judged by the rule book.
    func plan(_ call: CommandCall) throws(CommandProblem) -> CommandPlan {
        if let readOnlyRefusal { throw CommandProblem(readOnlyRefusal) }
        guard reading != .opening else {
            throw CommandProblem("the log is being opened: try again in a moment")
        }
        let plan = try book.read(call, situation)
        try plan.check(log, in: context(of: plan.occurredAt))
        return plan
    }

    private func context(of moment: Timestamp?) -> DecisionContext {
        DecisionContext(
            now: now,
            occurredAt: moment,
            actor: Actor(operatorName),
            roster: fleet.map { Roster($0) }
        )
    }

    func effects(of plan: CommandPlan) -> [Effect] {
        plan.commands.map { .ask(.run($0, occurredAt: plan.occurredAt)) }
    }

    private var situation: CommandSituation {
        CommandSituation(
            now: now,
            zone: showsLocalTime ? .seconds(localOffsetMinutes * 60) : .zero,
            author: operatorName,
            log: log,
            fleet: fleet,
            isDrill: drill != nil,
            preflight: { [fleet, log, now, readings = snapshot.readings] change in
                guard let fleet, readings.heardAt != nil else { return nil }
                return Preflight(of: change, fleet, readings, log, at: now).results()
            }
        ) { [entries, named = past.named] number in
            entries.first { $0.sequence == number } ?? named.last { $0.sequence == number }
        }
    }

    /// The call with what the cursor gives and no form asks for.
    private func aimed(
        _ call: CommandCall,
        _ row: CommandRow
    ) throws(CommandProblem) -> CommandCall {
        var aimed = call
        for argument in row.arguments where !call.hasTyped(argument, of: row) {
            switch argument.fill {
            case .cursor(let slot):
                guard let texts = values(slot, for: argument) else {
                    throw CommandProblem(missing(slot))
                }
                if argument.field == nil || !call.typed.isEmpty && argument.isRequired {
                    aimed = aimed.giving(argument.name, texts)
                }
            case .cursorIfAny(let slot):
                if argument.field == nil, let text = cursor(slot) {
                    aimed = aimed.giving(argument.name, [text])
                }
            case .nothing, .text, .choice: break
            }
        }
        return aimed
    }

    // MARK: Forms

    /// The form of a command, filled in as far as is known.
    func makeForm(_ call: CommandCall, _ row: CommandRow) -> Form {
        let fields = row.arguments.compactMap { argument -> Form.Field? in
            guard let field = argument.field, call.text(argument.name) == nil,
                argument.kind != .runbook || argument.isRequired
                    || fleet?.runbooks.isEmpty == false
            else { return nil }
            return Form.Field(
                field.label,
                start(of: argument),
                hint: filled(field.hint, call),
                isLong: field.isLong,
                argument: argument.name,
                isNeeded: field.isNeeded
            )
        }
        let draft = row.form?.draft.map { template in
            Draft.Key(call.text("incident").map { IncidentID($0) }, filled(template, call))
        }
        return Form(
            filled(row.form?.title ?? "", call),
            purpose: .call(call),
            fields: fields,
            draftKey: draft
        )
    }

    private func start(of argument: CommandArgument) -> String {
        switch argument.fill {
        case .text(let text): text
        case .cursor(let slot), .cursorIfAny(let slot): cursor(slot) ?? ""
        case .nothing, .choice: ""
        }
    }

    /// The call that a form comes to.
    func call(of form: Form, _ row: CommandRow) throws(CommandProblem) -> CommandCall {
        guard case .call(var call) = form.purpose else { return CommandCall(row.name) }
        for field in form.fields {
            guard let argument = row.argument(field.argument) else { continue }
            let text = field.editor.text
            let values = argument.values(in: text)
            if field.editor.isBlank || values.isEmpty {
                if field.isNeeded {
                    throw CommandProblem("\(field.label) is empty", argument: argument.name)
                }
                call.typed += argument.blank
            } else {
                call = call.giving(argument.name, values)
            }
        }
        return call
    }

    // MARK: Questions

    /// The one place where a question is made that names what will be done.
    func confirmation(
        _ question: CommandArgument.Question,
        _ problem: CommandProblem,
        _ action: Confirmation.Action
    ) -> Confirmation {
        Confirmation(
            title: question.title,
            lines: [problem.message, question.consequence],
            verb: question.verb,
            action: action
        )
    }

    /// What a person reads before something goes out that cannot be taken back.
    func confirmation(
        _ preview: CommandForm.Preview,
        _ plan: CommandPlan,
        _ call: CommandCall,
        _ action: Confirmation.Action
    ) -> Confirmation {
        Confirmation(
            title: filled(preview.title, call),
            lines: plan.commands.flatMap(words),
            verb: filled(preview.verb, call),
            action: action
        )
    }

    private func words(of command: Command) -> [String] {
        if case .entry(.redact(let entry, let reason)) = command {
            let text = EntryText(entry, overlay: log.overlay).text
            return [
                "\(entry.actor.name): \(text)", "",
                "It leaves every list, the search and the file, and cannot be brought back.",
                "What stays in the log: \(reason)",
            ]
        }
        if case .update(.retryDelivery(let id, let number, let channel)) = command {
            let update = log.incident(id)?.updates.first { $0.number == number }
            return [
                "Update #\(number) of \(id) goes out once more on \(channel):", "",
                update?.text ?? "",
            ]
        }
        let channels = fleet?.channels ?? []
        // A refusal was told before anybody is asked.
        guard let preview = try? log.preview(of: command, to: channels, in: context(of: nil)) else {
            return []
        }
        return PreviewText.lines(preview, at: now)
    }
}

extension CommandArgument {
    /// What a text of a form gives for it: texts that may be given several times stand apart by
    /// semicolons, names by spaces or commas.
    fileprivate func values(in text: String) -> [String] {
        switch (kind, many) {
        case (.text, .repeated) where place == .option:
            text.split(separator: ";").map(\.trimmed).filter { !$0.isEmpty }
        case (.text, _): [text]
        case (_, .one): [text.trimmed]
        case (_, .joined), (_, .repeated): text.split { " ,".contains($0) }.map(String.init)
        }
    }
}
