import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Keep an entry for the team alone again.
struct WithholdEntry: Verb {
    static let row = CommandRow(
        "log withhold",
        "keep an entry for the team again",
        help: "Keep an entry for the team alone again.",
        arguments: [
            .positional(
                "entry",
                .entry,
                fill: .cursorIfAny(.ownEntry),
                field: .init("entry", hint: "its number, as 'log list' shows it", isNeeded: true)
            )
        ],
        form: CommandForm("Keep an entry for the team again", draft: nil)
    )

    @Argument(help: "The number of the entry.")
    var entry: Int64

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        CommandPlan([.entry(.withhold(try situation.knownEntry(entry)))], shows: .entries)
    }
}
