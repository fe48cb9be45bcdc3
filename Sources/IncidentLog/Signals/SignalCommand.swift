package import Primitives

/// Something that is asked for about signals and planned work.
package enum SignalCommand: Equatable, Sendable {
    /// Ask for attention, or find that a signal came back.
    case raise(Finding)
    /// Attention is no longer needed.
    case clear(SignalID, text: String)
    /// Write down what is new about a standing signal.
    case change(Finding, isFlapping: Bool)
    /// Write down what was found and needs no attention of its own.
    case suppress([Finding], by: Suppressor)
    /// Write down what became of telling a channel the news of an entry.
    case recordNotice(SignalID, about: EntryID, ChannelID, NoticeOutcome)
    /// Say once more that nobody has taken note of a signal.
    case remind(SignalID)
    /// Take note of a signal; a changed identity is accepted by it.
    case acknowledge(SignalID, note: String?)
    /// Take note of several signals in one act; of all of them or of none.
    case acknowledgeAll([SignalID], note: String?)
    /// Put a signal aside for a while.
    case shelve(SignalID, until: Timestamp, reason: String)
    /// Take a signal back before its time.
    case unshelve(SignalID, reason: String)
    /// Clear a signal that nothing else will clear; `isGone` tells that nothing that it is about
    /// is left in the fleet file.
    case clearByHand(SignalID, reason: String, isGone: Bool = false)
    /// Announce work on these nodes, or on all when none are named.
    case declareMaintenance(
        nodes: [NodeID],
        kinds: [FindingKind],
        from: Timestamp,
        to: Timestamp,
        reason: String
    )
    /// Say that planned work is about to end.
    case announceMaintenanceEnd(MaintenanceID)
    /// End planned work.
    case endMaintenance(MaintenanceID, reason: String)
}
