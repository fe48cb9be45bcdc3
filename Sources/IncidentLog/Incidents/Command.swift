package import Primitives

/// Something that a person, a script or Tocsin itself asks for, by family like the events.
package enum Command: Equatable, Sendable {
    /// About an incident as a whole.
    case incident(IncidentCommand)
    /// About who is responsible for what.
    case role(RoleCommand)
    /// About the lines and the entries of the log.
    case entry(EntryCommand)
    /// About a checklist.
    case checklist(ChecklistCommand)
    /// About what is to be done.
    case task(TaskCommand)
    /// About what operators are advised to do.
    case advice(AdviceCommand)
    /// About dates that others set.
    case clock(ClockCommand)
    /// About who watches after a risky change.
    case attendance(AttendanceCommand)
    /// About status updates.
    case update(UpdateCommand)
    /// About who is affected.
    case impact(ImpactCommand)
    /// About signals and planned work.
    case signal(SignalCommand)
    /// About changes of a fleet, and who agrees to them.
    case change(ChangeCommand)
    /// How far a message has come on its way to a channel.
    case delivery(DeliveryCommand)
    /// About exceptions from the release policy.
    case policy(PolicyCommand)
    /// About the picture of a fleet before a change.
    case baseline(BaselineCommand)
    /// What Tocsin saw.
    case observation(ObservationCommand)
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
