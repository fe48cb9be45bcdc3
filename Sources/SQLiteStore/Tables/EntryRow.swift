import EventStore
internal import GRDB
import IncidentLog
import Primitives

/// A row of the table `entry`, read without trust: a damaged file may hold anything.
struct EntryRow {
    /// The entry with its event left unread, which is all that the hash chain needs.
    let sealed: Entry

    /// The place in the log.
    var sequence: Int64 { sealed.sequence }
    /// The entry's own hash.
    var hash: String { sealed.hash }

    /// The entry with its event; a redacted one has its name and an empty payload.
    var entry: Entry {
        var entry = sealed
        if let payload = entry.payload {
            entry.draft.event = EventCodec.event(named: entry.event.name, payload: payload)
        }
        return entry
    }

    private static let columns = """
        sequence, id, incident, device, actor, actor_kind, occurred_at, recorded_at, type, \
        version, payload, payload_digest, previous_hash, hash
        """

    private init(_ row: Row) throws(StoreError) {
        let sequence = Int64.fromDatabaseValue(row[0]) ?? 0
        func damage(_ column: String) -> StoreError {
            .damaged(
                .chain(ChainDamage(sequence: sequence, problem: "its \(column) is unreadable"))
            )
        }
        func text(_ index: Int, _ column: String) throws(StoreError) -> String {
            guard let text = String.fromDatabaseValue(row[index]) else { throw damage(column) }
            return text
        }
        func number(_ index: Int, _ column: String) throws(StoreError) -> Int64 {
            guard let number = Int64.fromDatabaseValue(row[index]) else { throw damage(column) }
            return number
        }
        func optional(_ index: Int, _ column: String) throws(StoreError) -> String? {
            let value: DatabaseValue = row[index]
            return value.isNull ? nil : try text(index, column)
        }
        guard let kind = Actor.Kind(rawValue: try text(5, "author")) else { throw damage("author") }
        let payload = try optional(10, "text")
        let name = EventName(
            try text(8, "type"),
            version: Int(clamping: try number(9, "version"))
        )
        let draft = EntryDraft(
            id: EntryID(try text(1, "id")),
            incident: try optional(2, "incident").map { IncidentID($0) },
            device: try text(3, "device"),
            actor: Actor(try text(4, "author"), kind: kind),
            occurredAt: Timestamp(milliseconds: try number(6, "time")),
            recordedAt: Timestamp(milliseconds: try number(7, "time")),
            event: .unknown(name, payload: payload ?? "")
        )
        sealed = Entry(
            sequence: sequence,
            draft: draft,
            payload: payload,
            payloadDigest: try text(11, "digest"),
            previousHash: try text(12, "previous hash"),
            hash: try text(13, "hash")
        )
    }

    /// The rows that follow a sequence number, in order.
    static func rows(after sequence: Int64, limit: Int, _ db: Database) throws -> [EntryRow] {
        try rows(
            matching: "WHERE sequence > ? ORDER BY sequence LIMIT ?",
            [sequence, max(0, limit)],
            db
        )
    }

    /// The rows that the rest of a SELECT names.
    static func rows(
        matching rest: String,
        _ arguments: StatementArguments,
        _ db: Database
    ) throws -> [EntryRow] {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM entry \(rest)")
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        var rows: [EntryRow] = []
        while let row = try cursor.next() { rows.append(try EntryRow(row)) }
        return rows
    }

    /// The entries that follow a sequence number, in order; of redacted ones, what they still tell.
    static func entries(after sequence: Int64, limit: Int, _ db: Database) throws -> [Entry] {
        try told(try rows(after: sequence, limit: limit, db), db)
    }

    /// The entries of rows; of redacted ones, what they still tell.
    static func told(_ rows: [EntryRow], _ db: Database) throws -> [Entry] {
        let entries = rows.map(\.entry)
        guard entries.contains(where: { $0.payload == nil }) else { return entries }
        let removals = try removals(db)
        return entries.map { entry in
            guard entry.payload == nil, let removal = removals[entry.id] else { return entry }
            return entry.redacted(removal.redaction, kept: removal.kept)
        }
    }

    /// What is said of each entry whose text was removed.
    private static func removals(
        _ db: Database
    ) throws -> [EntryID: (redaction: Redaction, kept: Event?)] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(columns) FROM entry WHERE type = 'log.redacted' ORDER BY sequence DESC
                """
        )
        let cursor = try Row.fetchCursor(statement)
        var removals: [EntryID: (redaction: Redaction, kept: Event?)] = [:]
        while let row = try cursor.next() {
            guard let removal = try EntryRow(row).entry.removal else { continue }
            removals[removal.entry] = (removal.redaction, removal.kept)
        }
        return removals
    }

    /// Removes the text of an entry; its digest stays.
    ///
    /// One that was lost has none.
    static func removeText(of id: EntryID, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE entry SET payload = NULL WHERE id = ? AND payload IS NOT NULL"
        )
        try statement.execute(arguments: [id.rawValue])
    }

    /// The end of the chain.
    static func tip(_ db: Database) throws -> ChainTip {
        let statement = try db.cachedStatement(
            sql: "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1"
        )
        guard let row = try Row.fetchOne(statement) else { return ChainTip() }
        guard let sequence = Int64.fromDatabaseValue(row[0]),
            let hash = String.fromDatabaseValue(row[1])
        else { throw StoreError.damaged(.file("its last entry is unreadable")) }
        return ChainTip(sequence: sequence, hash: hash)
    }

    /// What is wrong with the end of the log, seen from the entry acknowledged last.
    static func damage(
        of acknowledged: TipFile.Content,
        _ db: Database
    ) throws -> StoreError.Damage? {
        guard case .tip(let sequence, let hash) = acknowledged else { return nil }
        let last = try tip(db).sequence
        guard last >= sequence else { return .missing(last + 1...sequence) }
        let found = try rows(after: sequence - 1, limit: 1, db).first
        return found?.sequence == sequence && found?.hash == hash ? nil : .replaced(sequence)
    }

    /// Writes a new entry.
    /// - Throws: `StoreError.failed` when its id is in the log already.
    static func insert(_ entry: Entry, _ db: Database) throws {
        let known = try db.cachedStatement(sql: "SELECT 1 FROM entry WHERE id = ?")
        guard try Row.fetchOne(known, arguments: [entry.id.rawValue]) == nil else {
            throw StoreError.failed("entry \(entry.id) is in the log already")
        }
        let marks = Array(repeating: "?", count: 14).joined(separator: ", ")
        let statement = try db.cachedStatement(
            sql: "INSERT INTO entry (\(columns)) VALUES (\(marks))"
        )
        let name = entry.name
        try statement.execute(arguments: [
            entry.sequence, entry.id.rawValue, entry.incident?.rawValue, entry.draft.device,
            entry.actor.name, entry.actor.kind.rawValue, entry.occurredAt.milliseconds,
            entry.recordedAt.milliseconds, name.name, name.version, entry.payload,
            entry.payloadDigest, entry.previousHash, entry.hash,
        ])
    }
}

// MARK: Damaged files

extension EntryRow {
    /// Fails when there is no table of entries; a view of that name could run anything.
    static func checkIsTable(_ db: Database) throws {
        let kind = try String.fetchOne(
            db,
            sql: "SELECT type FROM sqlite_master WHERE name = 'entry'"
        )
        guard kind == "table" else { throw StoreError.failed("it has no entries") }
        _ = try Row.fetchOne(db, sql: "SELECT \(columns) FROM entry LIMIT 0")
    }

    /// As many of the rows that follow a number as can be read, up to the first broken page.
    static func readable(
        after sequence: Int64,
        limit: Int,
        _ db: Database
    ) -> (rows: [EntryRow], last: Int64?, isBroken: Bool) {
        var (rows, last): ([EntryRow], Int64?) = ([], nil)
        do {
            let cursor = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(columns) FROM entry NOT INDEXED WHERE sequence > ?
                    ORDER BY sequence LIMIT ?
                    """,
                arguments: [sequence, limit]
            )
            while let row = try cursor.next() {
                if let number = Int64.fromDatabaseValue(row[0]) { last = max(last ?? 0, number) }
                if let row = try? EntryRow(row) { rows.append(row) }
            }
            return (rows, last, false)
        } catch {
            return (rows, last, true)
        }
    }

    /// The row with this number, if it can be read.
    static func readable(at sequence: Int64, _ db: Database) -> EntryRow? {
        let page = readable(after: sequence - 1, limit: 1, db)
        return page.rows.first { $0.sequence == sequence }
    }
}
