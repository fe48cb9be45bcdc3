import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Begins to work on a step.
struct StartStep: Verb {
    static let row = CommandRow(
        "step start",
        "begin to work on it",
        [.init("b", in: .checklist)],
        help: "Begin to work on a step; its timeout runs from now on.",
        arguments: [
            .positional("step", .step, fill: .cursor(.step)), .option("note", .text), .incident,
        ],
        form: .none()
    )

    @Argument(help: "The step.")
    var step: String
    @Option(help: "What is done.")
    var note: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.checklist(.startStep(id, StepID(step), note: note))],
            shows: .checklist(id)
        )
    }
}
