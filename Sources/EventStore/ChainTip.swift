package import IncidentLog
import Primitives

/// The end of a hash chain: where the next entry goes and what it must follow.
package struct ChainTip: Sendable {
    /// The sequence number of the last entry; 0 before the first.
    package var sequence: Int64
    /// The hash of the last entry.
    package var hash: String

    /// The end of an empty chain, or of one that ends with this entry.
    package init(sequence: Int64 = 0, hash: String = Entry.origin) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Gives an entry of another chain its place in this one; text, author, times and id stay.
    package mutating func reseal(_ entry: Entry) -> Entry {
        var entry = entry
        entry.sequence = sequence + 1
        entry.previousHash = hash
        entry.hash = sha256Hex(entry.canonicalBytes)
        sequence = entry.sequence
        hash = entry.hash
        return entry
    }

    /// Gives a draft its place in the chain.
    /// - Throws: `StoreError.failed` when it cannot be stored without loss.
    package mutating func seal(_ draft: EntryDraft) throws(StoreError) -> Entry {
        let payload: String
        do {
            payload = try EventCodec.payload(of: draft.event)
        } catch {
            throw .failed("\(draft.event.name) cannot be written down: \(error)")
        }
        let name = draft.event.name
        let texts = [
            draft.id.rawValue, draft.incident?.rawValue ?? "", draft.device, draft.actor.name,
            name.name, payload,
        ]
        // SQLite's text functions end a text at a zero byte, which would break the chain.
        guard texts.allSatisfy({ !$0.utf8.contains(0) }) else {
            throw .failed("\(name) contains a zero byte")
        }
        var stored = draft
        stored.event = EventCodec.event(named: name, payload: payload)
        if case .unknown = stored.event, stored.event != draft.event {
            throw .failed("\(name) holds a value that could not be read again")
        }
        var entry = Entry(
            sequence: sequence + 1,
            draft: stored,
            payload: payload,
            payloadDigest: sha256Hex(Array(payload.utf8)),
            previousHash: hash,
            hash: ""
        )
        entry.hash = sha256Hex(entry.canonicalBytes)
        sequence = entry.sequence
        hash = entry.hash
        return entry
    }
}
