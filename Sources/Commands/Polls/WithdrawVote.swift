import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Takes the answer of a party back.
struct WithdrawVote: Verb {
    static let row = CommandRow(
        "poll withdraw",
        "take an answer back",
        help: "Take the answer of a party back: it has not answered then.",
        arguments: [
            .change,
            .positional(
                "party",
                .party,
                field: .init("party", hint: "whose answer", isNeeded: true)
            ),
        ],
        form: CommandForm("Take an answer back", draft: nil)
    )

    @OptionGroup var target: ChangeOption
    @Argument(help: "Whose answer.")
    var party: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.change(target.change).id
        return CommandPlan([.change(.withdrawVote(id, PartyID(party)))], shows: .board(id))
    }
}
