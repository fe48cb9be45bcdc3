package import IncidentLog
package import Primitives

/// Something that somebody in the timeline says or does at a moment of virtual time.
package struct ScenarioAction: Equatable, Sendable {
    /// When it happens.
    package let at: Timestamp
    /// Who says or does it.
    package let actor: Actor
    /// What it is.
    package let kind: Kind

    /// The things that can happen.
    package enum Kind: Equatable, Sendable {
        /// A party tells us something.
        case report(PartyID, text: String)
        /// A node writes a line worth keeping into its own log.
        case logLine(NodeID, text: String)
        /// The value of a key in a node's configuration changes.
        case configChanged(NodeID, key: String, from: String, to: String)
        /// Somebody outside the incident says or does something.
        case note(text: String)
        /// Somebody declares an incident with a runbook of the fleet file.
        case declare(
            title: String,
            severity: Severity,
            runbook: String,
            impactFrom: Timestamp?
        )
        /// Somebody moves the incident on, or back.
        case status(IncidentStatus, reason: String?)
        /// Somebody judges the incident anew.
        case severity(Severity, reason: String?)
        /// Somebody ticks or confirms a step.
        case passStep(StepID, note: String?)
        /// Somebody marks a step as failed.
        case failStep(StepID, reason: String)
        /// Somebody leaves a step out.
        case skipStep(StepID, reason: String)
        /// Somebody sends an update to all channels.
        case sendUpdate(text: String)
        /// Somebody writes down that a party is affected.
        case openImpact(PartyID, kind: String, from: Timestamp, cause: ImpactCause)
        /// Somebody writes down that a party is served again.
        case closeImpact(PartyID)
        /// Somebody accepts the rest of an impact for now.
        case acceptResidual(PartyID, reason: String)
    }

    /// Whether a player of the drill would decide this; such actions are played only when nobody
    /// sits at the keyboard.
    package var isDecision: Bool {
        switch kind {
        case .report, .logLine, .configChanged, .note: false
        case .declare, .status, .severity, .passStep, .failStep, .skipStep, .sendUpdate,
            .openImpact, .closeImpact, .acceptResidual:
            true
        }
    }
}
