import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Ticks a step, or confirms it as second person.
struct PassStep: Verb {
    static let row = CommandRow(
        "step pass",
        "tick, or confirm as second person",
        [.init("Space", in: .checklist)],
        footer: "tick",
        help: "Tick a step, or confirm it as second person.",
        arguments: [
            .positional("step", .step, fill: .cursor(.step)),
            .option(
                "note",
                .text,
                field: .init("why", hint: "what you saw; why you override what checks itself")
            ),
            .option(
                "evidence",
                .text,
                field: .init("evidence", hint: "a file, or a link (https://…)")
            ),
            .flag(
                "again",
                question: .init(
                    "Pass the failed step?",
                    consequence: "It becomes passed.",
                    verb: "pass it"
                )
            ), .incident,
        ],
        form: CommandForm("Tick by hand: {title}", draft: "pass {step}", opens: .whenNeeded)
    )

    @Argument(help: "The step.")
    var step: String
    @Option(help: "What was seen; needed for a step that checks itself.")
    var note: String?
    @Option(help: ArgumentHelp("What proves it: a file, or a link.", valueName: "file"))
    var evidence: String?
    @Flag(help: "Pass a step that failed: the failure was seen.")
    var again = false
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let command = ChecklistCommand.passStep(
            id,
            StepID(step),
            note: note,
            evidence: situation.proof(evidence),
            again: again
        )
        return CommandPlan([.checklist(command)], shows: .checklist(id))
    }
}
