import IncidentLog
import ArgumentParser
import CommandTable
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
                field: .init(
                    "why",
                    hint: "this step checks itself; say why you override it",
                    isNeeded: true
                )
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
    @Option(help: "What proves it; needed for a step that checks itself.")
    var note: String?
    @Flag(help: "Pass a step that failed: the failure was seen.")
    var again = false
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.checklist(.passStep(id, StepID(step), note: note, again: again))],
            shows: .checklist(id)
        )
    }
}
