import ArgumentParser
import CommandTable
import IncidentLog

/// Begins the work of a change.
struct BeginChange: Verb {
    static let row = CommandRow(
        "change begin",
        "begin it and its first wave",
        [.init("b", in: .changes)],
        footer: "begin",
        help: "Begin a change, and its first wave; held until all have agreed.",
        arguments: [.change],
        form: .none()
    )

    @OptionGroup var target: ChangeOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.change(target.change).id
        return CommandPlan([.change(.begin(id))], shows: .change(id))
    }
}
