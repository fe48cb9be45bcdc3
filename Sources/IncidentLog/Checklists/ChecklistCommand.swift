package import FleetModel
package import Primitives

/// Something that is asked for about a checklist.
package enum ChecklistCommand: Equatable, Sendable {
    /// Copy a checklist into an incident, after those that it has.
    case attachChecklist(IncidentID, ChecklistDefinition)
    /// Begin to work on a step.
    case startStep(IncidentID, StepID, note: String? = nil)
    /// Tick a step, or confirm the tick; on an automatic step it is an override and needs a note.
    /// A step that failed passes only `again`: when somebody says that the failure was seen.
    case passStep(
        IncidentID,
        StepID,
        note: String?,
        evidence: Evidence? = nil,
        again: Bool = false
    )
    /// Confirm the tick of a step as its second person.
    case verifyStep(IncidentID, StepID, note: String?, evidence: Evidence? = nil)
    /// Mark a step as failed.
    case failStep(IncidentID, StepID, reason: String)
    /// Leave a step out.
    case skipStep(IncidentID, StepID, reason: String)
    /// Let the incident go on without a step, until a moment if one is given.
    case waiveStep(IncidentID, StepID, reason: String, until: Timestamp?)
    /// Say that a step has nothing to do with this incident.
    case dismissStep(IncidentID, StepID, reason: String)
    /// Set a step back to pending.
    case reopenStep(IncidentID, StepID)
    /// Tick an automatic step whose condition held long enough, or a hold that is over.
    case passStepAutomatically(IncidentID, StepID, evidence: Evidence)
    /// Take back the tick of a step whose condition broke.
    case regressStep(IncidentID, StepID, reading: String)
    /// Begin a hold to which everything before it has come.
    case startHold(IncidentID, StepID)
    /// End an attempt that took too long; `reading` is what was seen last.
    case timeOutStep(IncidentID, StepID, reading: String?)
}
