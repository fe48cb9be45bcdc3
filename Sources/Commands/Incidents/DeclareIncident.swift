import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Opens an incident.
struct DeclareIncident: Verb {
    static let row = CommandRow(
        "incident declare",
        "declare an incident",
        [.init("D"), .init("o", in: .welcome)],
        footer: "declare",
        help: "Declare an incident.",
        arguments: [
            .positional(
                "title",
                .text,
                fill: .cursorIfAny(.trouble),
                field: .init("title", hint: "what is wrong, in one line", isNeeded: true)
            ),
            .option(
                "sev",
                .severity,
                field: .init("severity", hint: "1 worst … 4; empty: SEV2 is assumed")
            ),
            .option(
                "impact-from",
                .time,
                fill: .cursorIfAny(.troubleSince),
                field: .init("impact from", hint: "-15m, 08:00Z, or empty")
            ),
            .option(
                "runbook",
                .runbook,
                fill: .cursorIfAny(.runbook),
                field: .init("checklist", hint: "{runbooks}"),
                blank: ["--no-runbook"]
            ),
            .option("detected-by", .text), .option("detected-at", .time), .option("key", .text),
            .flag("no-runbook"), .flag("triage"),
        ],
        form: CommandForm("Declare an incident", draft: "declare")
    )

    @Argument(help: "What is wrong, in one line.")
    var title: String
    @Option(name: .customLong("sev"), help: "1 (worst) to 4; SEV2 is assumed when left out.")
    var severity: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("When the harm began: -15m, 08:00 or a date.", valueName: "time")
    )
    var impactFrom: String?
    @Option(
        help: ArgumentHelp(
            "The checklist; the first of the fleet file when left out.",
            valueName: "name"
        )
    )
    var runbook: String?
    @Option(help: "Who or what noticed it first: a party, a person, a check.")
    var detectedBy: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("When it was noticed: -15m, 08:00 or a date.", valueName: "time")
    )
    var detectedAt: String?
    @Option(help: "A key of your own: declaring it again with the same key changes nothing.")
    var key: String?
    @Flag(help: "Without a checklist.")
    var noRunbook = false
    @Flag(help: "It may be no incident: it is looked at first, and nobody is told of it.")
    var triage = false

    // A checklist asked for by name comes from the file, which must be good then.
    var fleetNeed: FleetNeed { runbook == nil ? .ifKnown : .ifAny }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        if let key, let known = situation.log.incidents.first(where: { $0.origin.key == key }) {
            return CommandPlan([], shows: .incident(known.id))
        }
        let stated = try severity.map { text throws(CommandProblem) in
            try situation.severity(text, "sev")
        }
        let command = Command.incident(
            .declare(
                title: title,
                severity: stated ?? .sev2,
                mode: situation.isDrill ? .drill : .real,
                fleet: situation.fleet?.name,
                impactFrom: try situation.time(impactFrom, "impact-from"),
                checklist: try checklist(in: situation),
                origin: IncidentOrigin(
                    key: key,
                    severityIsAssumed: stated == nil,
                    detectedBy: detectedBy,
                    detectedAt: try situation.time(detectedAt, "detected-at"),
                    isTriage: triage
                )
            )
        )
        return CommandPlan([command], shows: .incident(nil))
    }

    private func checklist(in situation: CommandSituation) throws(CommandProblem)
        -> ChecklistDefinition?
    {
        if noRunbook { return nil }
        guard let runbook else { return situation.fleet?.runbooks.first }
        return try situation.runbook(runbook, "runbook")
    }
}
