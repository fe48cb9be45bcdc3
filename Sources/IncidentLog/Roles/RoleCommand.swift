package import Primitives

/// Something that is asked for about roles.
package enum RoleCommand: Equatable, Sendable {
    /// Ask somebody to take a role.
    case offer(IncidentID, Role, to: String)
    /// Take the role that was offered; the only one offered when left out.
    case accept(IncidentID, Role?)
    /// Do not take it.
    case decline(IncidentID, Role?, reason: String?)
    /// Take an offer back.
    case withdraw(IncidentID, Role)
    /// Give a role up with nobody to follow.
    case vacate(IncidentID, Role, reason: String)
}
