import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Say which incident this one follows from.
struct ChangeIncidentParent: Verb {
    static let row = CommandRow(
        "incident parent",
        "say which incident it follows from",
        help: "Say which incident this one follows from.",
        arguments: [
            .positional(
                "parent",
                .incident,
                isRequired: false,
                field: .init("parent", hint: "empty: from none")
            ), .incident,
        ],
        form: CommandForm("{incident} follows from", draft: nil)
    )

    @Argument(help: "The incident it follows from; none when left out.")
    var parent: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let parent = try parent.map { name throws(CommandProblem) in
            try situation.incident(name).id
        }
        return CommandPlan([.incident(.changeParent(id, to: parent))], shows: .incident(id))
    }
}
