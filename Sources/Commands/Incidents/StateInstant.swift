import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Say when the impact began, or it was detected, declared, mitigated or resolved.
struct StateInstant: Verb {
    static let row = CommandRow(
        "incident instant",
        "say when something of it really was",
        help: "Say when the impact began, or it was detected, declared, mitigated or resolved.",
        arguments: [
            .positional(
                "instant",
                .text,
                field: .init("what", hint: "impact-started, detected, …", isNeeded: true)
            ),
            .option(
                "at",
                .time,
                isRequired: true,
                field: .init("at", hint: "-15m, 08:00Z or a date", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("When it really was", draft: nil)
    )

    @Argument(help: "impact-started, detected, declared, mitigated or resolved.")
    var instant: String
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("When: -15m, 08:00 (UTC) or a date.", valueName: "time")
    )
    var at: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let what = try situation.choice(
            of: IncidentInstant.self,
            instant,
            "instant",
            "an instant"
        )
        let moment = try situation.time(at, "at") ?? situation.now
        return CommandPlan(
            [.incident(.stateInstant(id, what, at: moment))],
            shows: .incident(id)
        )
    }
}
