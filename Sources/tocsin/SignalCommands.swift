import Monitoring
import FleetModel
import IncidentLog
import ArgumentParser
import Primitives
import Reports
import Runtime

/// `tocsin signal`: what asks for attention, and what people do about it.
struct SignalCommands: ParsableCommand {
    /// What `--json` writes, for the help.
    private static let shape = """
        With --json a list is an array of signals: id, fleet, kind, priority (critical, \
        warning), state (unacknowledged, acknowledged, returned: over before anybody took \
        note of it, shelved, suppressed, cleared), text, nodes, since, raised, cleared, \
        times (how often it came), flapping, acknowledged {by, at, note}, shelved {by, \
        at, until, reason}, suppressedBy (a signal or a maintenance), suppresses (signals), \
        evidence, meaning, causes. Values that there are none of are left out. 'show' adds \
        history, an array of {at, by, event, text}.

        Exit codes: 2 for what does not exist or makes no sense, 3 when a rule holds it back.
        """

    static let configuration = CommandConfiguration(
        commandName: "signal",
        abstract: "What asks for attention, and who takes care of it.",
        discussion: shape,
        subcommands: [List.self, Show.self, Top.self] + VerbCommands.group("signal")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the signals that stand or went unseen, the most urgent first.",
            discussion: shape
        )

        @Flag(help: "Those that were cleared too.")
        var all = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let state = try Invocation(common).readState()
            let signals = SignalList(state, withCleared: all, at: RunTime.now)
            Output.show(signals, as: output.form)
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
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let (state, entries) = try invocation.readState { entry, _ in
                if case .signal = entry.event { true } else { false }
            }
            let key = SignalKey(SignalID(id), of: invocation.knownFleet()?.name)
            guard let signal = state.signals[key] else {
                throw Failure(
                    .usage,
                    "there is no signal '\(id)'; see 'tocsin signal list --all'"
                )
            }
            let report = SignalReport(signal, state, entries, at: RunTime.now)
            Output.show(report, as: output.form)
        }
    }
}
