package import Primitives

/// What asks for attention.
///
/// Each says of which fleet it is, unless it was written down without one.
package enum SignalEvent: EventFamily {
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
    case cleared(signal: SignalID, text: String, fleet: String? = nil)
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
        isFlapping: Bool,
        fleet: String? = nil
    )
    /// Somebody has seen it and takes care of it.
    case acknowledged(signal: SignalID, note: String?, fleet: String? = nil)
    /// Somebody has seen several in one act and takes care of them.
    case acknowledgedAll(signals: [SignalID], note: String?, fleet: String? = nil)
    /// Somebody put it aside until this moment.
    case shelved(signal: SignalID, until: Timestamp, reason: String, fleet: String? = nil)
    /// It is no longer shelved.
    case unshelved(signal: SignalID, reason: String, fleet: String? = nil)
    /// Something was found that another signal explains, or that planned work does.
    case suppressed(findings: [Finding], by: Suppressor)
    /// Nobody has taken note of it for a while.
    case reminded(signal: SignalID, fleet: String? = nil)
    /// A channel took the news that `entry` brought about it; `receipt` is the service's own id.
    case notified(
        signal: SignalID,
        entry: EntryID,
        channel: ChannelID,
        receipt: String,
        fleet: String? = nil
    )
    /// A channel could not be told the news that `entry` brought about it.
    case notNotified(
        signal: SignalID,
        entry: EntryID,
        channel: ChannelID,
        reason: String,
        fleet: String? = nil
    )
    /// Somebody works on these nodes, or on all when none are named.
    case maintenanceDeclared(
        window: MaintenanceID,
        nodes: [NodeID],
        kinds: [FindingKind],
        from: Timestamp,
        to: Timestamp,
        reason: String,
        fleet: String? = nil
    )
    /// Planned work is about to end.
    case maintenanceEnding(window: MaintenanceID, to: Timestamp)
    /// Planned work has ended.
    case maintenanceEnded(window: MaintenanceID, reason: String)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case raised
        case cleared
        case found
        case reopened
        case changed
        case acknowledged
        case acknowledgedAll
        case shelved
        case unshelved
        case suppressed
        case reminded
        case notified
        case notNotified
        case maintenanceDeclared
        case maintenanceEnding
        case maintenanceEnded
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .raised: .raised
        case .cleared: .cleared
        case .found: .found
        case .reopened: .reopened
        case .changed: .changed
        case .acknowledged: .acknowledged
        case .acknowledgedAll: .acknowledgedAll
        case .shelved: .shelved
        case .unshelved: .unshelved
        case .suppressed: .suppressed
        case .reminded: .reminded
        case .notified: .notified
        case .notNotified: .notNotified
        case .maintenanceDeclared: .maintenanceDeclared
        case .maintenanceEnding: .maintenanceEnding
        case .maintenanceEnded: .maintenanceEnded
        }
    }
}
