import FleetModel
import ArgumentParser
import IncidentLog
import Primitives
import Runtime

/// `tocsin maintenance`: planned work, during which what is found notifies nobody.
struct MaintenanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintenance",
        abstract: "Planned work: what is found meanwhile is written down and notifies nobody.",
        subcommands: [List.self] + VerbCommands.group("maintenance")
    )

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
            let state = try Invocation(common).readState()
            MaintenanceReport.show(state, withEnded: all, asJSON: json.isOn)
        }
    }
}

/// Planned work for people and for machines.
enum MaintenanceReport {
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
