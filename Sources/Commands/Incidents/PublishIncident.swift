import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Tell the outside where an incident stands.
struct PublishIncident: Verb {
    static let row = CommandRow(
        "incident publish",
        "tell the outside where it stands",
        help: "Tell the outside where an incident stands.",
        arguments: [
            .option(
                "phase",
                .text,
                field: .init("phase", hint: "empty: the one that goes with its state")
            ), .incident,
        ],
        form: CommandForm("{incident} becomes public", draft: nil)
    )

    @Option(help: "investigating, identified, monitoring or resolved; what goes with its state.")
    var phase: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let phase = try phase.map { word throws(CommandProblem) in
            try situation.choice(of: PublicPhase.self, word, "phase", "a public phase")
        }
        return CommandPlan([.incident(.publish(id, phase))], shows: .incident(id))
    }
}
