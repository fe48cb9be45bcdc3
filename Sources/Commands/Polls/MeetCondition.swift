import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Says that what a party asked for is done.
struct MeetCondition: Verb {
    static let row = CommandRow(
        "poll meet",
        "a party's condition is met",
        [.init("m", in: .changes)],
        help: "Say that the condition of a party is met.",
        arguments: [
            .change,
            .positional(
                "party",
                .party,
                field: .init("party", hint: "whose condition", isNeeded: true)
            ),
            .option(
                "note",
                .text,
                isRequired: true,
                field: .init("proof", hint: "what shows it", isNeeded: true)
            ),
        ],
        form: CommandForm("A condition is met", draft: "meet {change}")
    )

    @OptionGroup var target: ChangeOption
    @Argument(help: "Whose condition.")
    var party: String
    @Option(help: "What shows it.")
    var note: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.change(target.change).id
        return CommandPlan(
            [.change(.meetCondition(id, PartyID(party), note: note))],
            shows: .board(id)
        )
    }
}
