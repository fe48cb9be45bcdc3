import IncidentLog
import FleetModel
import ArgumentParser
import CommandTable
import Primitives

/// Writes a line into the log.
struct AddLine: Verb {
    static let row = CommandRow(
        "log add",
        "write a line into the log",
        help: "Write a line.",
        arguments: [
            .positional(
                "words",
                .text,
                field: .init("text", hint: "what is to be known", isLong: true, isNeeded: true),
                many: .repeated
            ),
            .option(
                "kind",
                .text,
                field: .init("kind", hint: "action, decision, hypothesis, observation, or empty")
            ), .option("by", .person, field: .init("by", hint: "who decided or did it")),
            .option("at", .time, field: .init("at", hint: "-15m, 08:00Z, or empty for now")),
            .incidentIfAny,
        ],
        form: CommandForm("A line for the log", draft: "log add")
    )

    @Argument(parsing: .remaining, help: "The line.")
    var words: [String]
    @Option(help: "action, decision, hypothesis or observation; a plain line when left out.")
    var kind: String?
    @Option(help: "Who decided or did it, when that is not you; names apart by commas.")
    var by: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("When it happened: -15m, 08:00 (UTC) or a date.", valueName: "time")
    )
    var at: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incidentIfAny(incident)
        return CommandPlan(
            [.entry(try command(id, situation))],
            occurredAt: try situation.time(at, "at"),
            shows: .entries
        )
    }

    private func command(
        _ id: IncidentID?,
        _ situation: CommandSituation
    ) throws(CommandProblem) -> EntryCommand {
        let text = words.joined(separator: " ")
        let names = (by ?? "").split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
        guard let kind else {
            guard names.isEmpty else {
                throw CommandProblem(
                    "say what kind of line it is (--kind decision or action)",
                    argument: "kind"
                )
            }
            return .note(id, text: text)
        }
        return .say(
            id,
            try situation.choice(of: LineKind.self, kind, "kind", "a kind of line"),
            text: text,
            by: names
        )
    }
}
