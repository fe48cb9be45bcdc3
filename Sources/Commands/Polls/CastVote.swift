import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Writes down what a party answers.
struct CastVote: Verb {
    static let row = CommandRow(
        "poll vote",
        "write down an answer",
        [.init("v", in: .changes)],
        footer: "vote",
        help: "Write down what a party answers: go, go-if, no-go or abstain.",
        discussion: """
            A no-go says why (--comment) and what would change it (--would-change); a go-if says \
            what must be done first (--comment). An answer counts for the plan as it is; with \
            --plan-hash the answer is refused when that is another one.
            """,
        arguments: [
            .change,
            .positional(
                "party",
                .party,
                field: .init("party", hint: "who answers", isNeeded: true)
            ),
            .positional(
                "answer",
                .answer,
                field: .init("answer", hint: "go, go-if, no-go or abstain", isNeeded: true)
            ),
            .option(
                "comment",
                .text,
                field: .init("why", hint: "needed for no-go, and what to do for go-if")
            ),
            .option(
                "would-change",
                .text,
                field: .init("would change it", hint: "needed for no-go")
            ),
            .option("channel", .text, field: .init("came by", hint: "discord, a call, …")),
            .option("plan-hash", .text),
        ],
        form: CommandForm("Answer to {change}", draft: "vote {change}")
    )

    @OptionGroup var target: ChangeOption
    @Argument(help: "Who answers.")
    var party: String
    @Argument(help: "go, go-if, no-go or abstain.")
    var answer: String
    @Option(help: "Why; for go-if what must be done first.")
    var comment: String?
    @Option(help: "What would change a no-go.")
    var wouldChange: String?
    @Option(help: "The way by which the answer came.")
    var channel: String?
    @Option(
        help: ArgumentHelp(
            "The hash of the plan that is answered to, or its beginning.",
            valueName: "hash"
        )
    )
    var planHash: String?

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let change = try situation.change(target.change)
        let vote = Vote(
            PartyID(party),
            try situation.answer(answer, "answer"),
            comment: comment,
            wouldChange: wouldChange,
            channel: channel
        )
        // Whoever answers has read the plan as it is now, unless they say which.
        let hash =
            planHash.map { change.planHash.hasPrefix($0.lowercased()) ? change.planHash : $0 }
            ?? change.planHash
        return CommandPlan(
            [.change(.vote(change.id, planHash: hash, vote))],
            shows: .board(change.id)
        )
    }
}
