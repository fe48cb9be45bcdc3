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
        checklist: ChecklistDefinition?
    )
    /// Move an incident on, or back.
    case changeStatus(IncidentID, to: IncidentStatus, reason: String?)
    /// Judge an incident anew.
    case changeSeverity(IncidentID, to: Severity, reason: String?)
    /// Take command, or give it to `to`.
    case changeCommander(IncidentID, to: String)
}
