import FleetModel
import ArgumentParser
import IncidentLog
import Primitives
import Reports
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
                With --json an array of: id, fleet, nodes (empty: all), kinds (empty: all), from, \
                to, reason, by, state (planned, in force, over), ended.
                """
        )

        @Flag(help: "What is over too.")
        var all = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let state = try Invocation(common).readState()
            let windows = MaintenanceList(state, withEnded: all, at: RunTime.now)
            Output.show(windows, as: output.form)
        }
    }
}
