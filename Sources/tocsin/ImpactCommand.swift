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
        subcommands: [List.self, Totals.self] + VerbCommands.group("impact")
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

    struct Totals: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "totals",
            abstract: "For how long each party was affected, and by what."
        )

        @Option(help: ArgumentHelp("Only of this incident.", valueName: "id"))
        var incident: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let id = try incident.map { try invocation.incident($0, in: state).id }
            let totals = ImpactTotalList(state, of: id, at: RunTime.now)
            Output.show(totals, as: output.form)
        }
    }
}
