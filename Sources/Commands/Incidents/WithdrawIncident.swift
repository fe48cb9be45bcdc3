import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Tell the outside no more of an incident.
struct WithdrawIncident: Verb {
    static let row = CommandRow(
        "incident withdraw",
        "tell the outside no more",
        help: "Tell the outside no more of an incident.",
        arguments: [
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why it is not public", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("{incident} is public no more", draft: nil)
    )

    @Option(help: "Why.")
    var reason: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan([.incident(.withdraw(id, reason: reason))], shows: .incident(id))
    }
}
