import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Keep a file beside the log, or a link, as evidence.
struct AttachEvidence: Verb {
    static let row = CommandRow(
        "log attach",
        "keep what proves something",
        help: "Keep a file beside the log, or a link, as evidence.",
        arguments: [
            .positional(
                "evidence",
                .text,
                field: .init("evidence", hint: "a file, or a link", isNeeded: true)
            ), .option("note", .text, field: .init("note", hint: "what it shows")),
            .option("at", .time, field: .init("at", hint: "-15m, 08:00Z, or empty for now")),
            .incidentIfAny,
        ],
        form: CommandForm("Evidence for the log", draft: nil)
    )

    @Argument(help: "The path of a file, or a link (https://…).")
    var evidence: String
    @Option(help: "What it shows.")
    var note: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("When it happened: -15m, 08:00 (UTC) or a date.", valueName: "time")
    )
    var at: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incidentIfAny(incident)
        return CommandPlan(
            [.entry(.attach(id, situation.evidence(evidence), note: note))],
            occurredAt: try situation.time(at, "at"),
            shows: .entries
        )
    }
}
