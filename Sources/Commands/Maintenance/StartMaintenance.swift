import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Announces work on nodes.
struct StartMaintenance: Verb {
    static let row = CommandRow(
        "maintenance start",
        "plan work on nodes",
        [.init("m", in: .signals), .init("m", in: .fleet)],
        footer: "maintenance",
        help: "Announce work on nodes.",
        discussion: "The kinds of findings are: "
            + FindingKind.allCases.map(\.rawValue).joined(separator: ", ") + ".",
        arguments: [
            .option(
                "nodes",
                .node,
                fill: .cursorIfAny(.nodes),
                field: .init("nodes", hint: "names apart by spaces; empty: all"),
                many: .joined,
                blank: ["--all"]
            ),
            .flag("all"),
            .option(
                "for",
                .duration,
                isRequired: true,
                fill: .text("1h"),
                field: .init("for", hint: "30m, 2h, 3d; 7 days at most", isNeeded: true)
            ),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "what is done", isNeeded: true)
            ),
            .option(
                "in",
                .duration,
                field: .init("begins in", hint: "30m, 2h, 3d; empty: now")
            ), .option("kinds", .findingKind, many: .joined),
        ],
        form: CommandForm("Plan work on nodes", draft: "maintenance")
    )

    @Option(help: ArgumentHelp("The nodes, apart by commas.", valueName: "names"))
    var nodes: String?
    @Flag(help: "All nodes, and what concerns the fleet as a whole.")
    var all = false
    @Option(help: ArgumentHelp("The kinds of findings expected; all when left out."))
    var kinds: String?
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("For how long: 30m, 2h, 3d; 7 days at most.", valueName: "duration")
    )
    var duration: String
    @Option(
        name: .customLong("in"),
        help: ArgumentHelp(
            "How long until it begins; now when left out.",
            valueName: "duration"
        )
    )
    var delay: String?
    @Option(help: "What is done.")
    var reason: String

    var fleetNeed: FleetNeed { nodes == nil ? .ifKnown : .required }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        var from = situation.now
        if let delay { from = from + (try situation.duration(delay, "in")) }
        let command = SignalCommand.declareMaintenance(
            nodes: try chosenNodes(in: situation),
            kinds: try chosenKinds(),
            from: from,
            to: from + (try situation.duration(duration, "for")),
            reason: reason
        )
        return CommandPlan([.signal(command)], shows: .maintenance)
    }

    /// A slip in a name must not leave a node unwatched, or watched, by mistake.
    private func chosenNodes(in situation: CommandSituation) throws(CommandProblem) -> [NodeID] {
        guard (nodes != nil) != all else {
            throw CommandProblem("say which: --nodes a,b or --all", argument: "nodes")
        }
        guard let nodes else { return [] }
        let names = nodes.split(separator: ",").map(String.init)
        guard !names.isEmpty else {
            throw CommandProblem("--nodes names no node", argument: "nodes")
        }
        return try situation.nodes(names)
    }

    private func chosenKinds() throws(CommandProblem) -> [FindingKind] {
        var chosen: [FindingKind] = []
        for word in (kinds ?? "").split(separator: ",") {
            guard let kind = FindingKind(word: String(word)) else {
                let words = FindingKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandProblem(
                    "there is no kind '\(word)'; there are: \(words)",
                    argument: "kinds"
                )
            }
            chosen.append(kind)
        }
        return chosen
    }
}
