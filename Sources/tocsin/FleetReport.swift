import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Runtime

/// The state of a fleet as a table or as JSON.
struct FleetReport {
    let fleet: Fleet
    let chosen: NodeID?
    /// What every node says, and what is found.
    let snapshot: FleetSnapshot
    /// What the log and this look say of the nodes: a signal that stands is a part of their health.
    private let health: FleetHealth

    /// Asks every node, showing how far it has come; the signals of the log count when there is one
    /// that can be read.
    init(lookingAt fleet: Fleet, chosen: NodeID? = nil, _ invocation: Invocation) {
        let look = Self.look(at: fleet, invocation)
        self.fleet = look.snapshot.fleet ?? fleet
        self.chosen = chosen
        snapshot = look.snapshot
        health = FleetHealth(look.log, of: fleet.name, at: RealClock().now)
    }

    private static func look(at fleet: Fleet, _ invocation: Invocation) -> OneShotPoll {
        defer { Output.progress("") }
        let log = invocation.logStateOrNone()
        return blocking {
            await OneShotPoll.look(
                at: fleet,
                clock: RealClock(),
                besideLog: invocation.storePath,
                log: log
            ) { done, all in
                Output.progress("asked \(done) of \(all)")
            }
        }
    }

    /// The health of a node: the worst of what it answers and of the signals that stand on it.
    func assessment(of node: NodeID) -> NodeAssessment {
        let seen = snapshot.assessments[node] ?? NodeAssessment(.unknown)
        return health.assessment(of: node, seen)
    }

    func show(asJSON: Bool) {
        let nodes = fleet.nodes.filter { chosen == nil || $0.id == chosen }
        let now = RealClock().now
        if asJSON {
            Output.json(json(nodes, at: now))
        } else if chosen != nil {
            for node in nodes { showDetail(node, at: now) }
        } else {
            showTable(nodes)
        }
    }

    private func showTable(_ nodes: [Node]) {
        var table = Table("NODE", "VERDICT", "VERSION", "PEERS", "LINKS", "BEST", "LAG", "WHY")
        for node in nodes {
            let readings = snapshot.readings.nodes[node.id]
            let assessment = assessment(of: node.id)
            func number(_ metric: MetricName) -> String {
                readings?[metric].map(NumberText.brief) ?? "-"
            }
            table.add(
                node.id.rawValue,
                assessment.verdict.rawValue,
                readings?[.version] ?? "-",
                number(.peers),
                number(.siblingLinks),
                number(.heightBest),
                number(.lag),
                (assessment.reasons + assessment.notes).joined(separator: "; ")
            )
        }
        table.show(
            empty: fleet.sources.isEmpty
                ? "the fleet file names no nodes" : "the sources tell of no nodes"
        )
        for line in sourceProblems() { Output.line(line) }
        for signal in health.ofFleet { Output.line("\(signal.priority.rawValue): \(signal.text)") }
        for party in fleet.parties {
            guard let need = snapshot.needs[party.id] else { continue }
            Output.line("\(party.id): \(need.truth.served) (\(need.reading))")
        }
    }

    /// What is wrong with the sources, a line each, with or without what is only worth a note.
    func sourceProblems(faultsOnly: Bool = false) -> [String] {
        fleet.sources.enumerated().flatMap { place, source in
            (snapshot.readings.sourceProblems[place] ?? []).filter { problem in
                problem.isFault || !faultsOnly
            }.map { problem in
                "source \(Self.shown(source)): \(problem.part): \(problem.reason.sentence)"
            }
        }
    }

    private static func shown(_ source: FleetSource) -> String {
        (try? WebAddress(source.server))?.shown ?? source.server
    }

    private func showDetail(_ node: Node, at now: Timestamp) {
        let readings = snapshot.readings.nodes[node.id]
        let assessment = assessment(of: node.id)
        Output.line("\(node.id): \(assessment.verdict.rawValue)")
        for reason in assessment.reasons + assessment.notes {
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

    private func json(_ nodes: [Node], at now: Timestamp) -> JSONText {
        .object([
            ("fleet", .text(fleet.name)), ("at", .time(now)),
            ("nodes", .array(nodes.map { json($0, at: now) })),
            (
                "sources",
                .array(
                    fleet.sources.enumerated().map { place, source in
                        let problems = snapshot.readings.sourceProblems[place] ?? []
                        return .object([
                            ("server", .text(Self.shown(source))),
                            (
                                "problems",
                                .array(
                                    problems.map { problem in
                                        .object([
                                            ("part", .text(problem.part)),
                                            ("reason", .text(problem.reason.sentence)),
                                        ])
                                    }
                                )
                            ),
                        ])
                    }
                )
            ),
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

    private func json(_ node: Node, at now: Timestamp) -> JSONText {
        let readings = snapshot.readings.nodes[node.id]
        let assessment = assessment(of: node.id)
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
            ("verdict", .text(assessment.verdict.rawValue)),
            ("reasons", .array(assessment.reasons.map { .text($0) })),
            ("notes", .array(assessment.notes.map { .text($0) })),
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
