package import FleetModel
package import Primitives

/// What people, and the world, said.
package enum TimelineEvent: EventFamily {
    /// A line of the channel.
    case noted(text: String)
    /// A better text for an earlier line; the earlier one stays in the log.
    case corrected(entry: EntryID, text: String)
    /// What a party told us.
    case reported(party: PartyID, text: String)
    /// A line of a kind that a review looks for; `by` are those who decided or did it, when they
    /// are others than the author.
    case said(kind: LineKind, text: String, by: [String])
    /// Something that proves what was said, kept beside the log.
    case attached(evidence: Evidence, note: String?)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case noted
        case corrected
        case reported
        case said
        case attached
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .noted: .noted
        case .corrected: .corrected
        case .reported: .reported
        case .said: .said
        case .attached: .attached
        }
    }
}

extension Event {
    /// What proves it; nil when nothing does.
    package var evidence: Evidence? {
        if case .timeline(.attached(let evidence, _)) = self { return evidence }
        if case .checklist(.passed(_, let evidence, _, _, _)) = self { return evidence }
        if case .checklist(.verified(_, _, let evidence)) = self { return evidence }
        if case .impact(let event) = self { return event.evidence }
        return nil
    }
}

/// The kinds of lines that a review looks for.
package enum LineKind: String, CaseIterable, Codable, Sendable {
    /// Something that was done.
    case action
    /// Something that was decided.
    case decision
    /// What may be the cause; not known yet.
    case hypothesis
    /// What somebody saw.
    case observation
}
