package import Primitives

/// What happened to a message on its way to a channel, whatever it is about.
///
/// A message is named by the entry that brought it: the release of an update, or the news of a
/// signal. What became of it in the end is told by `UpdateEvent` and `SignalEvent`.
package enum DeliveryEvent: EventFamily {
    /// A channel took part `part` of `parts`, from 1, and gave this receipt.
    case partTaken(entry: EntryID, channel: ChannelID, part: Int, parts: Int, receipt: String)
    /// An attempt to tell the news of a signal failed; another follows at `retryAt`.
    case attemptFailed(
        entry: EntryID,
        channel: ChannelID,
        reason: String,
        attempt: Int,
        retryAt: Timestamp
    )

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case partTaken
        case attemptFailed
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .partTaken: .partTaken
        case .attemptFailed: .attemptFailed
        }
    }
}
