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
            .option("confidence", .text), .option("evidence", .text),
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
    @Option(help: "How well that moment is known: exact, about or at-most.")
    var confidence: String?
    @Option(help: ArgumentHelp("What proves it: a file, or a link.", valueName: "file"))
    var evidence: String?

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let time = try situation.time(at, "at") ?? situation.now
        let proof = ImpactProof(
            confidence: try situation.confidence(confidence),
            evidence: situation.proof(evidence)
        )
        return CommandPlan(
            [.impact(.closeImpact(party: PartyID(party), to: time, proof: proof))],
            shows: .impacts
        )
    }
}
