import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Go on as another incident: both are the same.
struct MergeIncident: Verb {
    static let row = CommandRow(
        "incident merge",
        "go on as another incident",
        help: "Go on as another incident: both are the same.",
        arguments: [
            .option(
                "into",
                .incident,
                isRequired: true,
                field: .init("into", hint: "the incident that goes on", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("{incident} goes on as another", draft: nil)
    )

    @Option(help: "The incident that goes on.")
    var into: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let target = try situation.incident(into).id
        return CommandPlan([.incident(.merge(id, into: target))], shows: .incident(target))
    }
}
