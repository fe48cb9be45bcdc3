package import IncidentLog
package import Primitives

/// One delivery that waits: an update of an incident on its way to one channel.
package struct OutboxItem: Equatable, Sendable {
    /// The incident that the update is about.
    package let incident: IncidentID
    /// The update's number in its incident, from 1.
    package let number: Int
    /// Where it goes.
    package let channel: ChannelID
    /// The update's text.
    package let text: String
    /// Whether the incident is real or practice.
    package let mode: IncidentMode
    /// What the incident is about, in one line.
    package let title: String
    /// The number of the attempt to make now, from 1; asking for another try starts again at 1.
    package let attempt: Int
    /// The idempotency key: 32 hexadecimal characters, the same in every attempt and every retry.
    package let key: String
    /// When it was released, or when another try was asked for.
    package let queuedAt: Timestamp
    /// Whether somebody took it before and never told what became of it: it may have been sent.
    package let mayBeSent: Bool

    /// A delivery with everything that a channel needs to make it.
    package init(
        incident: IncidentID,
        number: Int,
        channel: ChannelID,
        text: String,
        mode: IncidentMode,
        title: String,
        attempt: Int,
        key: String,
        queuedAt: Timestamp,
        mayBeSent: Bool = false
    ) {
        self.incident = incident
        self.number = number
        self.channel = channel
        self.text = text
        self.mode = mode
        self.title = title
        self.attempt = attempt
        self.key = key
        self.queuedAt = queuedAt
        self.mayBeSent = mayBeSent
    }

    /// The key of the delivery of one released update, named by its entry, to one channel.
    package static func key(of update: EntryID, to channel: ChannelID) -> String {
        String(sha256Hex(Array("\(update)/\(channel)".utf8)).prefix(32))
    }
}
