import Primitives

/// A fault that is played to rules and detectors; the raw value is its name.
enum Fault: String, CaseIterable, Sendable {
    case none = "nothing"
    case stall = "a head stands"
    case lag = "a node falls behind"
    case noData = "nothing is told any more"
    case peersLost = "all peers are lost"
    case meshLost = "the mesh and the siblings are lost"
    case churn = "gossip links are made and broken"
    case storage = "writes to the store fail"
    case restarts = "a process starts over and over"
    case skew = "one node runs another version"
    case flapping = "a node comes and goes"
    case certificate = "a certificate expires"
    case leak = "memory grows"
    case backlog = "a queue grows"
    case cpu = "CPU use doubles"

    /// The detector that must see it.
    var kind: FindingKind? { row.kind }
}

/// How a fault shows.
struct FaultRow: Sendable {
    /// The detector that must see it.
    let kind: FindingKind?
    /// The names of which a node must give at least one for the fault to show.
    let names: [String]
    /// For how long it is played after the healthy time before it.
    let span: Duration
    /// Whether it shows only against a long past.
    let isGrowth: Bool
    /// The value of a metric that the fault changes; nil for all others.
    let value: @Sendable (FaultMoment) -> Double?

    init(
        _ kind: FindingKind?,
        needs names: [String],
        for span: Duration = .seconds(1800),
        isGrowth: Bool = false,
        value: @escaping @Sendable (FaultMoment) -> Double? = { _ in nil }
    ) {
        self.kind = kind
        self.names = names
        self.span = span
        self.isGrowth = isGrowth
        self.value = value
    }
}

/// One metric of the victim at one moment of a fault.
struct FaultMoment {
    let metric: MetricName
    let shape: MetricShape
    /// Seconds since the start of the replay.
    let elapsed: Double
    /// Seconds since the fault began.
    let ill: Double

    /// What the metric would be without the fault.
    var healthy: Double { shape.level + (shape.slope * elapsed).rounded(.down) }
    /// What it was when the fault began.
    var before: Double { shape.level + (shape.slope * (elapsed - ill)).rounded(.down) }

    /// Whether it is the height of a head.
    var isHead: Bool { metric.rawValue.contains("height") }
}

extension Fault {
    /// The row of the fault.
    var row: FaultRow {
        switch self {
        case .none: FaultRow(nil, needs: ["latency"])
        case .noData: FaultRow(.noData, needs: ["latency"])
        case .flapping: FaultRow(.flapping, needs: ["latency"])
        case .skew: FaultRow(.skew, needs: ["version"], for: .seconds(3600))
        case .stall: FaultRow(.stall, needs: ["height.best"]) { $0.isHead ? $0.before : nil }
        case .lag:
            FaultRow(.lag, needs: ["height.best"]) { moment in
                guard moment.isHead else { return nil }
                return moment.before + (moment.shape.slope * moment.ill / 3).rounded(.down)
            }
        case .peersLost:
            FaultRow(.mesh, needs: ["peers"]) { moment in
                let name = moment.metric
                return name.rawValue.hasSuffix("peers") && name != .shouldHavePeers ? 0 : nil
            }
        case .meshLost:
            FaultRow(.mesh, needs: ["mesh", "sibling.links"]) { moment in
                moment.metric == .mesh || moment.metric == .siblingLinks ? 0 : nil
            }
        case .churn: Self.churnRow
        case .storage:
            FaultRow(.storage, needs: ["store.errors"]) { moment in
                moment.metric == .storeErrors ? (moment.ill / 10).rounded(.down) : nil
            }
        case .restarts:
            FaultRow(.restarts, needs: ["start.time"]) { moment in
                guard moment.metric == .startTime else { return nil }
                return moment.shape.level + (moment.ill / 90).rounded(.down) * 90
            }
        case .certificate:
            FaultRow(.certificate, needs: ["certificate.days"]) { moment in
                moment.metric == .certificateDays ? 2 : nil
            }
        case .backlog:
            FaultRow(.backlog, needs: ["backlog"]) { moment in
                moment.metric == .backlog ? moment.ill * 9 / 60 : nil
            }
        case .leak:
            FaultRow(.leak, needs: ["memory"], for: .seconds(12 * 3600), isGrowth: true) { moment in
                moment.metric == .memory ? moment.healthy + moment.ill * 1.33e9 / 3600 : nil
            }
        case .cpu:
            FaultRow(.cpu, needs: ["cpu.seconds"], for: .seconds(12 * 3600), isGrowth: true) {
                guard $0.metric == .cpuSeconds else { return nil }
                let slope = $0.shape.slope
                return $0.shape.level + ($0.elapsed - $0.ill) * slope + $0.ill * slope * 3
            }
        }
    }

    private static let churnRow = FaultRow(.churn, needs: ["prune.sent"]) { moment in
        switch moment.metric {
        case .graftReceived, .pruneSent: (moment.ill / 30).rounded(.down)
        case .backoffPenalty: moment.ill * 3
        case .mesh: 0
        default: nil
        }
    }
}
