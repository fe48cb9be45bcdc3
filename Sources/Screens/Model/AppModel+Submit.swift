import CommandTable
import Primitives

extension AppModel {
    /// Sends a form, asks once more where that is called for, or keeps it open with what is wrong.
    mutating func submit(_ form: Form) -> [Effect] {
        switch form.purpose {
        case .filter:
            let text = form.text(0).trimmed
            if let problem = list?.filter.problem(self, text) {
                show(problem, isProblem: true)
                return []
            }
            filter(text)
            clearProblem()
            dialog = nil
            return []
        case .endpoint: return detect(form)
        case .call(let call): return submit(form, of: call.name, giving: nil, isConfirmed: false)
        }
    }

    /// Sends a form that the person has read once more; times in it count from now.
    mutating func sendConfirmed(_ form: Form, giving flag: String?) -> [Effect] {
        guard case .call(let call) = form.purpose else { return [] }
        return submit(form, of: call.name, giving: flag, isConfirmed: true)
    }

    private mutating func submit(
        _ form: Form,
        of name: String,
        giving flag: String?,
        isConfirmed: Bool
    ) -> [Effect] {
        guard let row = row(named: name) else { return [] }
        do throws(CommandProblem) {
            var call = try call(of: form, row)
            if let flag { call = call.giving(flag, []) }
            let plan = try plan(call)
            clearProblem()
            if !isConfirmed, let preview = row.form?.preview {
                dialog = .confirmation(confirmation(preview, plan, call, .send(form, giving: nil)))
                return []
            }
            return send(form, plan)
        } catch {
            let call = try? call(of: form, row)
            refuse(form, row, call.map { problem(error, with: $0, row) } ?? error)
            past.waiting = past.missing.flatMap { _ in dialog }
            return []
        }
    }

    private mutating func refuse(_ form: Form, _ row: CommandRow, _ problem: CommandProblem) {
        let argument = problem.argument.flatMap { row.argument($0) }
        if let argument, let question = argument.question {
            dialog = .confirmation(
                confirmation(question, problem, .send(form, giving: argument.name))
            )
            return
        }
        var form = form
        form.problem = problem.message
        form.focus =
            form.fields.firstIndex { $0.argument == argument?.name && argument != nil }
            ?? form.focus
        dialog = .form(form)
    }

    /// Sends what a form stands for; its texts are kept until there is an answer.
    private mutating func send(_ form: Form, _ plan: CommandPlan) -> [Effect] {
        dialog = nil
        if let key = form.draftKey {
            drafts.drop(key)
            for command in plan.commands { drafts.send(Draft(key, form.texts), with: command) }
        }
        return effects(of: plan)
    }

    private mutating func detect(_ form: Form) -> [Effect] {
        guard !form.fields[0].editor.isBlank else {
            var form = form
            form.problem = "\(form.fields[0].label) is empty"
            dialog = .form(form)
            return []
        }
        dialog = nil
        if let key = form.draftKey { drafts.drop(key) }
        clearProblem()
        return [.detect(form.text(0).split(separator: " ").map(String.init))]
    }
}
