import ArgumentParser
import CommandTable
import IncidentLog

/// Says that the work of a change is done.
struct FinishChange: Verb {
    static let row = CommandRow(
        "change finish",
        "it is done",
        [.init("d", in: .changes)],
        help: "Say that a change is done.",
        discussion: """
            It is held while waves are left or watched, and while a condition for aborting holds; \
            --despite says why it need not wait.
            """,
        arguments: [
            .change, .option("note", .text),
            .option(
                "despite",
                .text,
                field: .init("done despite that", hint: "why it need not wait", isNeeded: true)
            ),
        ],
        form: CommandForm("Finish {change}", draft: "finish {change}", opens: .whenNeeded)
    )

    @OptionGroup var target: ChangeOption
    @Option(help: "What is to be said of it.")
    var note: String?
    @Option(help: "Why it need not wait.")
    var despite: String?

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.change(target.change).id
        return CommandPlan(
            [.change(.finish(id, note: note, despite: despite))],
            shows: .change(id)
        )
    }
}
