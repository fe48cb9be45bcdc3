import IncidentLog
import ArgumentParser
import CommandTable
import Primitives

/// Leaves a step out.
struct SkipStep: Verb {
    static let row = CommandRow(
        "step skip",
        "skip with a reason",
        [.init("n", in: .checklist)],
        footer: "skip",
        help: "Leave a step out.",
        arguments: [
            .positional("step", .step, fill: .cursor(.step)),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why it is not needed", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Skip: {title}", draft: "skip {step}")
    )

    @Argument(help: "The step.")
    var step: String
    @Option(help: "Why it is not needed.")
    var reason: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.checklist(.skipStep(id, StepID(step), reason: reason))],
            shows: .checklist(id)
        )
    }
}
