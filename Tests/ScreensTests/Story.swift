import CellGrid
import Commands
import FleetModel
import IncidentLog
import Monitoring
import Primitives

@testable import Screens

/// A model taken through a story: commands become entries, observations become snapshots.
struct Story {
    var model: AppModel
    private var log = LogState()
    private var readings = FleetReadings()
    private var watch: RuleEvaluator
    private let fleet: Fleet
    private(set) var effects: [Effect] = []

    static let start = Timestamp("2021-07-12T08:00:00Z") ?? Timestamp(milliseconds: 0)

    init(
        width: Int,
        height: Int,
        fleet: Fleet = Story.waku,
        drill: DrillStatus? = nil,
        reading: AppModel.LogReading = .done,
        drafts: [Draft] = []
    ) {
        self.fleet = fleet
        watch = RuleEvaluator(fleet: fleet)
        model = AppModel(
            fleet: fleet,
            book: Verbs.book,
            operatorName: "hanno",
            now: Self.start,
            size: (width, height),
            drill: drill,
            reading: reading,
            drafts: Drafts(drafts)
        )
    }

    var now: Timestamp { model.now }

    /// Lets time pass, during which polling goes on or stands still.
    mutating func wait(_ span: Duration, isPolling: Bool = true) {
        effects += model.update(.clock(now + span))
        guard isPolling, !readings.nodes.isEmpty else { return }
        // A node that is not on the screen answers, so that nothing else of the picture changes.
        let answer = Observation(node: "elsewhere", probeIndex: 0, at: now, latency: .seconds(1))
        readings.apply(answer)
        var snapshot = model.snapshot
        snapshot.readings.apply(answer)
        effects += model.update(.fleet(snapshot))
    }

    /// Carries out a command as a person or as Tocsin itself, who look at a fleet or at none.
    mutating func perform(
        _ command: Command,
        by actor: Actor = Actor("hanno"),
        of fleet: String? = nil,
        occurredAt: Timestamp? = nil
    ) throws {
        let context = DecisionContext(
            now: now,
            occurredAt: occurredAt,
            actor: actor,
            roster: fleet.map {
                $0 == self.fleet.name ? Roster(self.fleet) : Roster(fleet: $0)
            }
        )
        let decisions = try log.decide(command, in: context)
        let entries = decisions.map { decision in
            let draft = EntryDraft(
                id: EntryID("E\(log.sequence)"),
                incident: decision.incident,
                device: "test",
                actor: actor,
                occurredAt: context.occurredAt,
                recordedAt: now,
                event: decision.event
            )
            let entry = Entry(
                sequence: log.sequence + 1,
                draft: draft,
                payload: "{}",
                payloadDigest: "",
                previousHash: "",
                hash: ""
            )
            log.apply(entry)
            return entry
        }
        effects += model.update(.entries(entries, log))
    }

    /// Takes observations in and lets follow what follows.
    mutating func observe(_ observations: [Observation]) throws {
        for observation in observations { readings.apply(observation) }
        readings.deriveDrift(log, of: fleet, at: now)
        var assessments = fleet.assess(&readings, at: now)
        for (node, own) in log.baseline(of: fleet.name)?.nodes ?? [:] {
            assessments[node] = assessments[node]?.with(own)
        }
        for command in watch.evaluate(readings, assessments, log: log, at: now) {
            try perform(command, by: .tocsin)
        }
        var steps: [IncidentID: [StepID: StepReading]] = [:]
        for incident in log.openIncidents {
            for step in incident.steps {
                let id = step.definition.id
                guard let progress = watch.progress(of: id, in: incident.id, at: now) else {
                    continue
                }
                steps[incident.id, default: [:]][id] = StepReading(
                    evaluation: progress.evaluation,
                    held: progress.held
                )
            }
        }
        let snapshot = FleetSnapshot(
            readings: readings,
            assessments: assessments,
            needs: watch.needs,
            steps: steps
        )
        effects += model.update(.fleet(snapshot))
    }

    /// Sends an update to both channels; the first one delivers it.
    mutating func sendUpdate(_ text: String) throws {
        try perform(
            .update(
                .sendUpdate(
                    "INC-0001",
                    text: text,
                    channels: ["discord", "matrix"],
                    nextDue: now + .seconds(1800)
                )
            )
        )
        try perform(
            .update(
                .settleDelivery(
                    "INC-0001",
                    number: 1,
                    "discord",
                    .delivered(receipt: "8675309", attempt: 1)
                )
            ),
            by: .tocsin
        )
    }

    /// What one node answers.
    func observation(
        _ node: NodeID,
        _ samples: [Sample],
        _ facts: [Fact] = []
    ) -> Observation {
        Observation(
            node: node,
            probeIndex: 0,
            at: now,
            latency: .milliseconds(12),
            samples: samples,
            facts: facts
        )
    }

    /// Raises a signal of a kind on a node, as Tocsin does.
    mutating func raise(
        _ kind: FindingKind,
        _ priority: SignalPriority,
        of node: NodeID
    ) throws {
        let finding = Finding(
            id: SignalID("\(kind.rawValue)/\(node)"),
            kind: kind,
            priority: priority,
            text: "\(kind.rawValue) of \(node)",
            nodes: [node],
            since: now
        )
        try perform(.signal(.raise(finding)), by: .tocsin)
    }

    /// Presses keys, written by their names and apart by spaces; what is in quotes is typed.
    mutating func press(_ keys: String...) {
        for key in keys {
            if key.hasPrefix("'") {
                for character in key.dropFirst().dropLast() {
                    effects += model.update(.input(.key(Key(character))))
                }
            } else if let key = Key(key) {
                effects += model.update(.input(.key(key)))
            }
        }
    }

    /// Tells the screen how far the log was read.
    mutating func read(_ reading: AppModel.LogReading) { tell(.log(reading)) }

    /// Tells the screen something.
    mutating func tell(_ message: AppMessage) { effects += model.update(message) }

    /// Carries out what the screen asked for and answers it, as the shell does.
    mutating func carryOut(by actor: Actor = Actor("hanno")) throws {
        for case .ask(.run(let command, let occurredAt)) in takeEffects() {
            do {
                try perform(command, by: actor, occurredAt: occurredAt)
                effects += model.update(.answered(command, refusal: nil))
            } catch let refusal as Refusal {
                effects += model.update(.answered(command, refusal: refusal.reason))
            }
        }
    }

    /// Declares an incident with the fleet's checklist.
    mutating func declare(
        _ title: String,
        _ severity: Severity = .sev2,
        by actor: Actor = Actor("hanno")
    ) throws {
        try perform(
            .incident(
                .declare(
                    title: title,
                    severity: severity,
                    mode: .real,
                    fleet: fleet.name,
                    impactFrom: nil,
                    checklist: fleet.runbooks.first
                )
            ),
            by: actor
        )
    }

    /// Takes the effects so far out.
    mutating func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    var canvas: Canvas { render(model, theme: .plain).canvas }
}

// MARK: The fleet of the story

extension Story {
    static let needed = "/vac/waku/relay/2.0.0-beta2"

    static var waku: Fleet {
        let names = ["do-ams3", "gc-us-central1-a", "ac-cn-hongkong-c"]
        let nodes = names.map { name in
            Node(
                id: NodeID(name),
                probes: [
                    ProbeSpec(target: .waku(rest: nil, rpc: "http://127.0.0.1:1", metrics: nil))
                ]
            )
        }
        let steps = [
            step("links", "sibling links stable for 10m", "sibling links >= 2 for 10m"),
            step("js", "js-waku connects to every node", "protocols contains \"\(needed)\""),
            step("databases", "databases recreated, evidence kept", nil),
            step("bridge", "relay to chat2bridge", nil),
        ]
        return Fleet(
            name: "wakuv2.prod",
            nodes: nodes,
            parties: [
                Party(id: "js-waku", needs: [condition("protocols contains \"\(needed)\"")]),
                Party(id: "chat2bridge"),
            ],
            runbooks: [ChecklistDefinition(name: "recovery", steps: steps)],
            channels: [
                ChannelSpec(
                    id: "discord",
                    service: .of(
                        DiscordKind.self,
                        ["discord": Secret("x")]
                    )
                ),
                ChannelSpec(
                    id: "matrix",
                    service: .of(
                        MatrixKind.self,
                        [
                            "homeserver": Secret("http://x"),
                            "room": Secret("!r"),
                            "token": Secret("t"),
                        ]
                    )
                ),
            ]
        )
    }

    private static func step(_ id: StepID, _ title: String, _ condition: String?) -> StepDefinition
    {
        StepDefinition(id: id, title: title, condition: condition)
    }

    private static func condition(_ text: String) -> Condition {
        guard let condition = try? Condition(parsing: text) else {
            preconditionFailure("The condition of the fixture is wrong: \(text)")
        }
        return condition
    }

    /// What the three nodes answer: linked to one another or not, speaking this relay protocol.
    mutating func answer(linked: Bool, relay: String, memory: Double = 6e8) throws {
        let ids = fleet.nodes.map { "16U-\($0.id)" }
        try observe(
            fleet.nodes.enumerated().map { place, node in
                let others = linked ? ids.filter { $0 != ids[place] } : []
                return Observation(
                    node: node.id,
                    probeIndex: 0,
                    at: now,
                    latency: .milliseconds(12),
                    samples: [
                        Sample(.peers, linked ? 38 : 9),
                        Sample(.memory, memory * Double(place + 1)),
                    ],
                    facts: [
                        Fact(.version, ["v0.4 or older"]), Fact(.peerID, [ids[place]]),
                        Fact(.connectedPeers, others), Fact(.relay, [relay]),
                        Fact(.protocols, [relay, "/ipfs/id/1.0.0"]),
                    ]
                )
            }
        )
    }
}
