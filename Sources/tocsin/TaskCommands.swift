import ArgumentParser
import Commands
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin task`: what is to be done beside the checklist.
struct TaskCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "What is to be done about an incident, by whom and by when.",
        subcommands: [List.self] + VerbCommands.group("task")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the tasks of an incident, or of all."
        )

        @OptionGroup var incident: IncidentOption
        @Flag(help: "Of all incidents.")
        var all = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let incidents =
                all ? state.incidents : [try invocation.incident(incident.name, in: state)]
            Output.show(TaskList(incidents, at: RunTime.now), as: output.form)
        }
    }
}
