import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Say until when somebody must watch after a risky change.
struct RequireWatch: Verb {
    static let row = CommandRow(
        "watch require",
        "somebody must watch until a moment",
        help: "Say until when somebody must watch after a risky change.",
        arguments: [
            .option(
                "until",
                .time,
                isRequired: true,
                field: .init("until", hint: "3d, 08:00Z or a date", isNeeded: true)
            ),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "what may go wrong", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Somebody must watch {incident}", draft: "watch")
    )

    @Option(help: ArgumentHelp("Until when: 3d, 08:00 (UTC) or a date.", valueName: "time"))
    var until: String
    @Option(help: "What may go wrong.")
    var reason: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let until = try situation.moment(until, "until")
        return CommandPlan(
            [.attendance(.require(id, until: until, reason: reason))],
            shows: .incident(id)
        )
    }
}
