import ArgumentParser
import CommandTable
import IncidentLog

/// Says that what was before a change runs again.
struct RollBackChange: Verb {
    static let row = CommandRow(
        "change rollback",
        "what was before runs again",
        help: "Say that what was before a change runs again.",
        arguments: [
            .change,
            .option(
                "note",
                .text,
                isRequired: true,
                field: .init("what runs now", hint: "v0.4 runs on all nodes", isNeeded: true)
            ),
        ],
        form: CommandForm("Rolled back: {change}", draft: "rollback {change}")
    )

    @OptionGroup var target: ChangeOption
    @Option(help: "What runs now.")
    var note: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.change(target.change).id
        return CommandPlan([.change(.rollBack(id, note: note))], shows: .change(id))
    }
}
