import IncidentLog
import Primitives

/// What detectors of this target can find; the raw value is the first part of a signal's identity.
enum Symptom: String, CaseIterable, Sendable {
    case silent
    case relaySilent = "relay silent"
    case stall
    case relayStall = "relay stall"
    case finalityStall = "finality stall"
    case relayFinalityStall = "relay finality stall"
    case lag
    case relayLag = "relay lag"
    case finalityLag = "finality lag"
    case relayFinalityLag = "relay finality lag"
    case slowBlocks = "slow blocks"
    case peers
    case fewPeers = "few peers"
    case relayPeers = "relay peers"
    case siblings
    case siblingMissing = "sibling missing"
    case mesh
    case churn
    case storage
    case storageLost = "storage lost"
    case database
    case restarts
    case flapping
    case certificate
    case certificateUrgent = "certificate urgent"

    /// What sort of fault it is.
    var kind: FindingKind {
        switch self {
        case .silent, .relaySilent: .silent
        case .stall, .relayStall, .finalityStall, .relayFinalityStall, .slowBlocks: .stall
        case .lag, .relayLag, .finalityLag, .relayFinalityLag: .lag
        case .peers, .fewPeers, .relayPeers, .siblings, .siblingMissing, .mesh: .mesh
        case .churn: .churn
        case .storage, .storageLost, .database: .storage
        case .restarts: .restarts
        case .flapping: .flapping
        case .certificate, .certificateUrgent: .certificate
        }
    }

    /// The faults of the same node that explain it when they stand too.
    var causes: [Symptom] {
        switch self {
        case .silent, .restarts, .storageLost, .database, .certificateUrgent: []
        case .relaySilent: [.restarts]
        case .peers, .relayPeers: [.restarts]
        case .fewPeers: [.peers, .restarts]
        case .stall: [.peers, .relaySilent, .relayStall, .relayPeers]
        case .relayStall: [.relaySilent, .relayPeers]
        case .finalityStall: [.stall, .peers, .relayStall, .relaySilent, .relayPeers]
        case .relayFinalityStall: [.relayStall, .relaySilent, .relayPeers]
        case .lag: [.stall, .peers, .relaySilent, .relayStall, .relayPeers, .relayLag]
        case .relayLag: [.relayStall, .relaySilent, .relayPeers]
        case .finalityLag: [.finalityStall, .stall, .lag, .peers, .relayStall, .relayPeers]
        case .relayFinalityLag: [.relayFinalityStall, .relayStall, .relayLag, .relayPeers]
        case .slowBlocks: [.stall, .peers, .relayStall, .relaySilent, .relayPeers]
        case .siblings: [.peers]
        case .siblingMissing: [.siblings, .peers]
        case .mesh: [.siblings, .peers]
        case .churn: [.restarts]
        case .storage: [.database]
        case .flapping: [.restarts]
        case .certificate: [.certificateUrgent]
        }
    }

    /// The metrics that it is seen by: a check of the fleet file over one of them sees the same.
    var metrics: Set<String> {
        func names(_ metrics: MetricName...) -> Set<String> { Set(metrics.map(\.rawValue)) }
        return switch self {
        case .silent, .relaySilent, .restarts, .flapping: []
        case .stall, .slowBlocks: names(.heightBest)
        case .lag: names(.lag)
        case .relayStall: names(.relayHeightBest)
        case .relayLag: names(.relayLag)
        case .finalityStall, .finalityLag: names(.heightFinalized)
        case .relayFinalityStall, .relayFinalityLag: names(.relayHeightFinalized)
        case .peers, .fewPeers: names(.peers)
        case .relayPeers: names(.relayPeers)
        case .siblings, .siblingMissing: names(.siblingLinks)
        case .mesh: names(.mesh)
        case .churn: ["prune.sent", "graft.received", "backoff.penalty"]
        case .storage: names(.storeErrors)
        case .storageLost: names(.storeMessages)
        case .database: ["database.check", "database.ok"]
        case .certificate, .certificateUrgent: ["certificate.days"]
        }
    }
}

/// What a detector says of one symptom at one moment.
struct DetectorResult {
    /// What it is about.
    let symptom: Symptom
    /// What can be said.
    let outcome: Outcome

    enum Outcome {
        case unknown
        case calm
        case stands(since: Timestamp, FindingText)
    }

    /// A symptom that may stand; the account is given only when it does.
    init(_ symptom: Symptom, _ latch: HoldState, account: () -> FindingText) {
        self.symptom = symptom
        outcome =
            switch latch.outcome {
            case .unknown: .unknown
            case .calm: .calm
            case .stands(let since): .stands(since: since, account())
            }
    }
}

/// The words about a fault that stands.
struct FindingText {
    var priority = SignalPriority.warning
    /// What was seen, in a sentence that names the node.
    var text: String
    /// The numbers behind it, a line each.
    var evidence: [String] = []
    /// What it usually means.
    var meaning: String?
    /// Findings elsewhere that explain it.
    var causes: [SignalID] = []
}

extension FindingText {
    /// The finding that they tell of.
    func finding(
        _ id: SignalID,
        _ kind: FindingKind,
        nodes: [NodeID],
        since: Timestamp,
        causes more: [SignalID]
    ) -> Finding {
        Finding(
            id: id,
            kind: kind,
            priority: priority,
            text: text,
            nodes: nodes,
            since: since,
            evidence: evidence,
            meaning: meaning,
            causes: (causes + more).filter { $0 != id }
        )
    }
}
