import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// Synthetic faults, played to the checks and the detectors of a fleet.
struct FaultReplay {
    /// What saw a fault.
    struct Outcome {
        let fault: Fault
        var checks: Set<String> = []
        var kinds: Set<FindingKind> = []
    }

    /// How many nodes of a fleet take part: of each sort a few, so that a large fleet is tried as
    /// fast as a small one.
    private static let nodesOfASort = 4
    private static let healthySpan = Duration.seconds(5400)

    private static let origin = Timestamp(seconds: 1_700_000_000)
    /// Faults last long enough to be seen by polls of this interval; more often only takes longer.
    private static let shortestInterval = Duration.seconds(15)
    /// What grows needs days, and is seen by polls as seldom as this.
    private static let growthInterval = Duration.seconds(120)

    private let fleet: Fleet
    private let vocabularies: [ProbeVocabulary]
    /// What each node gives, in the order of the names.
    private let metrics: [[Metric]]
    private let factNames: [[FactName]]
    private let wakuNodes: [Int]
    private let interval: Duration

    /// A metric of a node and what it does while all is well.
    private struct Metric {
        let name: MetricName
        let shape: MetricShape

        init(_ name: String, in fleet: Fleet) {
            self.name = MetricName(name)
            shape = MetricShape(name, in: fleet)
        }
    }

    private init(_ fleet: Fleet) {
        self.fleet = fleet
        vocabularies = ProbeVocabulary.all(in: fleet)
        metrics = vocabularies.map { $0.metrics.sorted().map { Metric($0, in: fleet) } }
        factNames = vocabularies.map { $0.facts.sorted().map { FactName($0) } }
        wakuNodes = fleet.nodes.indices.filter { fleet.nodes[$0].isWaku }
        interval = fleet.polling.interval
    }

    /// Plays every fault that can show in this fleet, and health first.
    static func all(for fleet: Fleet) -> [Outcome] {
        var few = fleet
        var counts: [String: Int] = [:]
        few.nodes = fleet.nodes.filter { node in
            let sort = node.probes.map(\.target.kind).joined(separator: " ") + (node.role ?? "")
            counts[sort, default: 0] += 1
            return counts[sort, default: 0] <= nodesOfASort
        }
        // The detectors expect as many samples as the replay gives them.
        let usual = fleet.polling.interval
        few.polling.interval = max(usual, shortestInterval)
        let replay = FaultReplay(few)
        var healthy = Course(few)
        replay.play(.none, victim: nil, for: healthySpan, on: &healthy)
        // What grows is held against the day before.
        few.polling.interval = max(usual, growthInterval)
        let slow = FaultReplay(few)
        var day = Course(few)
        slow.play(.none, victim: nil, for: .seconds(30 * 3600), on: &day)
        return [healthy.outcome]
            + Fault.allCases.compactMap {
                $0.row.isGrowth
                    ? slow.outcome(of: $0, after: day) : replay.outcome(of: $0, after: healthy)
            }
    }

    /// What watches a fleet, and how far it has come.
    private struct Course {
        var readings = FleetReadings()
        var detectors: FleetDetectors
        var watch: RuleEvaluator
        var elapsed = Duration.zero
        var outcome = Outcome(fault: .none)

        init(_ fleet: Fleet) {
            detectors = FleetDetectors(fleet: fleet)
            watch = RuleEvaluator(fleet: fleet)
        }
    }

    private func outcome(of fault: Fault, after healthy: Course) -> Outcome? {
        guard fault != .none else { return nil }
        let row = fault.row
        let victims = fleet.nodes.indices.filter { place in
            row.names.contains(where: vocabularies[place].names)
        }
        guard let victim = victims.first(where: { fault != .skew || hasSibling($0) }),
            fault != .lag || victims.count > 1
        else { return nil }
        var course = healthy
        course.outcome = Outcome(fault: fault)
        play(fault, victim: victim, for: row.span, on: &course)
        return course.outcome
    }

    private func play(_ fault: Fault, victim: Int?, for span: Duration, on course: inout Course) {
        let start = course.elapsed
        while course.elapsed < start + span {
            course.elapsed += interval
            let now = Self.origin + course.elapsed
            for place in fleet.nodes.indices {
                let told = poll(
                    place,
                    place == victim ? fault : .none,
                    course.elapsed,
                    course.elapsed - start,
                    at: now
                )
                guard var poll = told else { continue }
                if fault == .meshLost, let victim { poll.forget(peer: "peer-\(victim)") }
                course.readings.apply(poll)
                course.detectors.observe(poll)
            }
            // Of the long past only what grows is kept.
            let isPast = fault == .none && span > Self.healthySpan
            let assessments = isPast ? [:] : fleet.assess(&course.readings, at: now)
            let judgements = course.detectors.judge(course.readings, assessments, at: now)
            for case .stands(let finding) in judgements {
                course.outcome.kinds.insert(finding.kind)
            }
            if isPast { continue }
            let commands = course.watch.evaluate(
                course.readings,
                assessments,
                log: LogState(),
                at: now
            )
            note(commands, in: &course.outcome)
        }
    }

    private func note(_ commands: [Command], in outcome: inout Outcome) {
        for case .signal(let command) in commands {
            let findings: [Finding]
            switch command {
            case .raise(let finding): findings = [finding]
            case .suppress(let suppressed, _): findings = suppressed
            case .clear, .change, .recordNotice, .remind, .acknowledge, .acknowledgeAll, .shelve,
                .unshelve, .clearByHand, .declareMaintenance, .announceMaintenanceEnd,
                .endMaintenance:
                continue
            }
            for id in findings.flatMap(\.subjects) {
                let name = id.rawValue.split(separator: "/").first.map(String.init) ?? id.rawValue
                outcome.checks.formUnion([name, id.rawValue])
            }
        }
    }

    private func hasSibling(_ place: Int) -> Bool {
        guard let sort = fleet.nodes[place].sort else { return false }
        return fleet.nodes.count { $0.sort == sort } > 1
    }

    // MARK: One poll

    private func poll(
        _ place: Int,
        _ fault: Fault,
        _ elapsed: Duration,
        _ since: Duration,
        at now: Timestamp
    ) -> Observation? {
        if fault == .noData { return nil }
        let seconds = elapsed.inSeconds
        let ill = max(0, since.inSeconds)
        let node = fleet.nodes[place]
        if fault == .flapping, Int(ill / interval.inSeconds) % 4 < 2 {
            return Observation(
                node: node.id,
                probeIndex: mainProbe(of: node),
                at: now,
                latency: nil,
                problems: [Problem(part: "poll", reason: .timedOut(after: fleet.polling.timeout))]
            )
        }
        let row = fault.row
        let samples = metrics[place].map { metric in
            let moment = FaultMoment(
                metric: metric.name,
                shape: metric.shape,
                elapsed: seconds,
                ill: ill
            )
            return Sample(metric.name, row.value(moment) ?? healthy(moment, place))
        }
        return Observation(
            node: node.id,
            probeIndex: mainProbe(of: node),
            at: now,
            latency: .milliseconds(20),
            samples: samples,
            facts: facts(place, fault)
        )
    }

    private func mainProbe(of node: Node) -> Int {
        node.probes.firstIndex { $0.target.tellsOfProgram } ?? 0
    }

    private func facts(_ place: Int, _ fault: Fault) -> [Fact] {
        let node = fleet.nodes[place]
        let siblings = wakuNodes.filter { $0 != place }
        let release = fleet.releases.first ?? "1.0.0"
        return factNames[place].compactMap { name in
            let values: [String]? =
                switch name {
                case .version: [fault == .skew ? "99.9.9" : release]
                case .runtime: ["runtime-100"]
                case .relay, .protocols: ["/relay/1"]
                case .genesis, .relayGenesis: ["0xgenesis"]
                case .chain: ["chain"]
                case .health: ["ready"]
                case .connection: ["Connected"]
                case .peerID: ["peer-\(place)"]
                case .connectedPeers: fault == .meshLost ? [] : siblings.map { "peer-\($0)" }
                case .roles: [node.role ?? "full"]
                default: nil
                }
            return values.map { Fact(name, $0) }
        }
    }

    /// A number that never moves at all is no healthy one: noise of a thousandth.
    private func healthy(_ moment: FaultMoment, _ place: Int) -> Double {
        guard moment.metric == .memory || moment.metric == .cpuSeconds else {
            return moment.healthy
        }
        let wave = Double((Int(moment.elapsed / 30) * 7919 + place * 31) % 13) / 13 - 0.5
        return moment.metric == .memory
            ? moment.healthy * (1 + wave / 500)
            : moment.shape.level + moment.shape.slope * moment.elapsed + wave / 10
    }
}

extension Observation {
    /// Takes a peer out of the list of connected ones.
    fileprivate mutating func forget(peer: String) {
        for index in facts.indices where facts[index].name == .connectedPeers {
            facts[index].values.removeAll { $0 == peer }
        }
    }
}
