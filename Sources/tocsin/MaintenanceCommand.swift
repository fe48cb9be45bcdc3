import FleetModel
import ArgumentParser
import IncidentLog
import Primitives
import Runtime

/// `tocsin maintenance`: planned work, during which what is found wakes nobody.
struct MaintenanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintenance",
        abstract: "Planned work: what is found meanwhile is written down and wakes nobody.",
        subcommands: [Start.self, List.self, End.self]
    )

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start",
            abstract: "Announce work on nodes.",
            discussion: "The kinds of findings are: "
                + FindingKind.allCases.map(\.rawValue).joined(separator: ", ") + "."
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
        var span: String
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
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            var from = RealClock().now
            if let delay { from = from + (try Typed.duration(delay)) }
            let command = SignalCommand.declareMaintenance(
                nodes: try chosenNodes(invocation),
                kinds: try chosenKinds(),
                from: from,
                to: from + (try Typed.duration(span)),
                reason: reason
            )
            let (_, state) = try invocation.perform { _ throws(Failure) in .signal(command) }
            MaintenanceReport.show(state, withEnded: false, asJSON: json.isOn)
        }

        /// A slip in a name must not leave a node unwatched, or watched, by mistake.
        private func chosenNodes(_ invocation: Invocation) throws(Failure) -> [NodeID] {
            guard (nodes != nil) != all else {
                throw Failure(.usage, "say which: --nodes a,b or --all")
            }
            guard let nodes else { return [] }
            let known = try invocation.fleet().nodes.map(\.id)
            let chosen = nodes.split(separator: ",").map { NodeID(String($0)) }
            guard !chosen.isEmpty else { throw Failure(.usage, "--nodes names no node") }
            for node in chosen where !known.contains(node) {
                let names = known.prefix(20).map(\.rawValue).joined(separator: ", ")
                throw Failure(.usage, "there is no node '\(node)'; there are: \(names)")
            }
            return chosen
        }

        private func chosenKinds() throws(Failure) -> [FindingKind] {
            var chosen: [FindingKind] = []
            for word in (kinds ?? "").split(separator: ",") {
                guard let kind = FindingKind(rawValue: String(word)) else {
                    let words = FindingKind.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Failure(.usage, "there is no kind '\(word)'; there are: \(words)")
                }
                chosen.append(kind)
            }
            return chosen
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List planned work that is not over.",
            discussion: """
                With --json an array of: id, nodes (empty: all), kinds (empty: all), from, to, \
                reason, by, state (planned, in force, over), ended.
                """
        )

        @Flag(help: "What is over too.")
        var all = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let state = try Invocation(common).readState().state
            MaintenanceReport.show(state, withEnded: all, asJSON: json.isOn)
        }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end",
            abstract: "End planned work."
        )

        @Argument(help: "The number, such as M-0001 or 1.")
        var id: String
        @Option(help: "Why.")
        var reason = "ended by hand"
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let window = TypedText.maintenance(id)
            let (_, state) = try Invocation(common).perform { _ throws(Failure) in
                .signal(.endMaintenance(window, reason: reason))
            }
            MaintenanceReport.show(state, withEnded: false, asJSON: json.isOn)
        }
    }
}

/// Planned work for people and for machines.
private enum MaintenanceReport {
    static func show(_ state: LogState, withEnded: Bool, asJSON: Bool) {
        let now = RealClock().now
        let windows = state.maintenance.filter { withEnded || standing($0, at: now) != "over" }
        if asJSON {
            Output.json(JSONText.array(windows.map { json($0, at: now) }))
            return
        }
        var table = Table("WORK", "STATE", "FROM", "TO", "LEFT", "NODES", "KINDS", "BY", "WHY")
        for window in windows {
            let isOver = standing(window, at: now) == "over"
            table.add(
                window.id.rawValue,
                standing(window, at: now),
                "\(window.from.date) \(window.from.hourMinute)Z",
                "\(window.to.date) \(window.to.hourMinute)Z",
                isOver ? "-" : (window.to - now).brief,
                window.nodes.isEmpty ? "all" : window.nodes.map(\.rawValue).joined(separator: ","),
                window.kinds.map(\.rawValue).joined(separator: ","),
                window.by.name,
                window.reason
            )
        }
        table.show(empty: "no work is planned")
    }

    private static func standing(_ window: MaintenanceWindow, at now: Timestamp) -> String {
        if window.endedAt != nil || window.to <= now { return "over" }
        return window.isInForce(at: now) ? "in force" : "planned"
    }

    private static func json(_ window: MaintenanceWindow, at now: Timestamp) -> JSONText {
        .object([
            ("id", .text(window.id.rawValue)),
            ("nodes", .array(window.nodes.map { .text($0.rawValue) })),
            ("kinds", .array(window.kinds.map { .text($0.rawValue) })),
            ("from", .time(window.from)), ("to", .time(window.to)),
            ("reason", .text(window.reason)), ("by", .text(window.by.name)),
            ("state", .text(standing(window, at: now))), ("ended", .time(window.endedAt)),
        ])
    }
}
