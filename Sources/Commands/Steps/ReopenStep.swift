import IncidentLog
import ArgumentParser
import CommandTable
import Primitives

/// Sets a step back to pending.
struct ReopenStep: Verb {
    static let row = CommandRow(
        "step reopen",
        "set back to pending",
        [.init("o", in: .checklist)],
        help: "Set a step back to pending.",
        arguments: [.positional("step", .step, fill: .cursor(.step)), .incident],
        form: .none()
    )

    @Argument(help: "The step.")
    var step: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan([.checklist(.reopenStep(id, StepID(step)))], shows: .checklist(id))
    }
}
