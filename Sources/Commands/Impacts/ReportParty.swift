import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Writes down what a party told us, and that it is affected if it said so.
struct ReportParty: Verb {
    static let row = CommandRow(
        "log report",
        "write down what a party told us",
        [.init("t", in: .parties)],
        footer: "report",
        help: "Write down what a party told us, and that it is affected if it said so.",
        arguments: [
            .positional("party", .party, fill: .cursor(.party)),
            .positional(
                "text",
                .text,
                field: .init("text", hint: "what they said", isNeeded: true)
            ),
            .option(
                "impact",
                .text,
                field: .init("affected", hint: "cannot-connect, down, …; empty when they are not")
            ),
            .option("from", .time, field: .init("since", hint: "-15m, 08:00Z, or empty for now")),
            .option("confidence", .text), .option("cause", .cause), .option("evidence", .text),
            .incidentIfAny,
        ],
        form: CommandForm("{party} reports", draft: "report {party}")
    )

    @Argument(help: "The party.")
    var party: String
    @Argument(help: "What they said.")
    var text: String
    @Option(help: "How they are affected: cannot-connect, cannot-sync, degraded, down, …")
    var impact: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Since when; now when left out.", valueName: "time")
    )
    var from: String?
    @Option(help: "How well that moment is known: exact, about or at-most.")
    var confidence: String?
    @Option(help: "original, mitigation or rollback.")
    var cause = "original"
    @Option(help: ArgumentHelp("What proves it: a file, or a link.", valueName: "file"))
    var evidence: String?
    @Option(
        help: ArgumentHelp(
            "The incident; the fleet's newest open one when left out.",
            valueName: "id"
        )
    )
    var incident: String?

    var fleetNeed: FleetNeed { .ifAny }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id =
            incident == nil
            ? situation.log.newestOpenIncident(of: situation.fleet?.name)?.id
            : try situation.incident(incident).id
        let report = Command.entry(.report(id, party: PartyID(party), text: text))
        guard let impact, impact.contains(where: { !$0.isWhitespace }),
            situation.log.openImpact(of: PartyID(party), in: situation.fleet?.name) == nil
        else { return CommandPlan([report], shows: .entries) }
        let open = Command.impact(
            .openImpact(
                id,
                party: PartyID(party),
                kind: impact,
                from: try situation.time(from, "from") ?? situation.now,
                cause: try situation.cause(cause, "cause"),
                proof: ImpactProof(
                    confidence: try situation.confidence(confidence),
                    evidence: situation.proof(evidence),
                    reportedBy: party
                )
            )
        )
        return CommandPlan([report, open], shows: .entries)
    }
}
