import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Write down what is to be done.
struct AddTask: Verb {
    static let row = CommandRow(
        "task add",
        "something is to be done",
        help: "Write down what is to be done.",
        arguments: [
            .positional(
                "text",
                .text,
                field: .init("task", hint: "what is to be done", isNeeded: true)
            ), .option("owner", .person, field: .init("owner", hint: "a name, or empty")),
            .option("due", .time, field: .init("due", hint: "3d, 08:00Z or a date, or empty")),
            .incident,
        ],
        form: CommandForm("A task of {incident}", draft: "task add")
    )

    @Argument(help: "What is to be done.")
    var text: String
    @Option(help: "Who does it.")
    var owner: String?
    @Option(help: ArgumentHelp("By when: 3d, 08:00 (UTC) or a date.", valueName: "time"))
    var due: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let due = try situation.momentIfAny(due, "due")
        return CommandPlan(
            [.task(.add(id, text: text, owner: owner, due: due))],
            shows: .tasks(id)
        )
    }
}
