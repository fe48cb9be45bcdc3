import ArgumentParser
import CommandTable
import IncidentLog

/// Goes on with a change without an agreement: one asks for it, another confirms it.
struct OverrideChange: Verb {
    static let row = CommandRow(
        "change override",
        "go on without an agreement",
        [.init("o", in: .changes)],
        help: "Go on with a change without an agreement; it takes two persons.",
        discussion: """
            Whoever directs the change asks for it with --reason; a second person confirms it \
            with --confirm. The log names who had not agreed, and what the preflight found.
            """,
        arguments: [
            .change,
            .option(
                "reason",
                .text,
                field: .init("why", hint: "why it cannot wait", isNeeded: true)
            ),
            .flag("confirm"),
        ],
        form: CommandForm("Override {change}", draft: "override {change}", opens: .whenNeeded)
    )

    @OptionGroup var target: ChangeOption
    @Option(help: "Why it cannot wait.")
    var reason: String?
    @Flag(help: "Answer for it as the second person.")
    var confirm = false

    var fleetNeed: FleetNeed { .ifAny }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.change(target.change).id
        guard confirm == (reason == nil) else {
            throw CommandProblem(
                "say why (--reason …), or confirm it as the second person (--confirm)",
                argument: "reason"
            )
        }
        let command: ChangeCommand =
            reason.map { .requestOverride(id, reason: $0) } ?? .confirmOverride(id)
        return CommandPlan([.change(command)], shows: .board(id))
    }
}
