import Monitoring
import ArgumentParser
import Detection
import Glibc
import FleetModel
import Primitives
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
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            // Which nodes the sources tell of is known once they were asked.
            if fleet.sources.isEmpty { try checkNode(of: fleet) }
            let snapshot = FleetReport.look(at: fleet, invocation)
            try checkNode(of: snapshot.fleet ?? fleet)
            let report = FleetReport(fleet: fleet, chosen: node.map { NodeID($0) }, invocation)
            report.show(snapshot, asJSON: json.isOn)
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
            abstract: "Follow the nodes and tell each change of a verdict."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            let asJSON = json.isOn
            let history = HistoryService(
                log: invocation.storePath,
                settings: fleet.history,
                clock: RealClock()
            )
            let signal = blockingUntilInterrupted {
                await FleetWatch.follow(
                    fleet,
                    clock: RealClock(),
                    log: invocation.storePath,
                    history: history,
                    complain: { Output.complain($0) },
                    take: { change in
                        if asJSON {
                            Output.json(Self.json(change))
                        } else {
                            Output.line(Self.text(change))
                        }
                    }
                )
            }
            if let signal { Glibc.exit(128 + signal) }
        }

        private static func text(_ change: FleetWatch.Change) -> String {
            let from = change.from.map { "\($0.rawValue) → " } ?? ""
            let reasons = change.to.reasons.joined(separator: "; ")
            return "\(change.at.clock)Z \(change.node): \(from)\(change.to.verdict.rawValue)"
                + (reasons.isEmpty ? "" : ": \(reasons)")
        }

        private static func json(_ change: FleetWatch.Change) -> JSONText {
            .object([
                ("type", .text("verdict")), ("at", .time(change.at)),
                ("node", .text(change.node.rawValue)), ("from", .text(change.from?.rawValue)),
                ("verdict", .text(change.to.verdict.rawValue)),
                ("reasons", .array(change.to.reasons.map { .text($0) })),
            ])
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
        @OptionGroup var json: JSONOption

        func validate() throws {
            guard file == nil || rules else {
                throw ValidationError("a fleet file belongs to --rules; name one with --fleet")
            }
        }

        func run() throws {
            guard !rules else { return try tryRules() }
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            let snapshot = FleetReport.look(at: fleet, invocation)
            let report = FleetReport(fleet: fleet, invocation)
            report.show(snapshot, asJSON: json.isOn)
            let nodes = (snapshot.fleet ?? fleet).nodes
            let sick = nodes.count {
                report.assessment(of: $0.id, in: snapshot).verdict != .healthy
            }
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
            faults += report.sourceProblems(snapshot, faultsOnly: true)
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
            let report = RulesReport(rules: RuleSelfTest.run(try Invocation(common).fleet()))
            report.show(asJSON: json.isOn)
            guard report.dead.isEmpty else {
                let names = report.dead.map(\.name).joined(separator: ", ")
                throw Failure(.failed, "\(report.dead.count) rules can never fire: \(names)")
            }
        }
    }
}
