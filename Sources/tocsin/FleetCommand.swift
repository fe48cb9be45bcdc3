import IncidentLog
import Monitoring
import ArgumentParser
import EventStore
import Glibc
import FleetModel
import Primitives
import Reports
import Runtime

/// `tocsin fleet`: looks at the nodes.
struct FleetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Look at the nodes.",
        subcommands: [Status.self, Watch.self, Check.self, History.self]
    )

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Ask every node once and show what it says."
        )

        @Argument(help: "Only this node, with everything known of it.")
        var node: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            // Which nodes the sources tell of is known once they were asked.
            if fleet.sources.isEmpty { try checkNode(of: fleet) }
            let chosen = node.map { NodeID($0) }
            let look = FleetLook(at: fleet, invocation)
            try checkNode(of: look.fleet)
            Output.show(look.report(chosen: chosen), as: output.form)
        }

        private func checkNode(of fleet: Fleet) throws {
            guard let node, !fleet.nodes.contains(where: { $0.id.rawValue == node }) else { return }
            let known = fleet.nodes.prefix(50).map(\.id.rawValue).joined(separator: ", ")
            throw Failure(.usage, "there is no node '\(node)'; nodes: \(known)")
        }
    }

    struct Watch: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "watch",
            abstract: "Follow the nodes and tell each change of a verdict and of a signal."
        )

        @Flag(help: "In words alone, to be read aloud.")
        var plain = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard !plain || !output.json else { throw ValidationError("choose --plain or --json") }
        }

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            let form = plain ? .spoken : output.form
            let history = HistoryService(
                log: invocation.storePath,
                settings: fleet.history,
                clock: RunTime.clock,
                logger: Output.problems.logger("history")
            )
            let session = invocation.sessionOrNone(fleet)
            let signal = blockingUntilInterrupted {
                await FleetWatch.follow(
                    fleet,
                    clock: RunTime.clock,
                    besideLog: invocation.storePath,
                    log: session,
                    history: history,
                    logger: Output.problems.logger("fleet"),
                    take: { Output.show($0.report, as: form) }
                )
                await session?.log.close()
            }
            if let signal { Glibc.exit(128 + signal) }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: """
                Exit 0 if every node is healthy, every source answers and every party can be \
                served, else 1.
                """,
            discussion: """
                With --rules no node is asked: every rule of the fleet file is tried with \
                synthetic faults, and the exit code is 1 if one of them can never fire.
                """
        )

        @Flag(help: "Try every rule with synthetic faults instead, and name the dead ones.")
        var rules = false
        @Argument(help: "With --rules: the fleet file to try.")
        var file: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard file == nil || rules else {
                throw ValidationError("a fleet file belongs to --rules; name one with --fleet")
            }
        }

        func run() throws {
            guard !rules else { return try tryRules() }
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            let look = FleetLook(at: fleet, invocation)
            Output.show(look.report(), as: output.form)
            let snapshot = look.snapshot
            let nodes = look.fleet.nodes
            let sick = nodes.count { look.assessment(of: $0.id).verdict != .healthy }
            // What is not known never counts as good.
            let unserved = fleet.parties.filter { party in
                snapshot.needs[party.id].map { $0.truth != .holds } ?? false
            }
            let isBlind = nodes.isEmpty && !fleet.sources.isEmpty
            var faults: [String] = []
            if isBlind {
                faults.append("the sources tell of no nodes")
            } else if sick > 0 {
                faults.append("\(sick) of \(nodes.count) nodes not healthy")
            }
            faults += look.sourceFaults
            if !unserved.isEmpty {
                faults.append(
                    "not served: " + unserved.map(\.id.rawValue).joined(separator: ", ")
                )
            }
            guard faults.isEmpty else {
                throw Failure(.failed, faults.joined(separator: "; "))
            }
        }

        private func tryRules() throws {
            var common = common
            common.fleet = file ?? common.fleet
            let rules = RuleList(testing: try Invocation(common).fleet())
            Output.show(rules, as: output.form)
            guard rules.dead.isEmpty else {
                let names = rules.dead.joined(separator: ", ")
                throw Failure(.failed, "\(rules.dead.count) rules can never fire: \(names)")
            }
        }
    }
}
