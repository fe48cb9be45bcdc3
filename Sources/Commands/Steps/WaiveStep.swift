import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Lets the incident go on without a step.
struct WaiveStep: Verb {
    static let row = CommandRow(
        "step waive",
        "go on without it, as commander",
        [.init("w", in: .checklist)],
        footer: "waive",
        help: "Let the incident go on without a step, as its commander.",
        arguments: [
            .positional("step", .step, fill: .cursor(.step)),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why it can go on without it", isNeeded: true)
            ),
            .option(
                "until",
                .time,
                field: .init("until", hint: "2h, 18:00Z, or empty for as long as it lasts")
            ), .incident,
        ],
        form: CommandForm("Waive: {title}", draft: "waive {step}")
    )

    @Argument(help: "The step.")
    var step: String
    @Option(help: "Why it can go on without it.")
    var reason: String
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Until when the waiver counts: 2h, 18:00 (UTC) or a date.",
            valueName: "time"
        )
    )
    var until: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let end = try situation.momentIfAny(until, "until")
        return CommandPlan(
            [.checklist(.waiveStep(id, StepID(step), reason: reason, until: end))],
            shows: .checklist(id)
        )
    }
}
