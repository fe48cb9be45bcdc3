import FleetModel
import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// A party began to be affected.
struct OpenImpact: Verb {
    static let row = CommandRow(
        "impact open",
        "the party is affected",
        [.init("o", in: .parties)],
        footer: "impact",
        help: "A party is affected.",
        arguments: [
            .positional("party", .party, fill: .cursor(.party)),
            .option(
                "kind",
                .text,
                isRequired: true,
                field: .init(
                    "how",
                    hint: "cannot-connect, cannot-sync, degraded, down, …",
                    isNeeded: true
                )
            ),
            .option(
                "from",
                .time,
                field: .init("since", hint: "-15m, 08:00Z, or empty for now")
            ),
            .option(
                "cause",
                .cause,
                fill: .text("original"),
                field: .init("cause", hint: "original, mitigation or rollback")
            ),
            .option(
                "confidence",
                .text,
                field: .init("known", hint: "exact, about or at-most; empty: exact")
            ), .option("evidence", .text), .option("reported-by", .text), .incidentIfAny,
        ],
        form: CommandForm("{party} is affected", draft: "impact {party}")
    )

    @Argument(help: "The party.")
    var party: String
    @Option(help: "How: cannot-connect, cannot-sync, degraded, down, …")
    var kind: String
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Since when; now when left out.", valueName: "time")
    )
    var from: String?
    @Option(help: "original, mitigation or rollback.")
    var cause = "original"
    @Option(help: "How well the beginning is known: exact, about or at-most.")
    var confidence: String?
    @Option(help: ArgumentHelp("What proves the beginning: a file, or a link.", valueName: "file"))
    var evidence: String?
    @Option(help: "Who told us, when we did not see it ourselves.")
    var reportedBy: String?
    @Option(
        help: ArgumentHelp(
            "The incident; the fleet's newest open one when left out.",
            valueName: "id"
        )
    )
    var incident: String?

    var fleetNeed: FleetNeed { .ifAny }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let cause = try situation.cause(cause, "cause")
        let id =
            incident == nil
            ? situation.log.newestOpenIncident(of: situation.fleet?.name)?.id
            : try situation.incident(incident).id
        let command = Command.impact(
            .openImpact(
                id,
                party: PartyID(party),
                kind: kind,
                from: try situation.time(from, "from") ?? situation.now,
                cause: cause,
                proof: ImpactProof(
                    confidence: try situation.confidence(confidence),
                    evidence: situation.proof(evidence),
                    reportedBy: reportedBy
                )
            )
        )
        return CommandPlan([command], shows: .impacts)
    }
}
