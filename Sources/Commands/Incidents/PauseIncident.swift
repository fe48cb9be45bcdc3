import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Let nobody work on an incident until a moment.
struct PauseIncident: Verb {
    static let row = CommandRow(
        "incident pause",
        "let nobody work on it for a while",
        help: "Let nobody work on an incident until a moment.",
        arguments: [
            .option(
                "until",
                .time,
                isRequired: true,
                field: .init("until", hint: "8h, 08:00Z or a date", isNeeded: true)
            ),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "what is waited for", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Pause {incident}", draft: nil)
    )

    @Option(help: ArgumentHelp("Until when: 8h, 08:00 (UTC) or a date.", valueName: "time"))
    var until: String
    @Option(help: "What is waited for.")
    var reason: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let until = try situation.moment(until, "until")
        return CommandPlan(
            [.incident(.pause(id, until: until, reason: reason))],
            shows: .incident(id)
        )
    }
}
