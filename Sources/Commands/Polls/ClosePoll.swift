import ArgumentParser
import CommandTable
import IncidentLog

/// Ends a poll with a no.
struct ClosePoll: Verb {
    static let row = CommandRow(
        "poll close",
        "end the poll with NO-GO",
        help: "End a poll with NO-GO, as the one who directs it.",
        arguments: [.change, .reason("why not")],
        form: CommandForm("NO-GO for {change}", draft: "no-go {change}")
    )

    @OptionGroup var target: ChangeOption
    @Option(help: "Why not.")
    var reason: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.change(target.change).id
        return CommandPlan([.change(.closePoll(id, reason: reason))], shows: .board(id))
    }
}
