package import FleetModel
package import Primitives

/// What a detector found that asks for attention.
package struct Finding: Codable, Equatable, Sendable {
    /// The signal's identity: the detector's word and the subject, such as `leak/kebab`.
    package var id: SignalID
    /// What sort of fault it is.
    package var kind: FindingKind
    /// How urgent it is.
    package var priority: SignalPriority
    /// What was seen, in a sentence.
    package var text: String
    /// The nodes that it was seen on; empty when it belongs to the fleet as a whole.
    package var nodes: [NodeID]
    /// When it began, as far as can be told.
    package var since: Timestamp
    /// The numbers behind it, a line each.
    package var evidence: [String]
    /// What it usually means, for whoever reads it at 3 a.m.
    package var meaning: String?
    /// Findings that explain this one, when they stand too: this one is then a symptom.
    package var causes: [SignalID]
    /// The fleet that it was seen in; nil when it has no name, or was written down without one.
    package var fleet: String?

    /// A finding of these parts.
    package init(
        id: SignalID,
        kind: FindingKind,
        priority: SignalPriority,
        text: String,
        nodes: [NodeID],
        since: Timestamp,
        evidence: [String] = [],
        meaning: String? = nil,
        causes: [SignalID] = []
    ) {
        self.id = id
        self.kind = kind
        self.priority = priority
        self.text = text
        self.nodes = nodes
        self.since = since
        self.evidence = evidence
        self.meaning = meaning
        self.causes = causes
    }
}

/// What a detector says about one possible finding at one moment.
///
/// What stands is said at every moment, for what is not mentioned does not count as standing; that
/// something is calm may be said once, when it becomes so.
package enum Judgement: Equatable, Sendable {
    /// It stands.
    case stands(Finding)
    /// Enough is known to say that it does not stand.
    case calm(SignalID)
}

extension Finding {
    /// The signals that it stands for: a group of nodes with one fault stands for each of them.
    package var subjects: [SignalID] {
        guard nodes.count > 1 else { return [id] }
        return [id] + nodes.map { SignalID("\(id)/\($0)") }
    }
}

extension Fleet {
    /// Whether nothing that a finding is about is left in the fleet file.
    package func hasLost(_ finding: Finding) -> Bool {
        if finding.kind == .need {
            return !parties.contains { finding.id.rawValue.hasSuffix("/\($0.id)") }
        }
        return !finding.nodes.isEmpty
            && !finding.nodes.contains { id in nodes.contains { $0.id == id } }
    }
}
