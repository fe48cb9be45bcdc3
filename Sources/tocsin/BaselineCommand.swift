import ArgumentParser
import FleetModel
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin baseline`: what the fleet was before a change, and what is other since.
struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "What the fleet was before a change, and what is other since.",
        subcommands: [Diff.self, Verify.self] + VerbCommands.group("baseline")
    )

    /// Which nodes are asked before the two are compared.
    struct Source: ParsableArguments {
        @Flag(help: "Only what the log tells; no node is asked.")
        var recorded = false
        @OptionGroup var common: CommonOptions

        /// The comparison with the newest baseline.
        func diff() throws -> BaselineDiff {
            let invocation = Invocation(common)
            let fleet = try recorded ? invocation.knownFleet() : invocation.fleet()
            let state: LogState
            if recorded {
                state = try invocation.readState()
            } else if let fleet {
                state = FleetLook(at: fleet, invocation).log
            } else {
                state = LogState()
            }
            guard let diff = state.baselineDiff(of: fleet?.name) else {
                throw Failure(
                    .held,
                    "no baseline was taken; before a change 'tocsin baseline take' takes one"
                )
            }
            return diff
        }
    }

    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "Show every key that has become other since the baseline.",
            discussion: """
                Every node is asked once. A key is 'not reverted' when the upgrade changed it and \
                it still is so, 'new drift' when it changed after the roll-back, 'accepted' with a \
                reason, or 'reverted'. With --json an object with baseline, fleet, change, taken, \
                by, nodes, open, and keys: an array of node, key, state, baseline, now, since, \
                revertedAt, acceptedBy, reason.
                """
        )

        @OptionGroup var source: Source
        @OptionGroup var output: OutputOptions

        func run() throws {
            Output.show(BaselineReport(try source.diff()), as: output.form)
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Exit 0 if every key is as in the baseline or accepted, else 3.",
            discussion: "Shows the same as 'baseline diff'; for whoever rolls back by a script."
        )

        @OptionGroup var source: Source
        @OptionGroup var output: OutputOptions

        func run() throws {
            let diff = try source.diff()
            let report = BaselineReport(diff)
            Output.show(report, as: output.form)
            guard report.open > 0 else { return }
            let nodes = Set(diff.open.map(\.node)).sorted()
            throw Failure(
                .held,
                "\(report.open) key\(report.open == 1 ? "" : "s") other than in \(diff.baseline.id) "
                    + "on \(NodeNames.few(of: nodes))"
            )
        }
    }
}
