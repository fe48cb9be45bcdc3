import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Asks that a version may run which is no release.
struct RequestException: Verb {
    static let row = CommandRow(
        "policy except",
        "ask for an exception from the release policy",
        help: "Ask that a version may run which is no release.",
        discussion: "A second person approves it ('tocsin policy approve'). The parties must have "
            + "been informed before, by an update of the incident ('tocsin update send').",
        arguments: [
            .positional(
                "version",
                .text,
                field: .init("version", hint: "as the nodes tell it", isNeeded: true)
            ),
            .option(
                "reason-class",
                .reasonClass,
                isRequired: true,
                fill: .text("restore-service"),
                field: .init("class", hint: classes, isNeeded: true)
            ),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why no release will do", isNeeded: true)
            ),
            .option(
                "exit-plan",
                .text,
                isRequired: true,
                field: .init(
                    "way back",
                    hint: "how and by when a release runs again",
                    isNeeded: true
                )
            ),
            .option(
                "update",
                .number,
                field: .init("update", hint: "the number of the one that informed the parties")
            ),
            .option(
                "expires",
                .duration,
                fill: .text("72h"),
                field: .init("ends", hint: "24h, 3d or 2021-07-12T08:00Z; 14d at most")
            ),
            .option(
                "nodes",
                .node,
                fill: .cursorIfAny(.nodes),
                field: .init("nodes", hint: "names apart by spaces; empty: all"),
                many: .joined
            ), .incident,
        ],
        form: CommandForm("Let a version run that is no release", draft: "exception")
    )

    private static let classes = PolicyException.ReasonClass.allCases.map(\.rawValue)
        .joined(separator: ", ")

    @Argument(help: "The version, as the nodes tell it.")
    var version: String
    @Option(
        help: ArgumentHelp(
            "critical-bug-in-release, security, restore-service or other.",
            valueName: "class"
        )
    )
    var reasonClass: String
    @Option(help: "Why no release will do.")
    var reason: String
    @Option(help: "How, and by when, the fleet comes back to a release.")
    var exitPlan: String
    @Option(
        help: ArgumentHelp(
            "The number of the update that informed the parties.",
            valueName: "number"
        )
    )
    var update: Int?
    @Option(
        help: ArgumentHelp(
            "When it ends: 24h, 3d or a time; after 72h when left out, 14d at most.",
            valueName: "when"
        )
    )
    var expires: String?
    @Option(
        help: ArgumentHelp("The nodes, apart by commas; all when left out.", valueName: "names")
    )
    var nodes: String?
    @OptionGroup var incident: IncidentOption

    var fleetNeed: FleetNeed { .required }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let names = (nodes ?? "").split(separator: ",").map(String.init)
        let command = PolicyCommand.requestException(
            try situation.incident(incident).id,
            version: version,
            nodes: try situation.nodes(names),
            reasonClass: try situation.reasonClass(reasonClass, "reason-class"),
            text: reason,
            exitPlan: exitPlan,
            expires: try situation.end(expires, "expires"),
            update: update
        )
        return CommandPlan([.policy(command)], shows: .exceptions)
    }
}
