import ArgumentParser
import CommandTable
import IncidentLog

/// Ends an exception, or withdraws the request for one.
struct EndException: Verb {
    static let row = CommandRow(
        "policy end",
        "end an exception from the release policy",
        help: "End an exception before its time, or withdraw the request for one.",
        arguments: [
            .positional("id", .exception, fill: .choice),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "what runs instead", isNeeded: true)
            ),
        ],
        form: CommandForm(
            "{id} ends",
            draft: "end {id}",
            choice: "End an exception"
        )
    )

    @Argument(help: "The number, such as EXC-0001 or 1.")
    var id: String
    @Option(help: "Why.")
    var reason: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        CommandPlan(
            [.policy(.endException(TypedText.exception(id), reason: reason))],
            shows: .exceptions
        )
    }
}
