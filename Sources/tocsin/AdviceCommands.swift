import ArgumentParser
import Commands
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin advice`: what operators are told, and how far the network follows.
struct AdviceCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advice",
        abstract: "What operators are told to do, and how far the network follows.",
        subcommands: [List.self, Uptake.self] + VerbCommands.group("advice")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all advice."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            Output.show(AdviceList(try Invocation(common).readState()), as: output.form)
        }
    }

    struct Uptake: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "uptake",
            abstract: "Show over time how many nodes do as they were told."
        )

        @Argument(help: "The number of the advice; all when left out.")
        var advice: Int?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let list = AdviceList(try Invocation(common).readState(), only: advice)
            if let advice, list.rows.isEmpty {
                throw Failure(.usage, "there is no advice \(advice); see 'advice list'")
            }
            Output.show(AdviceUptake(list), as: output.form)
        }
    }
}
