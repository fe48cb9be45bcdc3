import Primitives

/// The numbers that detectors of single nodes read.
enum TrackedMetric: Int, CaseIterable, Sendable {
    case peers, relayPeers, shouldHavePeers, mesh
    case heightBest, heightFinalized, relayHeightBest, relayHeightFinalized
    case syncing, relaySyncing
    case storeMessages, storeErrors, databaseOK
    case startTime, graft, prune, penalty, certificateDays

    /// The metric's place by its name.
    static let byName: [MetricName: TrackedMetric] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.name, $0) }
    )

    private var name: MetricName {
        switch self {
        case .peers: .peers
        case .relayPeers: .relayPeers
        case .shouldHavePeers: .shouldHavePeers
        case .mesh: .mesh
        case .heightBest: .heightBest
        case .heightFinalized: .heightFinalized
        case .relayHeightBest: .relayHeightBest
        case .relayHeightFinalized: .relayHeightFinalized
        case .syncing: .syncing
        case .relaySyncing: .relaySyncing
        case .storeMessages: .storeMessages
        case .storeErrors: .storeErrors
        case .databaseOK: .databaseOK
        case .startTime: .startTime
        case .graft: .graftReceived
        case .prune: .pruneSent
        case .penalty: .backoffPenalty
        case .certificateDays: .certificateDays
        }
    }
}

/// What one poll told of a node, as the detectors of single nodes read it.
struct PollDigest {
    /// When.
    let at: Timestamp
    /// The span between two polls of the node.
    let interval: Duration
    /// Whether the node was started so lately that missing peers prove nothing.
    let isFreshlyStarted: Bool
    /// Whether the process was started anew since the poll before.
    let isRestart: Bool
    /// The numbers; each of the one probe of the node that tells it best.
    let values: TrackedValues
    /// Rates of log lines that tell of a failing store, per minute, by signature.
    let storageLines: [(signature: String, perMinute: Double)]
    /// The verdict on a database file, when it is not good.
    let databaseFault: String?
    /// Whether a database file was looked at.
    let knowsDatabase: Bool

    subscript(_ metric: TrackedMetric) -> Double? { values[metric] }
}

/// The numbers of one poll in a fixed order.
struct TrackedValues {
    private var values = [Double](repeating: .nan, count: TrackedMetric.allCases.count)

    subscript(_ metric: TrackedMetric) -> Double? {
        get { values[metric.rawValue].isFinite ? values[metric.rawValue] : nil }
        set { values[metric.rawValue] = newValue ?? .nan }
    }
}
