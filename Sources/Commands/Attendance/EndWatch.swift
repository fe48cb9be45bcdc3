import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Say that nobody needs to watch any longer.
struct EndWatch: Verb {
    static let row = CommandRow(
        "watch end",
        "nobody needs to watch any longer",
        help: "Say that nobody needs to watch any longer.",
        arguments: [
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why it is safe", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Nobody needs to watch {incident}", draft: nil)
    )

    @Option(help: "Why it is safe.")
    var reason: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan([.attendance(.end(id, reason: reason))], shows: .incident(id))
    }
}
