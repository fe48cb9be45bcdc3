import IncidentLog
import Primitives
import TestSupport
import Testing

struct ChainVerifierTests {
    /// FNV-1a, 64 bits: small, and different for different bytes in these tests.
    private static func digest(_ bytes: [UInt8]) -> String {
        let hash = bytes.reduce(14_695_981_039_346_656_037 as UInt64) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return String(hash, radix: 16)
    }

    private static func chain(_ texts: [String]) -> [Entry] {
        var entries: [Entry] = []
        for (index, text) in texts.enumerated() {
            let draft = EntryDraft(
                id: EntryID("E\(index)"),
                incident: nil,
                device: "test",
                actor: hanno,
                occurredAt: start,
                recordedAt: start,
                event: .timeline(.noted(text: text)),
            )
            var entry = Entry(
                sequence: Int64(index + 1),
                draft: draft,
                payload: text,
                payloadDigest: digest(Array(text.utf8)),
                previousHash: entries.last?.hash ?? Entry.origin,
                hash: "",
            )
            entry.hash = digest(entry.canonicalBytes)
            entries.append(entry)
        }
        return entries
    }

    private func verify(_ entries: [Entry]) -> (damage: ChainDamage?, verifier: ChainVerifier) {
        var verifier = ChainVerifier(digest: Self.digest)
        for entry in entries {
            if let damage = verifier.check(entry) { return (damage, verifier) }
        }
        return (nil, verifier)
    }

    private let entries = Self.chain(["one", "two", "three"])

    @Test func `a whole chain verifies`() {
        let (damage, verifier) = verify(entries)
        #expect(damage == nil)
        #expect(verifier.verifiedCount == 3)
        #expect(verifier.tipHash == entries[2].hash)
    }

    @Test func `a chain can be followed from a known entry`() {
        var verifier = ChainVerifier(after: 1, hash: entries[0].hash, digest: Self.digest)
        #expect(verifier.check(entries[1]) == nil)
        #expect(verifier.check(entries[2]) == nil)
        #expect(verifier.verifiedCount == 3)
        var astray = ChainVerifier(after: 1, hash: Entry.origin, digest: Self.digest)
        #expect(astray.check(entries[1])?.problem == "does not follow the entry before it")
    }

    @Test func `a redacted text leaves the chain whole`() {
        var redacted = entries
        redacted[1].payload = nil
        #expect(verify(redacted).damage == nil)
    }

    @Test func `another text is damage at its entry`() {
        var changed = entries
        changed[1].payload = "2"
        let (damage, verifier) = verify(changed)
        #expect(
            damage
                == ChainDamage(sequence: 2, problem: "its text differs from what was written")
        )
        #expect(verifier.verifiedCount == 1)
    }

    @Test func `a text changed together with its digest is damage`() {
        var changed = entries
        changed[1].payload = "2"
        changed[1].payloadDigest = Self.digest(Array("2".utf8))
        #expect(verify(changed).damage?.sequence == 2)
    }

    @Test(
        arguments: [
            { $0.draft.actor = franck }, { $0.draft.occurredAt = minutes(1) },
            { $0.draft.recordedAt = minutes(1) }, { $0.draft.incident = incident },
            { $0.draft.device = "other" }, { $0.draft.id = "E9" },
            { $0.draft.actor.kind = .automatic },
            { $0.name = EventName("impact.closed") },
        ] as [@Sendable (inout Entry) -> Void]
    )
    func `another envelope is damage`(change: @Sendable (inout Entry) -> Void) {
        var changed = entries
        change(&changed[1])
        #expect(
            verify(changed).damage
                == ChainDamage(
                    sequence: 2,
                    problem: "its author, time or kind differs from what was written"
                )
        )
    }

    @Test func `a missing entry is damage at the next one`() {
        #expect(
            verify([entries[0], entries[2]]).damage
                == ChainDamage(
                    sequence: 3,
                    problem: "expected entry 2; entries are missing or out of order"
                )
        )
    }

    @Test func `an entry of another chain is damage`() {
        let other = Self.chain(["eins", "two"])
        #expect(
            verify([entries[0], other[1]]).damage
                == ChainDamage(sequence: 2, problem: "does not follow the entry before it")
        )
    }

    @Test func `fields cannot flow into one another`() {
        var first = entries[0]
        var second = entries[0]
        first.draft.device = "ab"
        first.draft.actor.name = "c"
        second.draft.device = "a"
        second.draft.actor.name = "bc"
        #expect(first.canonicalBytes != second.canonicalBytes)
    }
}
