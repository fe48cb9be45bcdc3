package import Primitives

/// Something that happened, as the log keeps it.
///
/// Released events never change meaning: a new need is a new case, and the stored form of an old
/// case stays readable for ever. The stored name of each event is `family.case`; see `EventName`.
package enum Event: Equatable, Sendable {
    case incident(IncidentEvent)
    case role(RoleEvent)
    case timeline(TimelineEvent)
    case task(TaskEvent)
    case advice(AdviceEvent)
    case clock(ClockEvent)
    case attendance(AttendanceEvent)
    case checklist(ChecklistEvent)
    case update(UpdateEvent)
    case impact(ImpactEvent)
    case signal(SignalEvent)
    case delivery(DeliveryEvent)
    case fleet(FleetEvent)
    case watch(WatchEvent)
    case change(ChangeEvent)
    case log(LogEvent)
    case policy(PolicyEvent)
    case baseline(BaselineEvent)
    /// An event that a newer Tocsin wrote; kept as it is and shown by its name.
    case unknown(EventName, payload: String)
}

/// What happened to status updates.
package enum UpdateEvent: EventFamily {
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

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case queued
        case delivered
        case attemptFailed
        case gaveUp
        case requeued
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .queued: .queued
        case .delivered: .delivered
        case .attemptFailed: .attemptFailed
        case .gaveUp: .gaveUp
        case .requeued: .requeued
        }
    }
}

/// What nodes told about themselves.
///
/// Each says of which fleet the node is, unless it was written down without one.
package enum FleetEvent: EventFamily {
    /// A fact of a node changed; `from` is empty when it was not known before.
    case factChanged(
        node: NodeID,
        fact: FactName,
        from: [String],
        to: [String],
        fleet: String? = nil
    )
    /// A line of a node's log that is worth keeping.
    case logLine(node: NodeID, text: String, fleet: String? = nil)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case factChanged
        case logLine
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .factChanged: .factChanged
        case .logLine: .logLine
        }
    }
}
