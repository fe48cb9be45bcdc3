import ArgumentParser
import CommandTable
import IncidentLog

/// Looks at what speaks for and against a change, and writes it down.
struct PreflightChange: Verb {
    static let row = CommandRow(
        "change preflight",
        "look at what speaks against it",
        [.init("f", in: .changes)],
        footer: "preflight",
        help: "Look at what speaks for and against a change, and write it down.",
        discussion: """
            Every node is asked once: the release policy, what each party needs against what a \
            canary or the nodes that run the release really speak (else what the plan says), \
            database layouts, configuration keys, and what acts by itself. Nobody is asked to \
            agree while anything fails.
            """,
        arguments: [.change],
        form: .none()
    )

    @OptionGroup var target: ChangeOption

    var fleetNeed: FleetNeed { .required }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let change = try situation.change(target.change)
        guard let results = situation.preflight(change) else {
            throw CommandProblem("nothing is known of the nodes yet: try again in a moment")
        }
        let command = ChangeCommand.recordPreflight(
            change.id,
            planHash: change.planHash,
            results
        )
        return CommandPlan([.change(command)], shows: .change(change.id))
    }
}
