import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Confirms the tick of a step as its second person.
struct VerifyStep: Verb {
    static let row = CommandRow(
        "step verify",
        "confirm as second person",
        [.init("v", in: .checklist)],
        footer: "verify",
        help: "Confirm the tick of a step as its second person.",
        arguments: [
            .positional("step", .step, fill: .cursor(.step)),
            .option("note", .text, field: .init("seen", hint: "what you saw yourself")),
            .option(
                "evidence",
                .text,
                field: .init("evidence", hint: "https://…, or empty")
            ), .incident,
        ],
        form: CommandForm("Verify: {title}", draft: "verify {step}")
    )

    @Argument(help: "The step.")
    var step: String
    @Option(help: "What was seen.")
    var note: String?
    @Option(help: ArgumentHelp("What proves it: a file, or a link.", valueName: "file"))
    var evidence: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let command = ChecklistCommand.verifyStep(
            id,
            StepID(step),
            note: note,
            evidence: situation.proof(evidence)
        )
        return CommandPlan([.checklist(command)], shows: .checklist(id))
    }
}
