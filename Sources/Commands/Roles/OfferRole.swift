import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Ask somebody to take a role; who has it keeps it until they accept.
struct OfferRole: Verb {
    static let row = CommandRow(
        "role offer",
        "ask somebody to take a role",
        help: "Ask somebody to take a role; who has it keeps it until they accept.",
        arguments: [
            .positional("role", .role, field: .init("role", hint: Role.choices, isNeeded: true)),
            .option(
                "to",
                .person,
                isRequired: true,
                field: .init("to", hint: "a name", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Offer a role of {incident}", draft: "role offer")
    )

    @Argument(help: "commander, communications, operations, scribe or liaison:PARTY.")
    var role: String
    @Option(help: "Who is asked.")
    var to: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let role = try situation.role(role, "role")
        return CommandPlan([.role(.offer(id, role, to: to))], shows: .incident(id))
    }
}
