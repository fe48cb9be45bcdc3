import IncidentLog
import Monitoring
import ArgumentParser
import Detection
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
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            // Which nodes the sources tell of is known once they were asked.
            if fleet.sources.isEmpty { try checkNode(of: fleet) }
            let chosen = node.map { NodeID($0) }
            let report = FleetReport(lookingAt: fleet, chosen: chosen, invocation)
            try checkNode(of: report.fleet)
            report.show(asJSON: json.isOn)
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
            let log = invocation.logStateOrNone()
            let signal = blockingUntilInterrupted {
                await FleetWatch.follow(
                    fleet,
                    clock: RealClock(),
                    besideLog: invocation.storePath,
                    log: log,
                    history: history,
                    complain: { Output.complain($0) },
                    take: { asJSON ? Output.json(Self.json($0)) : Output.line(Self.text($0)) }
                )
            }
            if let signal { Glibc.exit(128 + signal) }
        }

        private static func text(_ news: FleetWatch.News) -> String {
            switch news {
            case .verdict(let change): text(change)
            case .signal(let entry): "\(entry.occurredAt.clock)Z \(words(entry))"
            }
        }

        private static func json(_ news: FleetWatch.News) -> JSONText {
            switch news {
            case .verdict(let change): json(change)
            case .signal(let entry):
                .object([
                    ("type", .text("signal")), ("at", .time(entry.occurredAt)),
                    ("event", .text(entry.event.name.description)),
                    ("text", .text(words(entry))),
                ])
            }
        }

        /// Nothing is corrected in a log that is kept nowhere.
        private static func words(_ entry: Entry) -> String {
            EntryText(entry, overlay: EntryOverlay()).text
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
            let report = FleetReport(lookingAt: fleet, invocation)
            report.show(asJSON: json.isOn)
            let snapshot = report.snapshot
            let nodes = report.fleet.nodes
            let sick = nodes.count { report.assessment(of: $0.id).verdict != .healthy }
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
            faults += report.sourceProblems(faultsOnly: true)
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
