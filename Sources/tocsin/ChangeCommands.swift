import ArgumentParser
import Commands
import ConfigFiles
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin change`: upgrades and ways back, from the plan to the end.
struct ChangeCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Plan an upgrade or a way back, look before, and carry it out in waves.",
        subcommands: [List.self, Status.self, Show.self, Example.self]
            + VerbCommands.group("change")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the changes that are planned or under way.",
            discussion: """
                With --json an array of: id, fleet, incident, what, from, to, state (planned, \
                running, aborted, finished, rolled back), verdict (go, hold, no-go), summary, \
                wave, waves, by, planned, began, ended.
                """
        )

        @Flag(help: "Those that are over too.")
        var all = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let state = try Invocation(common).readState()
            let list = ChangeList(state, withEnded: all, at: RunTime.now)
            Output.show(list, as: output.form)
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Show where the open changes stand, or one change."
        )

        @Argument(help: "The change; all that are open when left out.")
        var change: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let state = try Invocation(common).readState()
            let now = RunTime.now
            guard let change else {
                Output.show(ChangeList(state, withEnded: false, at: now), as: output.form)
                return
            }
            let found = try Self.change(change, in: state)
            Output.show(PollBoard(found, state, at: now), as: output.form)
        }

        /// The change that a text means.
        static func change(_ text: String, in state: LogState) throws(Failure) -> ChangeState {
            guard let change = state.change(TypedText.change(text)) else {
                let known = state.changes.suffix(10).map(\.id.rawValue).joined(separator: ", ")
                throw Failure(
                    .usage,
                    "there is no change \(text)"
                        + (known.isEmpty
                            ? "; plan one: tocsin change plan" : "; there are: \(known)")
                )
            }
            return change
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show a change: its plan, preflight, who agrees, and its waves."
        )

        @Argument(help: "The change, such as CHG-0001 or 1.")
        var change: String
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let state = try Invocation(common).readState()
            let change = try Status.change(change, in: state)
            Output.show(ChangeReport(change, state, at: RunTime.now), as: output.form)
        }
    }

    struct Example: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "example",
            abstract: "Write a plan file that shows every key."
        )

        func run() throws {
            Output.file(PlanFile.example)
        }
    }
}
