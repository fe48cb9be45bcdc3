import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Tell those who run nodes of their own what to do about a version.
struct GiveAdvice: Verb {
    static let row = CommandRow(
        "advice give",
        "advise operators",
        help: "Tell those who run nodes of their own what to do about a version.",
        arguments: [
            .positional(
                "kind",
                .text,
                field: .init("advice", hint: "hold, upgrade or rollback", isNeeded: true)
            ),
            .positional(
                "version",
                .text,
                field: .init("version", hint: "the version meant", isNeeded: true)
            ), .option("text", .text, field: .init("text", hint: "what else they should know")),
            .incidentIfAny,
        ],
        form: CommandForm("Advice to operators", draft: "advice")
    )

    @Argument(help: "hold, upgrade or rollback.")
    var kind: String
    @Argument(help: "The version: not to be installed, or to go to.")
    var version: String
    @Option(help: "What else operators should know.")
    var text: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incidentIfAny(incident)
        let kind = try situation.choice(of: AdviceKind.self, kind, "kind", "advice")
        return CommandPlan(
            [.advice(.give(id, kind, version: version, text: text))],
            shows: .advice
        )
    }
}
