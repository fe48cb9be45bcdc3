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
    /// Whether nobody has said yet that it is an incident: it is looked at first, and nobody is
    /// told of it.
    package var isTriage: Bool

    /// What is known of how an incident came to be.
    package init(
        key: String? = nil,
        severityIsAssumed: Bool = false,
        detectedBy: String? = nil,
        detectedAt: Timestamp? = nil,
        isTriage: Bool = false
    ) {
        self.key = key
        self.severityIsAssumed = severityIsAssumed
        self.detectedBy = detectedBy
        self.detectedAt = detectedAt
        self.isTriage = isTriage
    }

    private enum CodingKeys: CodingKey {
        case key, severityIsAssumed, detectedBy, detectedAt, isTriage
    }

    /// Reads what was told; what was declared before there was a triage was an incident at once.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        key = try container.decodeIfPresent(String.self, forKey: .key)
        severityIsAssumed = try container.decode(Bool.self, forKey: .severityIsAssumed)
        detectedBy = try container.decodeIfPresent(String.self, forKey: .detectedBy)
        detectedAt = try container.decodeIfPresent(Timestamp.self, forKey: .detectedAt)
        isTriage = try container.decodeIfPresent(Bool.self, forKey: .isTriage) ?? false
    }

    /// Writes what was told, without what is usual.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(key, forKey: .key)
        try container.encode(severityIsAssumed, forKey: .severityIsAssumed)
        try container.encodeIfPresent(detectedBy, forKey: .detectedBy)
        try container.encodeIfPresent(detectedAt, forKey: .detectedAt)
        if isTriage { try container.encode(isTriage, forKey: .isTriage) }
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
