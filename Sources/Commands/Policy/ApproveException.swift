import ArgumentParser
import CommandTable
import IncidentLog

/// Agrees to an exception that somebody else asked for.
struct ApproveException: Verb {
    static let row = CommandRow(
        "policy approve",
        "approve an exception from the release policy",
        help: "Approve an exception that somebody else asked for.",
        arguments: [.positional("id", .exception, fill: .choice)],
        form: .none(choice: "Approve an exception")
    )

    @Argument(help: "The number, such as EXC-0001 or 1.")
    var id: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        CommandPlan(
            [.policy(.approveException(TypedText.exception(id)))],
            shows: .exceptions
        )
    }
}
