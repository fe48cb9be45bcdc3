import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Take advice back.
struct EndAdvice: Verb {
    static let row = CommandRow(
        "advice end",
        "take advice back",
        help: "Take advice back.",
        arguments: [
            .positional(
                "advice",
                .number,
                field: .init("advice", hint: "its number", isNeeded: true)
            ),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why it stands no more", isNeeded: true)
            ),
        ],
        form: CommandForm("Take advice back", draft: nil)
    )

    @Argument(help: "The number of the advice.")
    var advice: Int
    @Option(help: "Why.")
    var reason: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        CommandPlan([.advice(.end(advice, reason: reason))], shows: .advice)
    }
}
