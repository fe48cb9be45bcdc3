import IncidentLog
import ArgumentParser
import CommandTable

/// Moves an incident on, or back.
struct ChangeIncidentState: Verb {
    static let row = CommandRow(
        "incident state",
        "change the incident's state",
        [.init("s")],
        footer: "state",
        help: "Move an incident on, or back.",
        arguments: [
            .positional("state", .status, fill: .choice),
            .option(
                "reason",
                .text,
                field: .init("why", hint: "a reason is needed", isNeeded: true)
            ),
            .incident,
        ],
        form: CommandForm(
            "{incident} becomes {state}",
            draft: "state {state}",
            choice: "{incident} is {status}; now",
            opens: .whenNeeded
        )
    )

    @Argument(help: "investigating, identified, mitigating, monitoring, resolved, …")
    var state: String
    @Option(help: "Why; needed to go back or to end.")
    var reason: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let status = try situation.status(state, "state")
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.incident(.changeStatus(id, to: status, reason: reason))],
            shows: .incident(id)
        )
    }
}
