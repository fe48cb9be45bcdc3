package import Primitives
package import FleetModel

/// Something that a person, a script or Tocsin itself asks for.
package enum Command: Equatable, Sendable {
    /// Open an incident; the author takes the lead.
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
    /// Take the lead, or give it to `to`.
    case changeLead(IncidentID, to: String)
    /// Write a line; without an incident it goes to the fleet's own log.
    case note(IncidentID?, text: String)
    /// Something about an entry of the log.
    case entry(EntryCommand)
    /// Write down what a party said.
    case report(IncidentID?, party: PartyID, text: String)
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
    /// Release an update to these channels; `nextDue` promises the next one.
    case sendUpdate(IncidentID, text: String, channels: [ChannelID], nextDue: Timestamp?)
    /// Write down what became of a delivery attempt.
    case settleDelivery(IncidentID, number: Int, ChannelID, DeliveryOutcome)
    /// Try a delivery again that was given up.
    case retryDelivery(IncidentID, number: Int, ChannelID)
    /// A party began to be affected.
    case openImpact(
        IncidentID?,
        party: PartyID,
        kind: String,
        from: Timestamp,
        cause: ImpactCause
    )
    /// A party is served again.
    case closeImpact(party: PartyID, to: Timestamp)
    /// Accept the rest of an impact for now.
    case acceptResidualImpact(party: PartyID, reason: String)
    /// Something about a signal, or about planned work.
    case signal(SignalCommand)
    /// Write down how far a message has come on its way to a channel.
    case delivery(DeliveryCommand)
    /// Write down that a fact of a node changed.
    case recordFact(NodeID, FactName, to: [String])
    /// Keep a line of a node's log.
    case keepLogLine(NodeID, text: String)
    /// Write down that nobody watched this fleet for a while.
    case markAway(fleet: String?, from: Timestamp, to: Timestamp)
}

/// What became of one attempt to deliver an update.
package enum DeliveryOutcome: Equatable, Sendable {
    /// The service took it and gave this id.
    case delivered(receipt: String, attempt: Int)
    /// It failed and will be tried again.
    case failed(reason: String, attempt: Int, retryAt: Timestamp)
    /// It failed for good.
    case gaveUp(reason: String, attempt: Int)
}

/// The time and the author of a command.
package struct CommandContext: Sendable {
    /// The present moment.
    package var now: Timestamp
    /// When the thing happened; differs from `now` when an entry is back-dated.
    package var occurredAt: Timestamp
    /// Who asks.
    package var actor: Actor
    /// The fleet that whoever asks looks at; nil when it has none.
    package var fleet: String?

    /// A command given now, or about something that happened earlier.
    package init(
        now: Timestamp,
        occurredAt: Timestamp? = nil,
        actor: Actor,
        fleet: String? = nil
    ) {
        self.now = now
        self.occurredAt = occurredAt ?? now
        self.actor = actor
        self.fleet = fleet
    }
}

/// Why a command was not carried out.
package struct Refusal: Error, Equatable, Sendable {
    /// What sort of refusal it is, which decides the exit code.
    package let kind: Kind
    /// The sentence shown to a person: what, why, what to do.
    package let reason: String
    /// The part of the command that it concerns, by its name on the command line (`reason`,
    /// `for`); nil for none in particular.
    package let argument: String?

    /// The sorts of refusals.
    package enum Kind: Sendable {
        /// The command names something that does not exist or makes no sense.
        case invalid
        /// A rule holds the command back until something else is done.
        case held
    }

    /// A refusal with this reason.
    package init(_ kind: Kind, _ reason: String, argument: String? = nil) {
        self.kind = kind
        self.reason = reason
        self.argument = argument
    }
}

/// An event that a command leads to, and the incident it belongs to.
package struct Decision: Equatable, Sendable {
    /// The incident; nil for the fleet's own log.
    package var incident: IncidentID?
    /// What happens.
    package var event: Event

    /// An event of this incident.
    package init(_ incident: IncidentID?, _ event: Event) {
        self.incident = incident
        self.event = event
    }
}
