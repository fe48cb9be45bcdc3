/// Something that happened, as the log keeps it.
///
/// Released events never change meaning: a new need is a new case, and the stored form of an old
/// case stays readable for ever. The stored name of each event is `family.case`; see `EventName`.
package enum Event: Equatable, Sendable {
    case incident(IncidentEvent)
    case timeline(TimelineEvent)
    case checklist(ChecklistEvent)
    case update(UpdateEvent)
    case impact(ImpactEvent)
    case signal(SignalEvent)
    case delivery(DeliveryEvent)
    case fleet(FleetEvent)
    case watch(WatchEvent)
    case log(LogEvent)
    /// An event that a newer Tocsin wrote; kept as it is and shown by its name.
    case unknown(EventName, payload: String)
}

/// What happened to an incident as a whole.
package enum IncidentEvent: Codable, Equatable, Sendable {
    /// Somebody opened an incident; `impactFrom` is when the harm began, if known.
    case declared(
        title: String,
        severity: Severity,
        mode: IncidentMode,
        fleet: String?,
        impactFrom: Timestamp?,
        lead: String
    )
    /// The incident moved on, or back.
    case statusChanged(from: IncidentStatus, to: IncidentStatus, reason: String?)
    /// The incident proved worse or milder.
    case severityChanged(from: Severity, to: Severity, reason: String?)
    /// Somebody took the lead.
    case leadChanged(to: String)
}

/// What people, and the world, said.
package enum TimelineEvent: Codable, Equatable, Sendable {
    /// A line of the channel.
    case noted(text: String)
    /// A better text for an earlier line; the earlier one stays in the log.
    case corrected(entry: EntryID, text: String)
    /// What a party told us.
    case reported(party: PartyID, text: String)
}

/// What happened to the checklist.
package enum ChecklistEvent: Codable, Equatable, Sendable {
    /// A checklist was copied into the incident.
    case attached(checklist: ChecklistDefinition)
    /// A step passed, by itself or by hand; `overrides` tells that a person ticked an automatic
    /// step.
    case passed(step: StepID, evidence: Evidence?, automatic: Bool, overrides: Bool)
    /// Somebody confirmed a step that had passed.
    case verified(step: StepID, note: String?)
    /// A step failed.
    case failed(step: StepID, reason: String)
    /// A step was left out on purpose.
    case skipped(step: StepID, reason: String)
    /// A step that had passed no longer holds; `reading` is what was measured.
    case regressed(step: StepID, reading: String)
    /// Somebody set a step back to pending.
    case reopened(step: StepID)
}

/// What happened to status updates.
package enum UpdateEvent: Codable, Equatable, Sendable {
    /// An update was released to these channels; `number` counts from 1 in each incident.
    case queued(number: Int, text: String, channels: [ChannelID], nextDue: Timestamp?)
    /// A channel took the update; `receipt` is the id that the service gave.
    case delivered(number: Int, channel: ChannelID, receipt: String, attempt: Int)
    /// An attempt failed; another follows at `retryAt`.
    case attemptFailed(
        number: Int,
        channel: ChannelID,
        reason: String,
        attempt: Int,
        retryAt: Timestamp
    )
    /// A delivery was given up.
    case gaveUp(number: Int, channel: ChannelID, reason: String, attempt: Int)
    /// Somebody asked for another try.
    case requeued(number: Int, channel: ChannelID)
}

/// Who was harmed, from when to when.
package enum ImpactEvent: Codable, Equatable, Sendable {
    /// A party, one of `fleet` if that is known, began to be affected.
    case opened(
        party: PartyID,
        kind: String,
        from: Timestamp,
        cause: ImpactCause,
        fleet: String? = nil
    )
    /// A party is served again.
    case closed(party: PartyID, to: Timestamp)
    /// Somebody decided that the rest of the impact is accepted for now.
    case acceptedAsResidual(party: PartyID, reason: String)
}

/// What asks for attention.
package enum SignalEvent: Codable, Equatable, Sendable {
    /// A condition held long enough; `since` is when it began. `found` tells
    /// more and is written since.
    case raised(
        signal: SignalID,
        priority: SignalPriority,
        text: String,
        node: NodeID?,
        since: Timestamp
    )
    /// The condition no longer holds, or a person has cleared the signal.
    case cleared(signal: SignalID, text: String)
    /// Something was found that asks for attention.
    case found(finding: Finding)
    /// A signal that was cleared a short while ago came back.
    case reopened(finding: Finding)
    /// A standing signal concerns other nodes than before, became more urgent, or began or ceased
    /// to come and go.
    case changed(
        signal: SignalID,
        priority: SignalPriority,
        text: String,
        nodes: [NodeID],
        evidence: [String],
        isFlapping: Bool
    )
    /// Somebody has seen it and takes care of it.
    case acknowledged(signal: SignalID, note: String?)
    /// Somebody put it aside until this moment.
    case shelved(signal: SignalID, until: Timestamp, reason: String)
    /// It is no longer put aside.
    case unshelved(signal: SignalID, reason: String)
    /// Something was found that another signal explains, or that planned work does.
    case suppressed(findings: [Finding], by: Suppressor)
    /// Nobody has taken note of it for a while.
    case reminded(signal: SignalID)
    /// A channel took the news that `entry` brought about it; `receipt` is the service's own id.
    case notified(signal: SignalID, entry: EntryID, channel: ChannelID, receipt: String)
    /// A channel could not be told the news that `entry` brought about it.
    case notNotified(signal: SignalID, entry: EntryID, channel: ChannelID, reason: String)
    /// Somebody works on these nodes, or on all when none are named.
    case maintenanceDeclared(
        window: MaintenanceID,
        nodes: [NodeID],
        kinds: [FindingKind],
        from: Timestamp,
        to: Timestamp,
        reason: String
    )
    /// Planned work is about to end.
    case maintenanceEnding(window: MaintenanceID, to: Timestamp)
    /// Planned work has ended.
    case maintenanceEnded(window: MaintenanceID, reason: String)
}

/// What nodes told about themselves.
package enum FleetEvent: Codable, Equatable, Sendable {
    /// A fact of a node changed; `from` is empty when it was not known before.
    case factChanged(node: NodeID, fact: FactName, from: [String], to: [String])
    /// A line of a node's log that is worth keeping.
    case logLine(node: NodeID, text: String)
}

/// What an impact goes back to.
package enum ImpactCause: String, CaseIterable, Codable, Sendable {
    /// The fault that the incident is about.
    case original
    /// Something that was done against the fault.
    case mitigation
}

/// How urgent a signal is.
package enum SignalPriority: String, Codable, Comparable, Sendable {
    /// Act now.
    case critical
    /// Look soon.
    case warning

    /// Orders by urgency: critical is less than warning.
    package static func < (left: Self, right: Self) -> Bool {
        left == .critical && right == .warning
    }
}
