import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Give up a role with nobody to follow.
struct VacateRole: Verb {
    static let row = CommandRow(
        "role vacate",
        "give up a role with nobody to follow",
        help: "Give up a role with nobody to follow.",
        arguments: [
            .positional("role", .role, field: .init("role", hint: Role.choices, isNeeded: true)),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why nobody follows", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Give up a role of {incident}", draft: nil)
    )

    @Argument(help: "The role.")
    var role: String
    @Option(help: "Why.")
    var reason: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let role = try situation.role(role, "role")
        return CommandPlan([.role(.vacate(id, role, reason: reason))], shows: .incident(id))
    }
}
