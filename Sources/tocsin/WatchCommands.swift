import ArgumentParser
import Commands
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin watch`: who watches after a risky change.
struct WatchCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Who watches after a risky change, and until when.",
        subcommands: [Show.self] + VerbCommands.group("watch")
    )

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show until when somebody must watch, and who does."
        )

        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let incident = try invocation.incident(incident.name, in: state)
            Output.show(AttendanceReport(incident), as: output.form)
        }
    }
}
