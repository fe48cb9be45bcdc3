import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Say who does a task, or by when.
struct AssignTask: Verb {
    static let row = CommandRow(
        "task assign",
        "give a task to somebody",
        help: "Say who does a task, or by when.",
        arguments: [
            .positional(
                "task",
                .number,
                field: .init("task", hint: "its number", isNeeded: true)
            ), .option("owner", .person, field: .init("owner", hint: "a name")),
            .option("due", .time, field: .init("due", hint: "3d, 08:00Z or a date")),
            .incident,
        ],
        form: CommandForm("Assign a task of {incident}", draft: nil)
    )

    @Argument(help: "The number of the task.")
    var task: Int
    @Option(help: "Who does it.")
    var owner: String?
    @Option(help: ArgumentHelp("By when: 3d, 08:00 (UTC) or a date.", valueName: "time"))
    var due: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let due = try situation.momentIfAny(due, "due")
        return CommandPlan(
            [.task(.assign(id, task, owner: owner, due: due))],
            shows: .tasks(id)
        )
    }
}
