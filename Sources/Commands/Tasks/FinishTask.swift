import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// A task is done.
struct FinishTask: Verb {
    static let row = CommandRow(
        "task done",
        "a task is done",
        help: "A task is done.",
        arguments: [
            .positional(
                "task",
                .number,
                field: .init("task", hint: "its number", isNeeded: true)
            ), .option("note", .text, field: .init("note", hint: "what proves it, or empty")),
            .incident,
        ],
        form: CommandForm("A task is done", draft: nil)
    )

    @Argument(help: "The number of the task.")
    var task: Int
    @Option(help: "What proves it.")
    var note: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan([.task(.finish(id, task, note: note))], shows: .tasks(id))
    }
}
