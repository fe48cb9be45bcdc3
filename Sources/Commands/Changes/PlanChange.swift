import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Plans a change, or plans it anew.
struct PlanChange: Verb {
    static let row = CommandRow(
        "change plan",
        "plan an upgrade or a way back",
        [.init("P", in: .changes)],
        footer: "plan",
        help: "Plan a change of the fleet: an upgrade, or the way back.",
        discussion: """
            What is done is a text, or the name of a plan file (.yml, .yaml); 'change example' \
            writes one that shows every key. With --change that change is planned anew: what is \
            not said stays, and all that was agreed is taken back. Nobody can be asked before the \
            plan says what it means for each party (--impact).
            """,
        arguments: [
            .positional(
                "what",
                .text,
                isRequired: false,
                field: .init("what", hint: "redeploy prod off release v0.5", isNeeded: true)
            ),
            .option("from", .text, field: .init("from", hint: "the release that runs now")),
            .option("to", .text, field: .init("to", hint: "the release that is to run")),
            .option(
                "impact",
                .text,
                fill: .cursorIfAny(.parties),
                field: .init("impact", hint: "js-waku=cannot connect; nim-waku=none"),
                many: .repeated
            ),
            .option(
                "speaks",
                .text,
                field: .init("speaks", hint: "protocols of that release, apart by ;"),
                many: .repeated
            ),
            .option(
                "wave",
                .text,
                field: .init("waves", hint: "a,b for 15m; rest for 30m"),
                many: .repeated
            ),
            .option("expected", .duration, field: .init("takes", hint: "10m, 1h")),
            .option("rollback", .text, field: .init("way back", hint: "how one gets back")),
            .option("rollback-runbook", .runbook),
            .option(
                "abort-if",
                .text,
                field: .init("abort if", hint: "peers < 3 for 2m; lag > 50"),
                many: .repeated
            ),
            .option(
                "destroys",
                .text,
                field: .init("destroys", hint: "what cannot be brought back"),
                many: .repeated
            ),
            .option("canary", .node),
            .option("refuses", .text, many: .repeated),
            .option("change", .change),
            .incidentIfAny,
        ],
        form: CommandForm("Plan a change", draft: "change plan")
    )

    @Argument(help: "What is done, or a plan file (.yml, .yaml).")
    var what: String?
    @Option(help: ArgumentHelp("The release that runs now.", valueName: "release"))
    var from: String?
    @Option(help: ArgumentHelp("The release that is to run.", valueName: "release"))
    var to: String?
    @Option(
        help: ArgumentHelp(
            "Nodes that are changed together and how long they are watched, once a wave: "
                + "'a,b for 15m', 'rest for 30m'.",
            valueName: "nodes"
        )
    )
    var wave: [String] = []
    @Option(help: ArgumentHelp("How long it will take.", valueName: "duration"))
    var expected: String?
    @Option(
        help: ArgumentHelp(
            "What it means for a party, once for each: js-waku=\"cannot connect\".",
            valueName: "party=text"
        )
    )
    var impact: [String] = []
    @Option(help: "How one gets back.")
    var rollback: String?
    @Option(help: ArgumentHelp("The runbook of the way back.", valueName: "name"))
    var rollbackRunbook: String?
    @Option(
        help: ArgumentHelp(
            "When to abort, each on any one of the changed nodes: 'peers < 3 for 2m'.",
            valueName: "condition"
        )
    )
    var abortIf: [String] = []
    @Option(help: ArgumentHelp("What cannot be brought back.", valueName: "what"))
    var destroys: [String] = []
    @Option(help: ArgumentHelp("A node that runs the release already.", valueName: "node"))
    var canary: String?
    @Option(help: ArgumentHelp("A protocol that the release speaks.", valueName: "id"))
    var speaks: [String] = []
    @Option(
        help: ArgumentHelp(
            "A key of the configuration that the older release refuses.",
            valueName: "key"
        )
    )
    var refuses: [String] = []
    @Option(help: ArgumentHelp("The change that is planned anew.", valueName: "id"))
    var change: String?
    @Option(
        help: ArgumentHelp(
            "The incident; the fleet's newest open one when left out.",
            valueName: "id"
        )
    )
    var incident: String?

    var fleetNeed: FleetNeed { .ifAny }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let before = try change.map { text throws(CommandProblem) in try situation.change(text) }
        var plan = try start(before, in: situation)
        try say(&plan, in: situation)
        if plan.fleet == nil { plan.fleet = situation.fleet?.name }
        try check(plan, in: situation)
        let id =
            before != nil
            ? nil
            : incident == nil
                ? situation.log.newestOpenIncident(of: plan.fleet)?.id
                : try situation.incident(incident).id
        return CommandPlan(
            [.change(.plan(before?.id, plan, incident: id))],
            shows: .change(before?.id)
        )
    }

    private func isFile(_ what: String) -> Bool {
        what.hasSuffix(".yml") || what.hasSuffix(".yaml")
    }

    /// The plan before the options are looked at: that of the file, the one that is planned anew,
    /// or an empty one.
    private func start(
        _ before: ChangeState?,
        in situation: CommandSituation
    ) throws(CommandProblem) -> ChangePlan {
        if let what, isFile(what) { return try situation.planFile(what) }
        if var plan = before?.plan {
            if let what { plan.what = what }
            return plan
        }
        guard let what else {
            throw CommandProblem("say what is done, or name a plan file", argument: "what")
        }
        guard let to else {
            throw CommandProblem("say which release is to run: --to", argument: "to")
        }
        return ChangePlan(what: what, to: to)
    }

    /// Puts in what the options say.
    private func say(
        _ plan: inout ChangePlan,
        in situation: CommandSituation
    ) throws(CommandProblem) {
        if let from { plan.from = from }
        if let to { plan.to = to }
        if let expected {
            plan.expectedMilliseconds = try situation.duration(expected, "expected").milliseconds
        }
        if !wave.isEmpty {
            plan.waves = try wave.map { text throws(CommandProblem) in
                try self.wave(text, in: situation)
            }
        }
        for text in impact {
            let parts = text.split(separator: "=", maxSplits: 1).map(\.trimmed)
            guard parts.count == 2, !parts[1].isEmpty else {
                throw CommandProblem(
                    text.contains("=")
                        ? "say what it means for \(parts.first ?? "whom"), and be it 'none'"
                        : "'\(text)' is no impact; write --impact PARTY=\"what it means\"",
                    argument: "impact"
                )
            }
            let said = ChangePlan.StatedImpact(
                party: PartyID(parts[0]),
                text: parts[1]
            )
            if let place = plan.impacts.firstIndex(where: { $0.party == said.party }) {
                plan.impacts[place] = said
            } else {
                plan.impacts.append(said)
            }
        }
        if rollback != nil || rollbackRunbook != nil {
            plan.rollback = ChangePlan.Rollback(
                text: rollback ?? plan.rollback?.text,
                runbook: rollbackRunbook ?? plan.rollback?.runbook
            )
        }
        if !abortIf.isEmpty { plan.aborts = abortIf }
        if !destroys.isEmpty { plan.destroys = destroys }
        if let canary { plan.target.canary = NodeID(canary) }
        if !speaks.isEmpty {
            plan.target.facts.removeAll { $0.name == .protocols }
            plan.target.facts.append(ChangePlan.StatedFact(.protocols, speaks))
        }
        if !refuses.isEmpty { plan.refusedKeys = refuses }
    }

    /// Nodes, apart by commas, and how long they are watched: `a,b for 15m`.
    private func wave(
        _ text: String,
        in situation: CommandSituation
    ) throws(CommandProblem) -> ChangePlan.Wave {
        let parts = text.split(separator: " for ", maxSplits: 1, omittingEmptySubsequences: true)
        let hold =
            parts.count == 2
            ? try situation.duration(String(parts[1]), "wave", takesZero: true) : .zero
        let names = (parts.first ?? "").split(separator: ",").map(String.init)
        return ChangePlan.Wave(nodes: names == ["rest"] ? [] : names.map { NodeID($0) }, hold: hold)
    }

    /// A slip in a name must not leave a node out.
    private func check(
        _ plan: ChangePlan,
        in situation: CommandSituation
    ) throws(CommandProblem) {
        guard let fleet = situation.fleet else { return }
        guard plan.fleet == fleet.name else {
            throw CommandProblem(
                "the plan is about the fleet '\(plan.fleet ?? "")', not about '\(fleet.name)'; "
                    + "name its file with --fleet"
            )
        }
        // Nodes that sources tell of are known once they were asked.
        guard fleet.sources.isEmpty else { return }
        let named = plan.waves.flatMap(\.nodes) + [plan.target.canary].compactMap { $0 }
        _ = try situation.nodes(named.map(\.rawValue))
    }
}
