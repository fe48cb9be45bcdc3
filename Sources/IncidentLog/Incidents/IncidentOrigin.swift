package import Primitives

/// What a declaration tells beside the incident itself.
package struct IncidentOrigin: Codable, Equatable, Sendable {
    /// The key that a program gave it, so that declaring it again opens no second one.
    package var key: String?
    /// Whether nobody said how bad it is, so that the worse of the usual ones was taken.
    package var severityIsAssumed: Bool
    /// Who, or what, noticed it first: a person, a party, a check.
    package var detectedBy: String?
    /// When it was noticed; nil for when it was declared.
    package var detectedAt: Timestamp?

    /// What is known of how an incident came to be.
    package init(
        key: String? = nil,
        severityIsAssumed: Bool = false,
        detectedBy: String? = nil,
        detectedAt: Timestamp? = nil
    ) {
        self.key = key
        self.severityIsAssumed = severityIsAssumed
        self.detectedBy = detectedBy
        self.detectedAt = detectedAt
    }

    /// Whether there is nothing to tell.
    var isEmpty: Bool { self == IncidentOrigin() }

    func redacted(as mark: String) -> IncidentOrigin {
        var kept = self
        kept.detectedBy = detectedBy.map { _ in mark }
        return kept
    }
}

/// What the outside is told of where an incident stands: the states of public status pages.
package enum PublicPhase: String, CaseIterable, Codable, Sendable {
    case investigating
    case identified
    case monitoring
    case resolved

    /// The phase that goes with a state inside; nil while nobody outside is told of it.
    package init?(_ status: IncidentStatus) {
        switch status {
        case .investigating: self = .investigating
        case .identified, .mitigating: self = .identified
        case .monitoring: self = .monitoring
        case .resolved, .inReview, .closed: self = .resolved
        case .triage, .declined, .merged, .cancelled: return nil
        }
    }
}

/// The instants of an incident that can be stated, in their order.
package enum IncidentInstant: String, CaseIterable, Codable, Sendable {
    /// The harm began.
    case impactStarted = "impact-started"
    /// Somebody or something noticed.
    case detected
    /// It was declared.
    case declared
    /// The harm was stopped, as far as is known.
    case mitigated
    /// It was over.
    case resolved

    /// The instant in words.
    package var words: String {
        switch self {
        case .impactStarted: "the impact began"
        case .detected: "it was detected"
        case .declared: "it was declared"
        case .mitigated: "it was mitigated"
        case .resolved: "it was resolved"
        }
    }
}

/// How far the review of an incident has come.
package enum ReviewState: String, CaseIterable, Codable, Sendable {
    case draft
    case inReview = "in-review"
    case final
    case notNeeded = "not-needed"
}
