package import Primitives

/// That the text of an entry was removed for good.
package struct Redaction: Codable, Equatable, Sendable {
    /// Who removed it.
    package let by: Actor
    /// When.
    package let at: Timestamp
    /// Why.
    package let reason: String

    /// A removal for this reason.
    package init(by: Actor, at: Timestamp, reason: String) {
        self.by = by
        self.at = at
        self.reason = reason
    }

    /// What stands in the place of a removed text wherever the text itself was shown.
    package static let placeholder = "[redacted]"
    /// The longest reason: it explains, and is no place for another text that must go.
    static let reasonLimitCharacters = 500

    /// The removal in words.
    package var text: String { "redacted by \(by.name): \(reason)" }
}

extension Entry {
    /// The entry without its text; `kept` is what it still tells, nil when nothing could be read.
    package func redacted(_ redaction: Redaction, kept: Event?) -> Entry {
        var entry = self
        entry.payload = nil
        entry.redaction = redaction
        entry.draft.event =
            kept?.redacted(as: Redaction.placeholder) ?? .unknown(event.name, payload: "")
        return entry
    }

    /// The removal that this entry tells of: which entry lost its text, and what that still tells.
    package var removal: (entry: EntryID, kept: Event?, redaction: Redaction)? {
        guard case .log(.redacted(let id, let kept, let reason)) = event else { return nil }
        return (id, kept, Redaction(by: actor, at: occurredAt, reason: reason))
    }
}
