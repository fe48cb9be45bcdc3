import FleetModel
import ArgumentParser
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin impact`: who is harmed, from when to when.
struct ImpactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "impact",
        abstract: "Who is harmed, from when to when.",
        subcommands: [List.self] + VerbCommands.group("impact")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all impacts."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            Output.show(ImpactList(try Invocation(common).readState()), as: output.form)
        }
    }
}
