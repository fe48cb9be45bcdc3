import IncidentLog
import ArgumentParser
import CommandTable
import Primitives

/// A party is served again.
struct CloseImpact: Verb {
    static let row = CommandRow(
        "impact close",
        "the party is served again",
        [.init("o", in: .parties)],
        help: "A party is served again.",
        arguments: [
            .positional("party", .party, fill: .cursor(.party)),
            .option("at", .time, field: .init("since", hint: "-15m, 08:00Z, or empty for now")),
        ],
        form: CommandForm("{party} is served again", draft: "served again {party}")
    )

    @Argument(help: "The party.")
    var party: String
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Since when; now when left out.", valueName: "time")
    )
    var at: String?

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let time = try situation.time(at, "at") ?? situation.now
        return CommandPlan(
            [.impact(.closeImpact(party: PartyID(party), to: time))],
            shows: .impacts
        )
    }
}
