import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Ends planned work.
struct EndMaintenance: Verb {
    static let row = CommandRow(
        "maintenance end",
        "end planned work",
        [.init("M", in: .signals)],
        help: "End planned work.",
        arguments: [
            .positional("id", .maintenance, fill: .choice), .option("reason", .text),
        ],
        form: .none(choice: "End planned work")
    )

    @Argument(help: "The number, such as M-0001 or 1.")
    var id: String
    @Option(help: "Why.")
    var reason = "ended by hand"

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        CommandPlan(
            [.signal(.endMaintenance(TypedText.maintenance(id), reason: reason))],
            shows: .maintenance
        )
    }
}
