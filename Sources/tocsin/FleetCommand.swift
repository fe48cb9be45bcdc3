import ArgumentParser
import CommandCentre
import Detection
import IncidentCore
import Screens

/// `tocsin fleet`: looks at the nodes.
struct FleetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Look at the nodes.",
        subcommands: [Status.self, Watch.self, Check.self]
    )

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask every node once and show what it says."
        )

        @Argument(help: "Only this node, with everything known of it.")
        var node: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let fleet = try Invocation(common).fleet()
            if let node {
                guard fleet.nodes.contains(where: { $0.id.rawValue == node }) else {
                    let known = fleet.nodes.map(\.id.rawValue).joined(separator: ", ")
                    throw Failure(.usage, "there is no node '\(node)'; nodes: \(known)")
                }
            }
            let chosen = node.map { NodeID($0) }
            let report = FleetReport(fleet: fleet, chosen: chosen)
            report.show(FleetReport.look(at: fleet), asJSON: json.isOn)
        }
    }

    struct Watch: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Follow the nodes and tell each change of a verdict."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let fleet = try Invocation(common).fleet()
            let asJSON = json.isOn
            blocking {
                await FleetWatch.follow(fleet, clock: RealClock()) { change in
                    Output.line(asJSON ? Self.json(change) : Self.text(change))
                }
            }
        }

        private static func text(_ change: FleetWatch.Change) -> String {
            let from = change.from.map { "\($0.rawValue) → " } ?? ""
            let reasons = change.to.reasons.joined(separator: "; ")
            return "\(change.at.clock)Z \(change.node): \(from)\(change.to.verdict.rawValue)"
                + (reasons.isEmpty ? "" : ": \(reasons)")
        }

        private static func json(_ change: FleetWatch.Change) -> String {
            JSONText.object([
                ("type", .text("verdict")), ("at", .time(change.at)),
                ("node", .text(change.node.rawValue)), ("from", .text(change.from?.rawValue)),
                ("verdict", .text(change.to.verdict.rawValue)),
                ("reasons", .array(change.to.reasons.map { .text($0) })),
            ]).description
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Exit 0 if every node is healthy and every party can be served, else 1.",
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
            let fleet = try Invocation(common).fleet()
            let snapshot = FleetReport.look(at: fleet)
            FleetReport(fleet: fleet, chosen: nil).show(snapshot, asJSON: json.isOn)
            let sick = fleet.nodes.count { snapshot.assessments[$0.id]?.verdict != .healthy }
            // What is not known never counts as good.
            let unserved = fleet.parties.filter { party in
                snapshot.needs[party.id].map { $0.truth != .holds } ?? false
            }
            guard sick == 0, unserved.isEmpty else {
                let names = unserved.map(\.id.rawValue).joined(separator: ", ")
                throw Failure(
                    .failed,
                    "\(sick) of \(fleet.nodes.count) nodes not healthy"
                        + (names.isEmpty ? "" : "; not served: \(names)")
                )
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
