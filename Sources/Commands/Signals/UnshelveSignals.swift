import IncidentLog
import ArgumentParser
import CommandTable

/// Takes signals back from the shelf.
struct UnshelveSignals: Verb {
    static let row = CommandRow(
        "signal unshelve",
        "take back from the shelf",
        [.init("S", in: .signals)],
        help: "Take signals back before their time.",
        arguments: [
            .positional("id", .signal, fill: .cursor(.signal), many: .repeated),
            .option("reason", .text),
        ],
        form: .none()
    )

    @Argument(help: ArgumentHelp("The signals.", valueName: "id"))
    var ids: [String]
    @Option(help: "Why.")
    var reason = "taken back by hand"

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        .signals(ids) { .unshelve($0, reason: reason) }
    }
}
