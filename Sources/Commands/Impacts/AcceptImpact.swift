import IncidentLog
import ArgumentParser
import CommandTable
import Primitives

/// Accepts what is left of an impact for now.
struct AcceptImpact: Verb {
    static let row = CommandRow(
        "impact accept",
        "accept the rest of an impact",
        [.init("r", in: .parties)],
        footer: "accept the rest",
        help: "Accept what is left of an impact for now.",
        arguments: [
            .positional("party", .party, fill: .cursor(.party)),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init(
                    "why",
                    hint: "the decision and when it is looked at again",
                    isNeeded: true
                )
            ),
        ],
        form: CommandForm("Accept what is left for {party}", draft: "residual {party}")
    )

    @Argument(help: "The party.")
    var party: String
    @Option(help: "The decision, and when it is looked at again.")
    var reason: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        CommandPlan(
            [.impact(.acceptResidualImpact(party: PartyID(party), reason: reason))],
            shows: .impacts
        )
    }
}
