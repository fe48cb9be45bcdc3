import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Take back the offer of a role.
struct WithdrawRole: Verb {
    static let row = CommandRow(
        "role withdraw",
        "take back the offer of a role",
        help: "Take back the offer of a role.",
        arguments: [
            .positional("role", .role, field: .init("role", hint: Role.choices, isNeeded: true)),
            .incident,
        ],
        form: CommandForm("Take back an offer of {incident}", draft: nil)
    )

    @Argument(help: "The role.")
    var role: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let role = try situation.role(role, "role")
        return CommandPlan([.role(.withdraw(id, role))], shows: .incident(id))
    }
}
