package import Primitives

extension IncidentState {
    /// What was said, and the entry that said it.
    package struct Said: Codable, Equatable, Sendable {
        /// The words.
        package internal(set) var text: String
        let entry: EntryID
    }

    /// How far the review of the incident has come.
    package struct Review: Codable, Equatable, Sendable {
        /// Where it stands.
        package let state: ReviewState
        /// Why, if somebody said so.
        package internal(set) var reason: String?
        let entry: EntryID
    }

    /// That nobody works on the incident for a while.
    package struct Pause: Codable, Equatable, Sendable {
        /// Until when.
        package let until: Timestamp
        /// Why.
        package internal(set) var reason: String
        let entry: EntryID
    }

    mutating func apply(_ event: IncidentEvent, of entry: Entry) {
        switch event {
        case .statusChanged(_, let status, _): changeStatus(to: status, at: entry.occurredAt)
        case .severityChanged(_, let severity, _):
            changeSeverity(to: severity, at: entry.occurredAt)
        case .commanderChanged(let commander):
            roles.give(.commander, to: commander, at: entry.occurredAt)
        case .originStated(let origin):
            self.origin = origin
            originEntry = entry.id
            if origin.isTriage { changeStatus(to: .triage, at: entry.occurredAt) }
        case .published(let phase): publicPhase = phase
        case .withdrawn: publicPhase = nil
        case .parentChanged(let parent): self.parent = parent
        case .summarised(let text): summary = Said(text: text, entry: entry.id)
        case .instantStated(let instant, let at): state(instant, at)
        case .reviewChanged(let state, let reason):
            review = Review(state: state, reason: reason, entry: entry.id)
        case .paused(let until, let reason):
            pause = Pause(until: until, reason: reason, entry: entry.id)
        case .resumed: pause = nil
        case .declared, .merged: break
        }
    }

    private mutating func state(_ instant: IncidentInstant, _ moment: Timestamp) {
        stated[instant] = moment
        switch instant {
        case .impactStarted: statedImpactFrom = moment
        case .resolved: if resolvedAt != nil { resolvedAt = moment }
        case .detected, .declared, .mitigated: break
        }
    }

    /// When it was mitigated: as somebody stated, else when it first was called so.
    package var mitigatedAt: Timestamp? { stated[.mitigated] ?? milestones.mitigatedAt }

    /// When an instant was, as far as is known.
    package func moment(of instant: IncidentInstant) -> Timestamp? {
        switch instant {
        case .impactStarted: impactFrom
        case .detected: stated[.detected] ?? origin.detectedAt
        case .declared: stated[.declared] ?? declaredAt
        case .mitigated: mitigatedAt
        case .resolved: resolvedAt
        }
    }

    /// The instants that somebody stated after the fact.
    package var statedInstants: [IncidentInstant] {
        IncidentInstant.allCases.filter { stated[$0] != nil }
    }

    /// What contradicts the order of the instants, in words; empty when nothing does.
    package var instantProblems: [String] {
        let known = IncidentInstant.allCases.compactMap { instant in
            moment(of: instant).map { (instant, $0) }
        }
        return zip(known, known.dropFirst()).compactMap { earlier, later in
            guard earlier.1 > later.1 else { return nil }
            return "\(later.0.words) (\(later.1.date) \(later.1.hourMinute)Z) before "
                + "\(earlier.0.words) (\(earlier.1.date) \(earlier.1.hourMinute)Z); "
                + "see 'incident instant'"
        }
    }

    /// Whether nobody leads it although people work on it.
    package var isWithoutCommander: Bool { status.isOpen && commander.isEmpty }
}
