package import FleetModel
package import IncidentLog
package import Primitives

/// Finds processes whose memory grows without end, and queues that nobody reads.
///
/// Memory is folded into bins of five minutes; a trend of their lows over four spans (Theil–Sen)
/// must agree with a growth that processes of that age do not usually have. Siblings on another
/// version tell a leak apart from a warm-up within the hour. Judgements are `leak/NODE`,
/// `queue/NODE` and `phantom peers/NODE`.
package struct LeakDetector: Sendable {
    let fleet: Fleet
    private let places: [NodeID: Int]
    private let groups: [Int]
    private var histories: [GrowthHistory]
    private(set) var nodes: [NodeState]
    private var isStale = true
    private var standing: [Judgement] = []
    private var judgedVersions: [NodeID: String] = [:]
    private var judgedBin = 0
    private(set) var siblings = SiblingGrowth()

    /// What is kept of one node.
    struct NodeState: Sendable {
        let ids: (leak: SignalID, queue: SignalID, phantoms: SignalID)
        let limit: Double?
        var memory: MemorySeries
        var memoryProbe: Int?
        var memoryAt: Timestamp?
        var available: Double?
        var startTime: Double?
        var cpuSeconds: Double?
        var queues: [MetricName: QueueSeries] = [:]
        var phantoms: PhantomPeers

        /// What the process may use, in bytes, if known.
        func limit(memory: Double) -> Double? { limit ?? available.map { $0 + memory } }
    }

    /// A detector for these nodes; nodes of one role learn from one another.
    package init(fleet: Fleet) {
        self.fleet = fleet
        let roles = Array(Set(fleet.nodes.map { $0.role ?? "" })).sorted()
        let byRole = Dictionary(uniqueKeysWithValues: zip(roles, roles.indices))
        groups = fleet.nodes.map { byRole[$0.role ?? ""] ?? 0 }
        histories = [GrowthHistory](repeating: GrowthHistory(), count: roles.count)
        places = Dictionary(
            zip(fleet.nodes.map(\.id), fleet.nodes.indices),
            uniquingKeysWith: { first, _ in first }
        )
        let interval = fleet.polling.interval
        let relations = CheckRelations(fleet: fleet)
        nodes = fleet.nodes.map { node in
            func id(_ symptom: Symptom) -> SignalID {
                relations.id(of: symptom, on: node.id.rawValue)
            }
            return NodeState(
                ids: (id(.leak), id(.queue), id(.phantomPeers)),
                limit: node.memoryLimitBytes,
                memory: MemorySeries(interval: interval),
                phantoms: PhantomPeers()
            )
        }
    }

    /// How many numbers are kept of all nodes together; the tables of the roles not counted.
    package var storedValues: Int {
        nodes.reduce(0) { sum, node in
            sum + node.memory.storedValues + node.phantoms.storedValues
                + node.queues.values.reduce(0) { $0 + $1.storedValues }
        }
    }

    /// The queues that are watched: those of the relay half and its gossip engine.
    private static let queues: [MetricName] = [.backlog, .gossipBacklog]

    /// Takes the outcome of one poll into account; of one node, the oldest first.
    package mutating func observe(_ observation: Observation) {
        guard let place = places[observation.node], !observation.samples.isEmpty else { return }
        noteRestart(observation, place)
        var connected: Double?
        var gossiping: Double?
        for sample in observation.samples where sample.value.isFinite && sample.value >= 0 {
            switch sample.metric {
            case .memory: addMemory(sample.value, observation, place)
            case .memoryAvailable: nodes[place].available = sample.value
            case .peers: connected = sample.value
            case .gossipPeers: gossiping = sample.value
            case let metric where Self.queues.contains(metric):
                let interval = observation.interval ?? fleet.polling.interval
                let changed = nodes[place].queues[metric, default: QueueSeries(interval: interval)]
                    .add(sample.value, at: observation.at)
                if changed { isStale = true }
            default: break
            }
        }
        if let connected, let gossiping {
            let changed = nodes[place].phantoms
                .add(gossiping: gossiping, connected: connected, at: observation.at)
            if changed { isStale = true }
        }
    }

    private mutating func addMemory(_ value: Double, _ observation: Observation, _ place: Int) {
        // Two probes may tell of two processes: the first that answered counts while it answers.
        if let probe = nodes[place].memoryProbe, probe != observation.probeIndex,
            let last = nodes[place].memoryAt, observation.at - last < .seconds(900)
        {
            return
        }
        nodes[place].memoryProbe = observation.probeIndex
        nodes[place].memoryAt = observation.at
        let ended = nodes[place].memory.add(
            value,
            at: observation.at,
            limit: nodes[place].limit(memory: value),
            history: &histories[groups[place]]
        )
        if ended { isStale = true }
    }

    /// A process is new when it says so, or when its CPU time begins anew.
    private mutating func noteRestart(_ observation: Observation, _ place: Int) {
        var began: Timestamp?
        for sample in observation.samples where sample.value.isFinite {
            if sample.metric == .startTime {
                let moment = Timestamp(milliseconds: Int64(clampedSeconds: sample.value))
                if nodes[place].startTime.map({ abs($0 - sample.value) > 2 }) ?? true {
                    began = min(moment, observation.at)
                }
                nodes[place].startTime = sample.value
            } else if sample.metric == .cpuSeconds {
                if let before = nodes[place].cpuSeconds, sample.value < before * 0.9 - 1 {
                    began = began ?? observation.at
                }
                nodes[place].cpuSeconds = sample.value
            }
        }
        guard let began else { return }
        nodes[place].memory.restart(at: began, history: &histories[groups[place]])
        for metric in Self.queues { nodes[place].queues[metric]?.restart() }
        nodes[place].phantoms.restart()
        isStale = true
    }

    /// What stands and what does not, in the order of the fleet file.
    ///
    /// - Parameter versions: The version that each node runs, as far as it is known.
    package mutating func judge(at now: Timestamp, versions: [NodeID: String]) -> [Judgement] {
        let bin = BinFold(span: MemorySeries.span).number(of: now)
        guard isStale || bin != judgedBin || versions != judgedVersions else { return standing }
        if bin != judgedBin || versions != judgedVersions {
            compareSiblings(versions, at: now)
        }
        judgedBin = bin
        judgedVersions = versions
        isStale = false
        standing = nodes.indices.flatMap { judgements(of: $0, versions, at: now) }
        return standing
    }

    private mutating func compareSiblings(_ versions: [NodeID: String], at now: Timestamp) {
        let members = zip(fleet.nodes, nodes).map { node, state in
            SiblingGrowth.Member(
                version: versions[node.id],
                memory: state.isCurrent(at: now) ? state.memory : nil
            )
        }
        siblings.update(members)
        for (place, isRising) in siblings.isOutlier.enumerated() {
            nodes[place].memory.noteSiblings(
                rising: isRising,
                limit: nodes[place].limit(memory: nodes[place].memory.level)
            )
        }
    }
}

extension LeakDetector.NodeState {
    /// Whether memory was heard of lately enough to be judged.
    func isCurrent(at now: Timestamp) -> Bool {
        memoryAt.map { now - $0 < .seconds(900) } ?? false
    }
}

extension Int64 {
    /// Seconds as whole milliseconds, held within a range that dates can be written in.
    init(clampedSeconds seconds: Double) {
        self = Int64(Swift.min(Swift.max(seconds, -1e11), 1e11) * 1000)
    }
}
