import ArgumentParser
import CommandCentre
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
            var fleet = try Invocation(common).fleet()
            if let node {
                guard fleet.nodes.contains(where: { $0.id.rawValue == node }) else {
                    let known = fleet.nodes.map(\.id.rawValue).joined(separator: ", ")
                    throw Failure(.usage, "there is no node '\(node)'; nodes: \(known)")
                }
            }
            let chosen = node.map { NodeID($0) }
            let report = FleetReport(fleet: fleet, chosen: chosen)
            fleet.polling.concurrency = max(1, fleet.polling.concurrency)
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
            abstract: "Exit 0 if every node is healthy and every party can be served, else 1."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let fleet = try Invocation(common).fleet()
            let snapshot = FleetReport.look(at: fleet)
            FleetReport(fleet: fleet, chosen: nil).show(snapshot, asJSON: json.isOn)
            let sick = fleet.nodes.count { snapshot.assessments[$0.id]?.verdict != .healthy }
            let unserved = fleet.parties.filter { snapshot.needs[$0.id]?.truth == .fails }
            guard sick == 0, unserved.isEmpty else {
                let names = unserved.map(\.id.rawValue).joined(separator: ", ")
                throw Failure(
                    .failed,
                    "\(sick) of \(fleet.nodes.count) nodes not healthy"
                        + (names.isEmpty ? "" : "; not served: \(names)")
                )
            }
        }
    }
}

/// The state of a fleet as a table or as JSON.
struct FleetReport {
    let fleet: Fleet
    let chosen: NodeID?

    /// Asks every node, showing how far it has come.
    static func look(at fleet: Fleet) -> FleetSnapshot {
        defer { Output.progress("") }
        return blocking {
            await FleetSurvey.look(at: fleet, clock: RealClock()) { done, all in
                Output.progress("asked \(done) of \(all)")
            }
        }
    }

    func show(_ snapshot: FleetSnapshot, asJSON: Bool) {
        let nodes = fleet.nodes.filter { chosen == nil || $0.id == chosen }
        let now = RealClock().now
        if asJSON {
            Output.line(json(nodes, snapshot, at: now).description)
        } else if chosen != nil {
            for node in nodes { showDetail(node, snapshot, at: now) }
        } else {
            showTable(nodes, snapshot)
        }
    }

    private func showTable(_ nodes: [Node], _ snapshot: FleetSnapshot) {
        var table = Table("NODE", "VERDICT", "VERSION", "PEERS", "LINKS", "BEST", "LAG", "WHY")
        for node in nodes {
            let readings = snapshot.readings.nodes[node.id]
            let assessment = snapshot.assessments[node.id]
            func number(_ metric: MetricName) -> String {
                readings?[metric].map(NumberText.brief) ?? "-"
            }
            table.add(
                node.id.rawValue,
                assessment?.verdict.rawValue ?? "unknown",
                readings?[.version] ?? "-",
                number(.peers),
                number(.siblingLinks),
                number(.heightBest),
                number(.lag),
                (assessment.map { $0.reasons + $0.notes } ?? []).joined(separator: "; ")
            )
        }
        table.show(empty: "the fleet file names no nodes")
        for party in fleet.parties {
            guard let need = snapshot.needs[party.id] else { continue }
            Output.line("\(party.id): \(need.truth.served) (\(need.reading))")
        }
    }

    private func showDetail(_ node: Node, _ snapshot: FleetSnapshot, at now: Timestamp) {
        let readings = snapshot.readings.nodes[node.id]
        let assessment = snapshot.assessments[node.id]
        Output.line("\(node.id): \(assessment?.verdict.rawValue ?? "unknown")")
        for reason in (assessment?.reasons ?? []) + (assessment?.notes ?? []) {
            Output.line("  \(reason)")
        }
        var table = Table("WHAT", "VALUE")
        for (name, fact) in (readings?.facts ?? [:]).sorted(by: { $0.key < $1.key }) {
            table.add(name.rawValue, fact.values.joined(separator: " "))
        }
        for (name, reading) in (readings?.metrics ?? [:]).sorted(by: { $0.key < $1.key }) {
            table.add(name.rawValue, NumberText.brief(reading.value))
        }
        table.show(empty: "nothing is known of it")
    }

    private func json(_ nodes: [Node], _ snapshot: FleetSnapshot, at now: Timestamp) -> JSONText {
        .object([
            ("fleet", .text(fleet.name)), ("at", .time(now)),
            ("nodes", .array(nodes.map { json($0, snapshot, at: now) })),
            (
                "parties",
                .array(
                    fleet.parties.map { party in
                        let need = snapshot.needs[party.id]
                        return .object([
                            ("name", .text(party.id.rawValue)),
                            ("needs", .text(need?.truth.served ?? "unknown")),
                            ("reading", .text(need?.reading)),
                        ])
                    }
                )
            ),
        ])
    }

    private func json(_ node: Node, _ snapshot: FleetSnapshot, at now: Timestamp) -> JSONText {
        let readings = snapshot.readings.nodes[node.id]
        let assessment = snapshot.assessments[node.id]
        let facts = (readings?.facts ?? [:]).sorted { $0.key < $1.key }.map { name, fact in
            (name.rawValue, Optional(JSONText.array(fact.values.map { .text($0) })))
        }
        let metrics = (readings?.metrics ?? [:]).sorted { $0.key < $1.key }.map { name, reading in
            (
                name.rawValue,
                Optional(
                    JSONText.object([
                        ("value", .number(reading.value)), ("at", .time(reading.at)),
                        ("ageSeconds", .number(max(0, (now - reading.at).inSeconds))),
                    ])
                )
            )
        }
        return .object([
            ("name", .text(node.id.rawValue)),
            ("verdict", .text(assessment?.verdict.rawValue ?? "unknown")),
            ("reasons", .array((assessment?.reasons ?? []).map { .text($0) })),
            ("notes", .array((assessment?.notes ?? []).map { .text($0) })),
            ("version", .text(readings?[.version])), ("facts", .object(facts)),
            ("readings", .object(metrics)),
        ])
    }
}

extension Evaluation.Truth {
    /// Whether a party's needs are met, in a word.
    var served: String {
        switch self {
        case .holds: "met"
        case .fails: "unmet"
        case .unknown: "unknown"
        }
    }
}
