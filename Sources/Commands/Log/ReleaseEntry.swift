import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Let an entry be read outside the team: public exports have it.
struct ReleaseEntry: Verb {
    static let row = CommandRow(
        "log release",
        "let an entry be read outside the team",
        help: "Let an entry be read outside the team: public exports have it.",
        arguments: [
            .positional(
                "entry",
                .entry,
                fill: .cursorIfAny(.ownEntry),
                field: .init("entry", hint: "its number, as 'log list' shows it", isNeeded: true)
            )
        ],
        form: CommandForm("Let an entry be read outside the team", draft: nil)
    )

    @Argument(help: "The number of the entry.")
    var entry: Int64

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        CommandPlan([.entry(.release(try situation.knownEntry(entry)))], shows: .entries)
    }
}
