import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog

/// Takes over one more checklist.
struct AttachChecklist: Verb {
    static let row = CommandRow(
        "step attach",
        "take over one more checklist",
        help: "Take over one more checklist.",
        arguments: [
            .positional(
                "runbook",
                .runbook,
                field: .init("checklist", hint: "{offered runbooks}", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("One more checklist", draft: "attach")
    )

    @Argument(help: "The checklist: one of the fleet file, or one that comes with the program.")
    var runbook: String
    @OptionGroup var incident: IncidentOption

    var fleetNeed: FleetNeed { .ifAny }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let checklist = try situation.runbook(runbook, "runbook")
        return CommandPlan(
            [.checklist(.attachChecklist(id, checklist))],
            shows: .checklist(id)
        )
    }
}
