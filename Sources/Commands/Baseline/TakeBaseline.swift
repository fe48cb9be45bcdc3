import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog

/// Takes the picture of the fleet that a roll-back is held against.
struct TakeBaseline: Verb, NeedsFreshFacts {
    static let row = CommandRow(
        "baseline take",
        "take a baseline of the fleet",
        help: "Take what every node is now for what a roll-back is held against.",
        discussion: "Before a change. What has become other since, key by key, is what 'tocsin "
            + "baseline diff' tells.",
        arguments: [
            .option("change", .text),
            .flag(
                "replace",
                question: .init(
                    "A roll-back is not complete",
                    consequence: "What it left behind is no longer told.",
                    verb: "take another baseline"
                )
            ),
        ],
        form: .none()
    )

    @Option(help: ArgumentHelp("The change that it is taken for.", valueName: "id"))
    var change: String?
    @Flag(help: "Even though a roll-back to the one before is not complete.")
    var replace = false

    var fleetNeed: FleetNeed { .required }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let nodes = situation.fleet?.nodes.map(\.id) ?? []
        let command = BaselineCommand.take(nodes: nodes, change: change, replaces: replace)
        return CommandPlan([.baseline(command)], shows: .baseline)
    }
}
