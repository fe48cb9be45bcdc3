import ArgumentParser
import CommandTable
import IncidentLog

/// Removes the text of an entry for good.
struct RedactEntry: Verb {
    static let row = CommandRow(
        "log redact",
        "remove the text of an entry for good",
        [.init("x", in: .log)],
        footer: "redact",
        help: "Remove the text of an entry for good; that it was there, and why it went, stays.",
        discussion: """
            The text leaves every list, the search and the file itself, with every correction of \
            it. Its digest stays, so that 'log verify' still proves that nothing else was \
            changed. Numbers, names, times and states stay too. What was sent already is not \
            taken back, and copies of the file made before still have the text.
            """,
        arguments: [
            .positional(
                "entry",
                .entry,
                fill: .cursorIfAny(.ownEntry),
                field: .init("entry", hint: "its number, as 'log list' shows it", isNeeded: true)
            ),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init(
                    "why",
                    hint: "stays in the log: do not repeat the text",
                    isNeeded: true
                )
            ),
        ],
        form: CommandForm(
            "Remove a text for good",
            draft: "redact",
            preview: .init("Remove the text of entry {entry} for good?", verb: "remove it for good")
        )
    )

    @Argument(help: "The number of the entry.")
    var entry: Int64
    @Option(help: "Why; it stays in the log.")
    var reason: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let known = try situation.knownEntry(entry)
        return CommandPlan([.entry(.redact(known, reason: reason))], shows: .entries)
    }
}
