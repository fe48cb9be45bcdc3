package import Primitives

/// What happened to an incident as a whole.
package enum IncidentEvent: EventFamily {
    /// Somebody opened an incident; `impactFrom` is when the harm began, if known.
    case declared(
        title: String,
        severity: Severity,
        mode: IncidentMode,
        fleet: String?,
        impactFrom: Timestamp?,
        commander: String
    )
    /// The incident moved on, or back.
    case statusChanged(from: IncidentStatus, to: IncidentStatus, reason: String?)
    /// The incident proved worse or milder.
    case severityChanged(from: Severity, to: Severity, reason: String?)
    /// Somebody took command.
    case commanderChanged(to: String)
    /// What a declaration tells beside the incident itself; written with it, when there is any.
    case originStated(origin: IncidentOrigin)
    /// The outside is told of it, and that it stands here.
    case published(phase: PublicPhase)
    /// The outside is told no more.
    case withdrawn(reason: String)
    /// It is the same as another one, which goes on.
    case merged(into: IncidentID)
    /// It follows from another one; nil takes that back.
    case parentChanged(to: IncidentID?)
    /// What it is about, in a few sentences, for whoever comes to it and for its review.
    case summarised(text: String)
    /// When one of its instants really was.
    case instantStated(instant: IncidentInstant, at: Timestamp)
    /// How far its review has come.
    case reviewChanged(to: ReviewState, reason: String?)
    /// Nobody works on it until a moment.
    case paused(until: Timestamp, reason: String)
    /// Work goes on.
    case resumed

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case declared
        case statusChanged
        case severityChanged
        case commanderChanged = "leadChanged"
        case originStated
        case published
        case withdrawn
        case merged
        case parentChanged
        case summarised
        case instantStated
        case reviewChanged
        case paused
        case resumed
    }

    /// The names of what a declaration says, as stored.
    package enum DeclaredCodingKeys: String, CodingKey {
        case title, severity, mode, fleet, impactFrom
        case commander = "lead"
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .declared: .declared
        case .statusChanged: .statusChanged
        case .severityChanged: .severityChanged
        case .commanderChanged: .commanderChanged
        case .originStated: .originStated
        case .published: .published
        case .withdrawn: .withdrawn
        case .merged: .merged
        case .parentChanged: .parentChanged
        case .summarised: .summarised
        case .instantStated: .instantStated
        case .reviewChanged: .reviewChanged
        case .paused: .paused
        case .resumed: .resumed
        }
    }
}
