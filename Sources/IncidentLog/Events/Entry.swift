package import Primitives

/// An event on its way into the log, before the store gives it its place.
package struct EntryDraft: Codable, Equatable, Sendable {
    /// The entry's ULID.
    package var id: EntryID
    /// The incident that the event belongs to; nil for the fleet's own log.
    package var incident: IncidentID?
    /// The machine that wrote it.
    package var device: String
    /// Who did it.
    package var actor: Actor
    /// When it happened, as the author says.
    package var occurredAt: Timestamp
    /// When it was written down, by this machine's clock.
    package var recordedAt: Timestamp
    /// What happened.
    package var event: Event

    /// A draft of this event.
    package init(
        id: EntryID,
        incident: IncidentID?,
        device: String,
        actor: Actor,
        occurredAt: Timestamp,
        recordedAt: Timestamp,
        event: Event
    ) {
        self.id = id
        self.incident = incident
        self.device = device
        self.actor = actor
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.event = event
    }
}

/// One line of the log: an event in its envelope.
package struct Entry: Codable, Equatable, Sendable {
    /// The entry's place in the log, from 1 without gaps.
    package var sequence: Int64
    /// The event and who did what when.
    package var draft: EntryDraft
    /// The name of the event as stored, whatever newer form it was read as.
    package var name: EventName
    /// The event's payload exactly as stored; nil when it was redacted.
    package var payload: String?
    /// Why the text is gone; nil while it is there.
    package var redaction: Redaction?
    /// SHA-256 of the payload, in lowercase hexadecimal.
    package var payloadDigest: String
    /// The hash of the entry before; 64 zeros for the first.
    package var previousHash: String
    /// SHA-256 over `canonicalBytes`, in lowercase hexadecimal.
    package var hash: String

    /// An entry as read from a store.
    package init(
        sequence: Int64,
        draft: EntryDraft,
        payload: String?,
        payloadDigest: String,
        previousHash: String,
        hash: String
    ) {
        self.sequence = sequence
        self.draft = draft
        name = draft.event.name
        self.payload = payload
        self.payloadDigest = payloadDigest
        self.previousHash = previousHash
        self.hash = hash
    }

    /// The entry's ULID.
    package var id: EntryID { draft.id }
    /// The incident that the entry belongs to; nil for the fleet's own log.
    package var incident: IncidentID? { draft.incident }
    /// Who did it.
    package var actor: Actor { draft.actor }
    /// When it happened, as the author says.
    package var occurredAt: Timestamp { draft.occurredAt }
    /// When it was written down.
    package var recordedAt: Timestamp { draft.recordedAt }
    /// What happened.
    package var event: Event { draft.event }

    /// Whether the text was removed, said or not.
    var isRedacted: Bool { redaction != nil || isNameless }
    private var isNameless: Bool {
        if case .unknown = event { return payload == nil }
        return false
    }

    /// The hash before the first entry.
    package static let origin = String(repeating: "0", count: 64)

    /// The bytes that the hash covers: every field of the envelope, each led by its length, and
    /// the digest of the payload instead of the payload, so that a redacted text leaves the chain
    /// whole.
    package var canonicalBytes: [UInt8] {
        let fields = [
            "tocsin entry 1", String(sequence), draft.id.rawValue, draft.incident?.rawValue ?? "",
            draft.device, draft.actor.name, draft.actor.kind.rawValue,
            String(draft.occurredAt.milliseconds), String(draft.recordedAt.milliseconds),
            name.name, String(name.version), payloadDigest, previousHash,
        ]
        var bytes: [UInt8] = []
        for field in fields {
            bytes.append(contentsOf: String(field.utf8.count).utf8)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(contentsOf: field.utf8)
        }
        return bytes
    }
}
