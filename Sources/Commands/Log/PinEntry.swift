import ArgumentParser
import CommandTable
import IncidentLog

/// Holds an entry to be important.
struct PinEntry: Verb {
    static let row = CommandRow(
        "log pin",
        "pin an entry",
        [.init("*", in: .log)],
        help: "Hold an entry to be important; 'log list --pinned' shows those.",
        arguments: [
            .positional(
                "entry",
                .entry,
                fill: .cursorIfAny(.ownEntry),
                field: .init("entry", hint: "its number, as 'log list' shows it", isNeeded: true)
            )
        ],
        form: CommandForm("Pin an entry", draft: nil)
    )

    @Argument(help: "The number of the entry.")
    var entry: Int64

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        CommandPlan([.entry(.pin(try situation.knownEntry(entry)))], shows: .entries)
    }
}
