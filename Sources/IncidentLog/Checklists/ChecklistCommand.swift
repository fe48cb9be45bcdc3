package import FleetModel
package import Primitives

/// Something that is asked for about a checklist.
package enum ChecklistCommand: Equatable, Sendable {
    /// Copy a checklist into an incident that has none.
    case attachChecklist(IncidentID, ChecklistDefinition)
    /// Tick a step; on an automatic step it is an override and needs a note. A step that failed
    /// passes only `again`: when somebody says that the failure was seen.
    case passStep(IncidentID, StepID, note: String?, again: Bool = false)
    /// Mark a step as failed.
    case failStep(IncidentID, StepID, reason: String)
    /// Leave a step out.
    case skipStep(IncidentID, StepID, reason: String)
    /// Set a step back to pending.
    case reopenStep(IncidentID, StepID)
    /// Tick an automatic step whose condition held long enough.
    case passStepAutomatically(IncidentID, StepID, evidence: Evidence)
    /// Take back the tick of a step whose condition broke.
    case regressStep(IncidentID, StepID, reading: String)
}
