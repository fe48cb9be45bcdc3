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
        subcommands: [
            List.self, Show.self, Acknowledge.self, Shelve.self, Unshelve.self, Clear.self,
            Top.self,
        ]
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
            let state = try Invocation(common).readState().state
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
            let (state, entries) = try Invocation(common).readState()
            guard let signal = state.signals[SignalID(id)] else {
                throw Failure(
                    .usage,
                    "there is no signal '\(id)'; see 'tocsin signal list --all'"
                )
            }
            SignalReport.show(signal, state, entries, asJSON: json.isOn)
        }
    }

    struct Acknowledge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ack",
            abstract: "Take note of signals; a changed identity is accepted by it."
        )

        @Argument(help: ArgumentHelp("The signals.", valueName: "id"))
        var ids: [String]
        @Option(help: "What you do about it.")
        var note: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            try SignalReport.perform(common, json, ids) { id, _ in
                .acknowledge(id, note: note)
            }
        }
    }

    struct Shelve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "shelve",
            abstract: "Put signals aside for a while; they come back by themselves."
        )

        @Argument(help: ArgumentHelp("The signals.", valueName: "id"))
        var ids: [String]
        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("For how long: 30m, 2h, 3d; 7 days at most.", valueName: "duration")
        )
        var span: String
        @Option(help: "Why it may wait.")
        var reason: String
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let until = RealClock().now + (try Typed.duration(span))
            try SignalReport.perform(common, json, ids) { id, _ in
                .shelve(id, until: until, reason: reason)
            }
        }
    }

    struct Unshelve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unshelve",
            abstract: "Take signals back before their time."
        )

        @Argument(help: ArgumentHelp("The signals.", valueName: "id"))
        var ids: [String]
        @Option(help: "Why.")
        var reason = "taken back by hand"
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            try SignalReport.perform(common, json, ids) { id, _ in
                .unshelve(id, reason: reason)
            }
        }
    }

    struct Clear: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "clear",
            abstract: "Clear a signal by hand that nothing else will clear."
        )

        @Argument(help: "The signal.")
        var id: String
        @Option(help: "Why it no longer matters.")
        var reason: String
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let fleet = Invocation(common).knownFleet()
            try SignalReport.perform(common, json, [id]) { id, state in
                let finding = state.signals[id]?.finding
                let isGone = finding.flatMap { fleet?.hasLost($0) } ?? false
                return .clearByHand(id, reason: reason, isGone: isGone)
            }
        }
    }
}
