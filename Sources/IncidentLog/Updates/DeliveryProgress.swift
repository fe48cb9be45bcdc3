package import Primitives

/// Names one message on its way to one channel.
package struct DeliveryID: Hashable, Codable, Sendable {
    /// The entry that brought the message.
    package let entry: EntryID
    /// Where it goes.
    package let channel: ChannelID

    /// The delivery of what this entry brought to this channel.
    package init(_ entry: EntryID, to channel: ChannelID) {
        self.entry = entry
        self.channel = channel
    }
}

/// That a channel took a part of a message.
package struct PartReceipt: Codable, Equatable, Sendable {
    /// The part's place, from 1.
    package let part: Int
    /// How many parts there are.
    package let parts: Int
    /// What the service calls it.
    package let receipt: String

    /// The receipt of part `part` of `parts`.
    package init(part: Int, of parts: Int, receipt: String) {
        self.part = part
        self.parts = parts
        self.receipt = receipt
    }
}

/// How far a message has come on its way to a channel.
struct DeliveryProgress: Codable, Equatable, Sendable {
    /// The update that it is; nil for the news of a signal.
    var update: UpdateNumber?
    /// The place of the entry that brought it, in the log.
    var sequence: Int64
    /// The number of the attempt to make next, from 1.
    var attempt = 1
    /// When it was released, or when another try was asked for.
    var queuedAt: Timestamp
    /// When the next attempt is due; nil when none is to be made.
    var dueAt: Timestamp?
    /// The parts that the channel has taken.
    var taken: [PartReceipt] = []

    /// Names an update.
    struct UpdateNumber: Codable, Hashable, Sendable {
        let incident: IncidentID
        let number: Int
    }
}

/// A message that is to be sent to a channel now.
package struct DueDelivery: Equatable, Sendable {
    /// Which message goes where.
    package let id: DeliveryID
    /// What it is about.
    package let subject: Subject
    /// The number of the attempt to make, from 1.
    package let attempt: Int
    /// The parts that the channel has taken already.
    package let taken: [PartReceipt]
    /// Since when it is due.
    package let dueAt: Timestamp

    /// What a message is about.
    package enum Subject: Equatable, Sendable {
        /// A status update that was released at this moment.
        case update(StatusUpdate, of: IncidentState, queuedAt: Timestamp)
        /// News about a signal, a reminder among them.
        case signal(DueNotice)
    }
}

/// What is to be written down about a message under way.
package enum DeliveryCommand: Equatable, Sendable {
    /// A channel took a part.
    case noteTaken(DeliveryID, PartReceipt)
    /// An attempt to tell the news of a signal failed, and will be made again.
    case noteFailure(DeliveryID, reason: String, attempt: Int, retryAt: Timestamp)
}
