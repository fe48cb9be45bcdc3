import ArgumentParser
import Commands
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin clock`: the dates that others set.
struct ClockCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Dates that others set: votes, referendums, reviews.",
        subcommands: [List.self] + VerbCommands.group("clock")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the dates that are kept."
        )

        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let incident = try invocation.incident(incident.name, in: state)
            Output.show(ClockList(incident), as: output.form)
        }
    }
}
