import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Work on an incident again.
struct ResumeIncident: Verb {
    static let row = CommandRow(
        "incident resume",
        "work on it again",
        help: "Work on an incident again.",
        arguments: [
            .incident
        ],
        form: .none()
    )

    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan([.incident(.resume(id))], shows: .incident(id))
    }
}
