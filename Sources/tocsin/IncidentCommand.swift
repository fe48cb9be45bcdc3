import ArgumentParser
import FleetModel
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin incident`: declares incidents and moves them on.
struct IncidentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "Declare incidents and move them on.",
        subcommands: VerbCommands.group("incident") + [
            List.self, Show.self, Brief.self, Metrics.self,
        ]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all incidents."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let state = try Invocation(common).readState()
            Output.show(IncidentList(state, at: RunTime.now), as: output.form)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show an incident."
        )

        @Argument(help: "The incident; the only open one when left out.")
        var incident: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let incident = try invocation.incident(incident, in: state)
            Output.show(IncidentReport(incident, at: RunTime.now), as: output.form)
        }
    }

    struct Brief: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "brief",
            abstract: "Show what whoever takes an incident over must know."
        )

        @Argument(help: "The incident; the only open one when left out.")
        var incident: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let incident = try invocation.incident(incident, in: state)
            Output.show(
                BriefReport(incident, state, at: RunTime.now),
                as: output.form
            )
        }
    }
}
