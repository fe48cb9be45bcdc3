import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Say how far the review of an incident has come.
struct ReviewIncident: Verb {
    static let row = CommandRow(
        "incident review",
        "say how far the review has come",
        help: "Say how far the review of an incident has come.",
        arguments: [
            .positional(
                "state",
                .text,
                field: .init("review", hint: "draft, in-review, final, not-needed", isNeeded: true)
            ), .option("reason", .text, field: .init("why", hint: "needed for not-needed")),
            .incident,
        ],
        form: CommandForm("Review of {incident}", draft: nil)
    )

    @Argument(help: "draft, in-review, final or not-needed.")
    var state: String
    @Option(help: "Why; needed when none is needed.")
    var reason: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let review = try situation.choice(
            of: ReviewState.self,
            state,
            "state",
            "a state of a review"
        )
        return CommandPlan(
            [.incident(.changeReview(id, to: review, reason: reason))],
            shows: .incident(id)
        )
    }
}
