import ArgumentParser
import Commands
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin role`: who is responsible for what.
struct RoleCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract: "Who is responsible for what in an incident.",
        subcommands: [List.self] + VerbCommands.group("role")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the roles, and who had them before."
        )

        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let incident = try invocation.incident(incident.name, in: state)
            Output.show(RoleList(incident, at: RunTime.now), as: output.form)
        }
    }
}
