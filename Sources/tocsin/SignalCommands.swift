import Monitoring
import IncidentLog
import ArgumentParser
import Primitives
import Runtime

/// `tocsin signal`: what asks for attention, and what people do about it.
struct SignalCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal",
        abstract: "What asks for attention, and who takes care of it.",
        discussion: SignalReport.shape,
        subcommands: [List.self, Show.self, Top.self] + VerbCommands.group("signal")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the signals that stand or went unseen, the most urgent first.",
            discussion: SignalReport.shape
        )

        @Flag(help: "Those that were cleared too.")
        var all = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let state = try Invocation(common).readState()
            SignalReport.show(state, withCleared: all, asJSON: json.isOn)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one signal with its evidence, what stands under it, and its history."
        )

        @Argument(help: "The signal.")
        var id: String
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let (state, entries) = try Invocation(common).readState { entry, _ in
                if case .signal = entry.event { true } else { false }
            }
            guard let signal = state.signals[SignalID(id)] else {
                throw Failure(
                    .usage,
                    "there is no signal '\(id)'; see 'tocsin signal list --all'"
                )
            }
            SignalReport.show(signal, state, entries, asJSON: json.isOn)
        }
    }
}
