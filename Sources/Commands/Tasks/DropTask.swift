import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// A task will not be done.
struct DropTask: Verb {
    static let row = CommandRow(
        "task drop",
        "a task will not be done",
        help: "A task will not be done.",
        arguments: [
            .positional(
                "task",
                .number,
                field: .init("task", hint: "its number", isNeeded: true)
            ),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why it is not needed", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Drop a task of {incident}", draft: nil)
    )

    @Argument(help: "The number of the task.")
    var task: Int
    @Option(help: "Why.")
    var reason: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan([.task(.drop(id, task, reason: reason))], shows: .tasks(id))
    }
}
