import ArgumentParser
import Commands
import FleetModel
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin step`: works through the checklist.
struct StepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "step",
        abstract: "Work through the checklist.",
        subcommands: [List.self, Matrix.self] + VerbCommands.group("step")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the steps."
        )

        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let incident = try invocation.incident(incident.name, in: state)
            Output.show(StepList(incident, at: RunTime.now), as: output.form)
        }
    }

    struct Matrix: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "matrix",
            abstract: "Show the steps that are done once for each node or party as a grid."
        )

        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let incident = try invocation.incident(incident.name, in: state)
            Output.show(StepMatrix(incident, at: RunTime.now), as: output.form)
        }
    }
}
