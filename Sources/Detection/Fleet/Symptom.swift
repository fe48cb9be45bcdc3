import IncidentLog
import Primitives

/// What detectors can find: one row each, and nothing about it elsewhere but how it is detected.
struct Symptom: Hashable, Sendable {
    /// The first part of a signal's identity.
    let word: String
    /// What sort of fault it is.
    let kind: FindingKind
    /// How urgent it is, unless the detector knows better.
    let priority: SignalPriority
    /// What it usually means, unless the detector knows better.
    let meaning: String?
    /// The faults of the same node that explain it when they stand too.
    let causes: [Symptom]
    /// The metrics that it is seen by: a check of the fleet file over one of them sees the same.
    let metrics: Set<MetricName>

    init(
        _ word: String,
        _ kind: FindingKind,
        _ priority: SignalPriority = .warning,
        seenBy metrics: Set<MetricName> = [],
        explainedBy causes: [Symptom] = [],
        means meaning: String? = nil
    ) {
        self.word = word
        self.kind = kind
        self.priority = priority
        self.metrics = metrics
        self.causes = causes
        self.meaning = meaning
    }

    static func == (left: Symptom, right: Symptom) -> Bool { left.word == right.word }

    func hash(into hasher: inout Hasher) { hasher.combine(word) }
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
    /// How urgent it is, where that is not as usual for the symptom.
    var priority: SignalPriority?
    /// What was seen, in a sentence that names the node.
    var text: String
    /// The numbers behind it, a line each.
    var evidence: [String] = []
    /// What it means, where that is not what the symptom usually means.
    var meaning: String?
    /// Findings elsewhere that explain it.
    var causes: [SignalID] = []
}

extension FindingText {
    /// The finding of a symptom that they tell of.
    func finding(
        _ id: SignalID,
        _ symptom: Symptom,
        nodes: [NodeID],
        since: Timestamp,
        causes more: [SignalID]
    ) -> Finding {
        Finding(
            id: id,
            kind: symptom.kind,
            priority: priority ?? symptom.priority,
            text: text,
            nodes: nodes,
            since: since,
            evidence: evidence,
            meaning: meaning ?? symptom.meaning,
            causes: (causes + more).filter { $0 != id }
        )
    }
}
