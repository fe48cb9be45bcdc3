package import FleetModel
package import Primitives

/// Something that is asked for about an incident as a whole.
package enum IncidentCommand: Equatable, Sendable {
    /// Open an incident; the author is its commander.
    case declare(
        title: String,
        severity: Severity,
        mode: IncidentMode,
        fleet: String?,
        impactFrom: Timestamp?,
        checklist: ChecklistDefinition?,
        origin: IncidentOrigin = IncidentOrigin()
    )
    /// Move an incident on, or back.
    case changeStatus(IncidentID, to: IncidentStatus, reason: String?)
    /// Judge an incident anew.
    case changeSeverity(IncidentID, to: Severity, reason: String?)
    /// Take command, or offer it to `to`; who takes it from somebody says why.
    case changeCommander(IncidentID, to: String, reason: String? = nil)
    /// Tell the outside of it; nil for the phase that goes with its state.
    case publish(IncidentID, PublicPhase?)
    /// Tell the outside no more.
    case withdraw(IncidentID, reason: String)
    /// It is the same as another one, which goes on.
    case merge(IncidentID, into: IncidentID)
    /// It follows from another one; nil takes that back.
    case changeParent(IncidentID, to: IncidentID?)
    /// Say what it is about in a few sentences.
    case summarise(IncidentID, text: String)
    /// Say when one of its instants really was.
    case stateInstant(IncidentID, IncidentInstant, at: Timestamp)
    /// Say how far its review has come.
    case changeReview(IncidentID, to: ReviewState, reason: String?)
    /// Nobody works on it until a moment.
    case pause(IncidentID, until: Timestamp, reason: String)
    /// Work goes on.
    case resume(IncidentID)
}
