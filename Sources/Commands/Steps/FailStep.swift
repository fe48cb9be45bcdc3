import IncidentLog
import ArgumentParser
import CommandTable
import Primitives

/// Marks a step as failed.
struct FailStep: Verb {
    static let row = CommandRow(
        "step fail",
        "mark as failed",
        [.init("x", in: .checklist)],
        footer: "fail",
        help: "Mark a step as failed.",
        arguments: [
            .positional("step", .step, fill: .cursor(.step)),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "what was seen", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Failed: {title}", draft: "fail {step}")
    )

    @Argument(help: "The step.")
    var step: String
    @Option(help: "What was seen.")
    var reason: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.checklist(.failStep(id, StepID(step), reason: reason))],
            shows: .checklist(id)
        )
    }
}
