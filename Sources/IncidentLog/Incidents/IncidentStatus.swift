/// How bad it is.
///
/// SEV1 is the worst; unsure means the worse of two.
package enum Severity: Int, Codable, CaseIterable, Comparable, Sendable {
    case sev1 = 1
    case sev2 = 2
    case sev3 = 3
    case sev4 = 4

    /// Orders by urgency: SEV1 is less than SEV2.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The word shown to people, such as `SEV2`.
    package var label: String { "SEV\(rawValue)" }

    /// Reads `1`, `sev1` or `SEV1`.
    package init?(text: String) {
        let digits = text.lowercased().hasPrefix("sev") ? text.dropFirst(3) : text[...]
        guard let number = Int(digits) else { return nil }
        self.init(rawValue: number)
    }

    /// How long people may wait for the next update, or nil when none is promised.
    ///
    /// Public cadence of the field: 20 minutes for SEV1, 30 for SEV2, 4 hours for SEV3.
    package var updateInterval: Duration? {
        switch self {
        case .sev1: .seconds(20 * 60)
        case .sev2: .seconds(30 * 60)
        case .sev3: .seconds(4 * 3600)
        case .sev4: nil
        }
    }
}

/// Where an incident stands.
package enum IncidentStatus: String, Codable, CaseIterable, Sendable {
    case triage
    case investigating
    case identified
    case mitigating
    case monitoring
    case resolved
    case inReview = "in-review"
    case closed
    case declined
    case merged
    case cancelled

    /// The word shown to people, such as `MITIGATING`.
    package var label: String {
        rawValue.uppercased().split(separator: "-").joined(separator: " ")
    }

    /// Whether people still work on it.
    package var isOpen: Bool {
        switch self {
        case .triage, .investigating, .identified, .mitigating, .monitoring: true
        case .resolved, .inReview, .closed, .declined, .merged, .cancelled: false
        }
    }

    /// The states that may follow; everything else is refused.
    package var successors: [IncidentStatus] {
        switch self {
        case .triage: [.investigating, .identified, .mitigating, .declined, .cancelled]
        case .investigating: [.identified, .mitigating, .monitoring, .merged, .cancelled]
        case .identified: [.investigating, .mitigating, .monitoring, .merged, .cancelled]
        case .mitigating: [.investigating, .identified, .monitoring, .resolved, .merged]
        case .monitoring: [.investigating, .identified, .mitigating, .resolved]
        case .resolved: [.inReview, .closed, .investigating]
        case .inReview: [.closed, .investigating]
        case .closed: [.investigating]
        case .declined, .merged, .cancelled: []
        }
    }

    /// Whether moving to `next` goes back on something already said, and so needs a reason.
    package func needsReason(to next: IncidentStatus) -> Bool {
        switch next {
        case .declined, .merged, .cancelled, .identified, .mitigating: true
        case .investigating: self != .triage
        case .triage, .monitoring, .resolved, .inReview, .closed: false
        }
    }

    /// What a person is asked for who moves to `next` without a reason.
    func reasonAsked(for next: IncidentStatus) -> String {
        switch next {
        case .identified: "say what the cause is, or that it is unknown and what helps (--reason)"
        case .mitigating: "say what is being done about it: rollback, redeploy, hold … (--reason)"
        case .triage, .investigating, .monitoring, .resolved, .inReview, .closed, .declined,
            .merged, .cancelled:
            "say why (a reason is needed to become \(next.rawValue))"
        }
    }
}

/// Whether an incident is real or practice.
package enum IncidentMode: String, Codable, Sendable {
    case real
    case drill
}
