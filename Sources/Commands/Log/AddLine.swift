import IncidentLog
import FleetModel
import ArgumentParser
import CommandTable

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
            ), .option("at", .time, field: .init("at", hint: "-15m, 08:00Z, or empty for now")),
            .incidentIfAny,
        ],
        form: CommandForm("A line for the log", draft: "log add")
    )

    @Argument(parsing: .remaining, help: "The line.")
    var words: [String]
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("When it happened: -15m, 08:00 (UTC) or a date.", valueName: "time")
    )
    var at: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        // Without an incident of this fleet the line goes to the fleet's own log.
        let newest = situation.log.newestOpenIncident(of: situation.fleet?.name)
        let isFleets = incident.name == nil && newest == nil
        let id = isFleets ? nil : try situation.incident(incident).id
        return CommandPlan(
            [.entry(.note(id, text: words.joined(separator: " ")))],
            occurredAt: try situation.time(at, "at"),
            shows: .entries
        )
    }
}
