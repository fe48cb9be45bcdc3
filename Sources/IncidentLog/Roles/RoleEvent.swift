import Primitives

/// Who is responsible for what: a role is offered by one person and accepted by the other.
package enum RoleEvent: EventFamily {
    /// Somebody is asked to take a role; who has it keeps it until they accept.
    case offered(role: Role, to: String)
    /// Whoever was asked has the role.
    case accepted(role: Role)
    /// Whoever was asked does not take it.
    case declined(role: Role, reason: String?)
    /// The offer was taken back.
    case withdrawn(role: Role)
    /// Whoever had the role has it no more, and nobody does.
    case vacated(role: Role, reason: String)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case offered
        case accepted
        case declined
        case withdrawn
        case vacated
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .offered: .offered
        case .accepted: .accepted
        case .declined: .declined
        case .withdrawn: .withdrawn
        case .vacated: .vacated
        }
    }

    func redacted(as mark: String) -> Self? {
        switch self {
        case .declined(let role, let reason):
            reason.map { _ in .declined(role: role, reason: mark) }
        case .vacated(let role, _): .vacated(role: role, reason: mark)
        case .offered, .accepted, .withdrawn: nil
        }
    }
}
