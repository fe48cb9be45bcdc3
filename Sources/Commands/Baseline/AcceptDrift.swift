import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Lets a key of a node stay what it has become.
struct AcceptDrift: Verb, NeedsFreshFacts {
    static let row = CommandRow(
        "baseline accept",
        "accept what became of a key",
        help: "Let a key of a node stay what it has become since the baseline.",
        arguments: [
            .positional("node", .node, fill: .cursorIfAny(.nodes), field: nodeField),
            .positional(
                "key",
                .text,
                field: .init("key", hint: "as 'baseline diff' names it", isNeeded: true)
            ),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why it may stay", isNeeded: true)
            ),
        ],
        form: CommandForm("A key may stay what it is", draft: "accept")
    )

    private static let nodeField = CommandArgument.Field(
        "node",
        hint: "the node",
        isNeeded: true
    )

    @Argument(help: "The node.")
    var node: String
    @Argument(help: "The key, as 'baseline diff' names it.")
    var key: String
    @Option(help: "Why.")
    var reason: String

    var fleetNeed: FleetNeed { .required }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        CommandPlan(
            [.baseline(.accept(NodeID(node), key: key, reason: reason))],
            shows: .baseline
        )
    }
}
