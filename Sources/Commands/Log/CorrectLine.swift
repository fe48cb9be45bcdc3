import IncidentLog
import ArgumentParser
import CommandTable

/// Gives an earlier line a better text.
struct CorrectLine: Verb {
    static let row = CommandRow(
        "log correct",
        "correct your last line",
        [.init("e", in: .log)],
        help: "Give an earlier line a better text; the earlier one stays.",
        arguments: [
            .positional("entry", .entry, fill: .cursor(.ownEntry)),
            .positional(
                "words",
                .text,
                fill: .cursor(.ownLine),
                field: .init("text", hint: "", isLong: true, isNeeded: true),
                many: .repeated
            ),
        ],
        form: CommandForm("Correct your last line", draft: "correct {entry}")
    )

    @Argument(help: "The number of the entry.")
    var entry: Int64
    @Argument(parsing: .remaining, help: "The better text.")
    var words: [String]

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let wrong = try situation.knownEntry(entry)
        let text = words.joined(separator: " ")
        return CommandPlan([.entry(.correct(wrong, text: text))], shows: .entries)
    }
}
