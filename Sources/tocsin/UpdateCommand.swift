import ArgumentParser
import Commands
import FleetModel
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin update`: tells people what is going on.
struct UpdateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Tell people what is going on.",
        subcommands: VerbCommands.group("update") + VerbCommands.preview(of: "update send")
            + [List.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List updates and where each delivery stands."
        )

        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let updates = try invocation.incident(incident.name, in: state).updates
            Output.show(UpdateList(updates), as: output.form)
        }
    }
}
