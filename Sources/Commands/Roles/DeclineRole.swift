import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Decline the role that was offered to you.
struct DeclineRole: Verb {
    static let row = CommandRow(
        "role decline",
        "do not take the role that was offered",
        help: "Decline the role that was offered to you.",
        arguments: [
            .positional("role", .role, isRequired: false),
            .option("reason", .text, field: .init("why", hint: "if you like")), .incident,
        ],
        form: CommandForm("Decline a role of {incident}", draft: nil)
    )

    @Argument(help: "The role; the only one offered to you when left out.")
    var role: String?
    @Option(help: "Why.")
    var reason: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let role = try role.map { word throws(CommandProblem) in
            try situation.role(word, "role")
        }
        return CommandPlan([.role(.decline(id, role, reason: reason))], shows: .incident(id))
    }
}
