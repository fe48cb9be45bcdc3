import ArgumentParser
import CommandTable
import IncidentLog

/// Lets the next wave of a change begin.
struct NextWave: Verb {
    static let row = CommandRow(
        "change wave",
        "begin the next wave",
        [.init("w", in: .changes)],
        footer: "next wave",
        help: "Begin the next wave of a change.",
        discussion: """
            It is held while the wave before is watched, and while a condition for aborting \
            holds; --despite says why it need not wait.
            """,
        arguments: [
            .change,
            .option(
                "despite",
                .text,
                field: .init("go on despite that", hint: "why it need not wait", isNeeded: true)
            ),
        ],
        form: CommandForm("Begin the next wave", draft: "wave {change}", opens: .whenNeeded)
    )

    @OptionGroup var target: ChangeOption
    @Option(help: "Why it need not wait.")
    var despite: String?

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.change(target.change).id
        return CommandPlan([.change(.nextWave(id, despite: despite))], shows: .change(id))
    }
}
