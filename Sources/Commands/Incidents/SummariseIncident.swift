import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Say what an incident is about, for whoever comes to it and for its review.
struct SummariseIncident: Verb {
    static let row = CommandRow(
        "incident summary",
        "say what it is about in a few sentences",
        help: "Say what an incident is about, for whoever comes to it and for its review.",
        arguments: [
            .positional(
                "words",
                .text,
                field: .init("summary", hint: "a few sentences", isLong: true, isNeeded: true),
                many: .repeated
            ), .incident,
        ],
        form: CommandForm("Summary of {incident}", draft: "summary")
    )

    @Argument(parsing: .remaining, help: "The summary.")
    var words: [String]
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.incident(.summarise(id, text: words.joined(separator: " ")))],
            shows: .incident(id)
        )
    }
}
