import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Says that a step has nothing to do with the incident.
struct DismissStep: Verb {
    static let row = CommandRow(
        "step na",
        "does not apply here",
        help: "Say that a step has nothing to do with this incident.",
        arguments: [
            .positional("step", .step, fill: .cursor(.step)),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why it does not apply", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Does not apply: {title}", draft: "na {step}")
    )

    @Argument(help: "The step.")
    var step: String
    @Option(help: "Why it does not apply.")
    var reason: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.checklist(.dismissStep(id, StepID(step), reason: reason))],
            shows: .checklist(id)
        )
    }
}
