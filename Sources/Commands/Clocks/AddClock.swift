import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Keep a date in view that others set: a vote, a referendum, a review.
struct AddClock: Verb {
    static let row = CommandRow(
        "clock add",
        "keep a date that others set",
        help: "Keep a date in view that others set: a vote, a referendum, a review.",
        arguments: [
            .positional(
                "name",
                .text,
                field: .init("what", hint: "what is decided", isNeeded: true)
            ),
            .option(
                "at",
                .time,
                isRequired: true,
                field: .init("at", hint: "3d, 08:00Z or a date", isNeeded: true)
            ), .option("waiting", .text, field: .init("waiting", hint: "what waits for it")),
            .incident,
        ],
        form: CommandForm("A date that others set", draft: "clock")
    )

    @Argument(help: "What is decided.")
    var name: String
    @Option(help: ArgumentHelp("When: 3d, 08:00 (UTC) or a date.", valueName: "time"))
    var at: String
    @Option(help: "What cannot go on before that.")
    var waiting: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let due = try situation.moment(at, "at")
        return CommandPlan(
            [.clock(.set(id, name: name, due: due, waiting: waiting))],
            shows: .clocks(id)
        )
    }
}
