import ArgumentParser
import CommandTable
import IncidentLog

/// Takes a pin away.
struct UnpinEntry: Verb {
    static let row = CommandRow(
        "log unpin",
        "take a pin away",
        [.init("P", in: .log)],
        help: "Take the pin of an entry away.",
        arguments: [
            .positional(
                "entry",
                .entry,
                fill: .cursorIfAny(.ownEntry),
                field: .init("entry", hint: "its number, as 'log list' shows it", isNeeded: true)
            )
        ],
        form: CommandForm("Take a pin away", draft: nil)
    )

    @Argument(help: "The number of the entry.")
    var entry: Int64

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        CommandPlan([.entry(.unpin(try situation.knownEntry(entry)))], shows: .entries)
    }
}
