import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Take the role that was offered to you.
struct AcceptRole: Verb {
    static let row = CommandRow(
        "role accept",
        "take the role that was offered",
        help: "Take the role that was offered to you.",
        arguments: [
            .positional(
                "role",
                .role,
                isRequired: false,
                field: .init("role", hint: "empty: the only one offered to you")
            ), .incident,
        ],
        form: CommandForm("Accept a role of {incident}", draft: nil)
    )

    @Argument(help: "The role; the only one offered to you when left out.")
    var role: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let role = try role.map { word throws(CommandProblem) in
            try situation.role(word, "role")
        }
        return CommandPlan([.role(.accept(id, role))], shows: .incident(id))
    }
}
