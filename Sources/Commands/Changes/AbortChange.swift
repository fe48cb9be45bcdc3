import ArgumentParser
import CommandTable
import IncidentLog

/// Gives a change up.
struct AbortChange: Verb {
    static let row = CommandRow(
        "change abort",
        "give it up",
        [.init("x", in: .changes)],
        footer: "abort",
        help: "Give a change up.",
        arguments: [.change, .reason("why it is given up")],
        form: CommandForm("Abort {change}", draft: "abort {change}")
    )

    @OptionGroup var target: ChangeOption
    @Option(help: "Why it is given up.")
    var reason: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.change(target.change).id
        return CommandPlan([.change(.abort(id, reason: reason))], shows: .change(id))
    }
}
