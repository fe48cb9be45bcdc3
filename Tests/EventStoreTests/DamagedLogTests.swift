import EventStore
import GRDB
import IncidentLog
import Primitives
import SQLiteStore
import TestSupport
import Testing

/// A log on disk that is not what was written, and the rules against it.
@Suite(.timeLimit(.minutes(15)))
struct DamagedLogTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("log")
    }

    private func open(
        _ mode: SQLiteEventLog.OpenMode = .readWrite
    ) throws(StoreError) -> SQLiteEventLog {
        try SQLiteEventLog(path: path, mode: mode)
    }

    // MARK: Damage

    @Test(arguments: [
        ("payload = '{\"text\":\"note 7\"}'", 2, "its text differs from what was written"),
        ("actor = 'Eve'", 2, "its author, time or kind differs from what was written"),
        ("occurred_at = 5", 2, "its author, time or kind differs from what was written"),
        ("incident = NULL", 2, "its author, time or kind differs from what was written"),
        ("type = 'timeline.reported'", 2, "its author, time or kind differs from what was written"),
        ("previous_hash = hash", 2, "does not follow the entry before it"),
        ("sequence = 9", 3, "expected entry 2; entries are missing or out of order"),
    ])
    func `a changed entry is found where it is`(
        change: String,
        sequence: Int64,
        problem: String
    ) async throws {
        try await folder.writeLog(3)
        let log = try open()
        try folder.tamper("log", "UPDATE entry SET \(change) WHERE sequence = 2")
        let damage = ChainDamage(sequence: sequence, problem: problem)
        #expect(try await log.damage() == damage)
        await log.close()
        #expect(throws: StoreError.damaged(.chain(damage))) { try open() }
        #expect(throws: StoreError.damaged(.chain(damage))) { try open(.readOnly) }
    }

    @Test
    func `in a long log the last thousand entries are checked when it is opened`() async throws {
        try await folder.writeLog(1010)
        await (try open()).close()
        let text = "its text differs from what was written"
        try folder.tamper("log", "UPDATE entry SET payload = '{}' WHERE sequence = 9")
        let log = try open()
        #expect(try await log.damage() == ChainDamage(sequence: 9, problem: text))
        await log.close()
        try folder.tamper("log", "UPDATE entry SET payload = '{}' WHERE sequence = 11")
        #expect(throws: StoreError.damaged(.chain(ChainDamage(sequence: 11, problem: text)))) {
            try open()
        }
    }

    @Test(arguments: [
        "DROP TRIGGER entry_update", "DROP TABLE lease", "DROP INDEX entry_queued",
        """
        DROP TRIGGER entry_delete;
        CREATE TRIGGER entry_delete BEFORE DELETE ON entry WHEN 0 BEGIN SELECT 1; END
        """,
    ])
    func `a log with a part taken out or weakened is refused`(statement: String) async throws {
        try await folder.writeLog(1)
        try folder.execute("log", statement)
        #expect {
            try open()
        } throws: { error in
            guard case .damaged(.file) = error as? StoreError else { return false }
            return true
        }
    }

    @Test
    func `a byte that became another is found in every kind of entry, where it is`() async throws {
        let samples = EventSamples.all.sorted { $0.key < $1.key }
        let log = try open()
        let drafts = samples.enumerated().map { Draft.of($0.element.value, $0.offset + 1) }
        _ = try await log.append(drafts, expecting: 0)
        await log.close()
        let whole = try folder.bytes("log")
        let written = try SQLiteEventLog(path: path, mode: .inspect)
        let entries = try await written.all()
        await written.close()
        // Redactions among the samples take the text of other entries away.
        for entry in entries where entry.payload != nil {
            try folder.write(whole, to: "log")
            // Some byte inside the text becomes the one after it.
            let place = "(1 + \(entry.sequence * 37) % length(payload))"
            try folder.tamper(
                "log",
                """
                UPDATE entry SET payload = substr(payload, 1, \(place) - 1)
                    || char(unicode(substr(payload, \(place), 1)) + 1)
                    || substr(payload, \(place) + 1) WHERE sequence = \(entry.sequence)
                """
            )
            let damaged = try SQLiteEventLog(path: path, mode: .inspect)
            #expect(
                try await damaged.damage()
                    == ChainDamage(
                        sequence: entry.sequence,
                        problem: "its text differs from what was written"
                    ),
                "\(entry.event.name)"
            )
            await damaged.close()
        }
        #expect(entries.count { $0.payload != nil } > 100)
    }

    @Test(arguments: 0..<48)
    func `a damaged file never passes for something else than what was written`(
        seed: Int
    ) async throws {
        try await folder.writeLog(40)
        var bytes = try folder.bytes("log")
        let position = bytes.count * seed / 48 + seed * 37 % 200
        bytes[min(position, bytes.count - 1)] ^= UInt8(1 << (seed % 8))
        try folder.write(bytes, to: "log")
        do throws(StoreError) {
            let log = try open(.readOnly)
            // A flipped bit in unused space does no harm; what is read must be what was written.
            #expect(try await log.all().map(\.draft) == Draft.notes(1...40))
            await log.close()
        } catch {
            #expect(!error.message.isEmpty)
        }
    }

    // MARK: Written once

    @Test(arguments: [
        "DELETE FROM entry", "DELETE FROM entry WHERE sequence = 2",
        "UPDATE entry SET actor = 'Eve'", "UPDATE entry SET payload = '{}'",
        "UPDATE entry SET payload = NULL, device = 'x'", "UPDATE entry SET sequence = 7",
        "UPDATE OR REPLACE entry SET sequence = 1 WHERE sequence = 2",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE sequence = 2",
        """
        INSERT OR REPLACE INTO entry SELECT 3, id, incident, device, actor, actor_kind, occurred_at,
            recorded_at, type, version, payload, payload_digest, previous_hash, hash
        FROM entry WHERE sequence = 2
        """,
        """
        INSERT INTO entry SELECT 4, 'x', incident, device, actor, actor_kind, occurred_at,
            recorded_at, type, version, payload, payload_digest, previous_hash, hash
        FROM entry WHERE sequence = 2
        """,
    ])
    func `the file's own rules refuse to change history`(statement: String) async throws {
        try await folder.writeLog(2)
        #expect(throws: DatabaseError.self) { try folder.execute("log", statement) }
        let log = try open()
        #expect(try await log.all().map(\.draft) == Draft.notes(1...2))
        await log.close()
    }

    @Test
    func `a redacted entry keeps its name and the chain stays whole`() async throws {
        let log = try open()
        _ = try await log.append(Draft.notes(1...3), expecting: 0)
        try folder.execute("log", "UPDATE entry SET payload = NULL WHERE sequence = 2")
        let entry = try await log.entries(after: 1, limit: 1)[0]
        #expect(entry.payload == nil)
        #expect(entry.event == .unknown(EventName("timeline.noted"), payload: ""))
        #expect(try await log.damage() == nil)
        await log.close()
        let again = try open()
        #expect(try await again.damage() == nil)
        #expect(throws: DatabaseError.self) {
            try folder.execute("log", "UPDATE entry SET payload = '{}' WHERE sequence = 2")
        }
        await again.close()
        let text = Array("note 2".utf8)
        let file = try folder.bytes("log")
        #expect(!file.indices.contains { file[$0...].starts(with: text) })
    }

    @Test(arguments: ["incident.declared", "update.queued"])
    func `a redacted update is not sent`(type: String) async throws {
        let log = try open()
        let drafts = ["incident.declared", "update.queued"].compactMap { EventSamples.all[$0] }
        _ = try await log.append(drafts.enumerated().map { Draft.of($1, $0) }, expecting: 0)
        try folder.execute("log", "UPDATE entry SET payload = NULL WHERE type = '\(type)'")
        var state = LogState()
        for entry in try await log.all() { state.apply(entry) }
        #expect(state.dueDeliveries(for: [], of: nil, at: Draft.start + .seconds(60)).isEmpty)
        await log.close()
    }
}
