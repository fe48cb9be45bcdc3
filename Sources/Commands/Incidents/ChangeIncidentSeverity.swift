import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Judges an incident anew.
struct ChangeIncidentSeverity: Verb {
    static let row = CommandRow(
        "incident severity",
        "change the severity",
        [.init("S")],
        help: "Judge an incident anew.",
        arguments: [
            .positional("severity", .severity, fill: .choice), .option("reason", .text),
            .incident,
        ],
        form: .none(choice: "Severity of {incident}")
    )

    @Argument(help: "1 (worst) to 4.")
    var severity: String
    @Option(help: "Why.")
    var reason: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let severity = try situation.severity(severity, "severity")
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.incident(.changeSeverity(id, to: severity, reason: reason))],
            shows: .incident(id)
        )
    }
}
