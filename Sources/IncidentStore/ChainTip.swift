import IncidentCore

/// The end of a hash chain: where the next entry goes and what it must follow.
struct ChainTip: Sendable {
    /// The sequence number of the last entry; 0 before the first.
    var sequence: Int64 = 0
    /// The hash of the last entry.
    var hash = Entry.origin

    /// Gives a draft its place in the chain.
    /// - Throws: `StoreError.failed` when it cannot be stored without loss.
    mutating func seal(_ draft: EntryDraft) throws(StoreError) -> Entry {
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

    /// Checks an entry that should follow, and moves on when it does.
    ///
    /// `ChainVerifier` checks a log from its first entry; this checks the same from anywhere.
    mutating func check(_ entry: Entry) -> ChainDamage? {
        func damage(_ problem: String) -> ChainDamage {
            ChainDamage(sequence: entry.sequence, problem: problem)
        }
        guard entry.sequence == sequence + 1 else {
            return damage("expected entry \(sequence + 1); entries are missing or out of order")
        }
        guard entry.previousHash == hash else {
            return damage("does not follow the entry before it")
        }
        if let payload = entry.payload, sha256Hex(Array(payload.utf8)) != entry.payloadDigest {
            return damage("its text differs from what was written")
        }
        guard sha256Hex(entry.canonicalBytes) == entry.hash else {
            return damage("its author, time or kind differs from what was written")
        }
        sequence = entry.sequence
        hash = entry.hash
        return nil
    }
}
