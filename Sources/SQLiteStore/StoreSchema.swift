internal import GRDB
import IncidentLog
import Primitives

/// The tables of the log on disk and the marks by which its file is known.
enum StoreSchema {
    /// The file's application id: the ASCII letters `TCSN`.
    static let applicationID: Int32 = 0x5443_534E
    /// The newest version of the tables that this Tocsin reads and writes, kept as `user_version`.
    static let version = 1
    /// How many entries at the end of the log are checked when it is opened.
    static let entriesCheckedAtOpen: Int64 = 1000

    /// What the marks of a file say.
    enum Content: Equatable {
        case nothing
        case log(version: Int)
    }

    /// Reads the marks of a file.
    /// - Throws: `StoreError.notAStore` or `.newer` when the file must be left alone.
    static func content(of db: Database, path: String) throws -> Content {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard application == applicationID else {
            let names = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            if application == 0, found == 0, names == 0 { return .nothing }
            throw StoreError.notAStore(path: path, reason: "it is a database of something else")
        }
        guard found <= version else {
            throw StoreError.newer(path: path, version: found, known: version)
        }
        return .log(version: found)
    }

    /// Makes the tables, or brings those of an older version up to date.
    static func migrate(_ queue: DatabaseQueue) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: Self.version1)
            try db.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        try migrator.migrate(queue)
    }

    /// Looks for damage: missing, changed or foreign tables and rules, broken pages, an end that
    /// is not the one acknowledged, and a broken chain in the last entries.
    ///
    /// - Parameter acknowledged: What the file beside the log said before it was read.
    /// - Throws: `StoreError.damaged` or `.notAStore` with the first that was found.
    static func checkForDamage(
        _ db: Database,
        path: String,
        acknowledged: TipFile.Content
    ) throws {
        try checkParts(db, path: path)
        try checkPages(db, path: path, thoroughly: false)
        if let damage = try EntryRow.damage(of: acknowledged, db) {
            throw StoreError.damaged(damage)
        }
        try checkChain(db)
    }

    /// Compares the tables, indexes and rules with those of a log just made.
    /// - Throws: `StoreError.damaged` when one is missing or was changed, `.notAStore` when there
    ///   are others.
    static func checkParts(_ db: Database, path: String) throws {
        let found = try parts(of: db)
        let wanted = try freshParts.get()
        for (name, text) in wanted where found[name] != text {
            throw StoreError.damaged(.file("its part '\(name)' is missing or was changed"))
        }
        if let foreign = found.keys.filter({ wanted[$0] == nil }).min() {
            throw StoreError.notAStore(
                path: path,
                reason: "it has a part that is not Tocsin's: '\(foreign)'"
            )
        }
    }

    /// Checks every page of the file; `thoroughly` the order of the indexes and the references
    /// too.
    /// - Throws: `StoreError.damaged`.
    static func checkPages(_ db: Database, path: String, thoroughly: Bool) throws {
        let check = thoroughly ? "integrity_check" : "quick_check"
        let problem = try String.fetchOne(db, sql: "PRAGMA \(check)(1)") ?? "no answer"
        guard problem == "ok" else {
            // The check puts what the disk refused into its answer as well; that is no damage.
            let code = problem.split(separator: "error code=").dropFirst().first
            if let code, let number = Int(code.prefix { $0.isNumber }), isDiskError(number) {
                throw StoreError.failed("\(path): the disk could not be read (\(problem))")
            }
            throw StoreError.damaged(.file(problem))
        }
        guard thoroughly else { return }
        if let row = try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") {
            let table = String.fromDatabaseValue(row[0]) ?? ""
            throw StoreError.damaged(.file("'\(table)' refers to an entry that is not there"))
        }
    }

    /// Whether a code of SQLite, in its extended form, tells of the disk or of memory.
    private static func isDiskError(_ code: Int) -> Bool {
        let kind = ResultCode(rawValue: CInt(truncatingIfNeeded: code & 0xFF))
        return kind == .SQLITE_IOERR || kind == .SQLITE_NOMEM
    }

    private static func checkChain(_ db: Database) throws {
        // One entry more than is checked: it gives the hash that the first must follow.
        let last = try EntryRow.tip(db).sequence
        let before = max(0, last - entriesCheckedAtOpen)
        var verifier = ChainVerifier(digest: sha256Hex)
        if before > 0 {
            guard let row = try EntryRow.rows(after: before - 1, limit: 1, db).first,
                row.sequence == before
            else {
                throw StoreError.damaged(
                    .chain(ChainDamage(sequence: before, problem: "the entry is missing"))
                )
            }
            verifier = ChainVerifier(after: row.sequence, hash: row.hash, digest: sha256Hex)
        }
        let limit = Int(entriesCheckedAtOpen)
        for row in try EntryRow.rows(after: before, limit: limit, db) {
            if let damage = verifier.check(row.sealed) { throw StoreError.damaged(.chain(damage)) }
        }
    }

    /// The tables, indexes and rules of a log just made, each with its kind and the text that made
    /// it.
    private static let freshParts = Result {
        let queue = try DatabaseQueue()
        try migrate(queue)
        return try queue.read(parts)
    }

    private static func parts(of db: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT name, coalesce(type, '') || ' on ' || coalesce(tbl_name, '') || ': '
                    || coalesce(sql, '')
                FROM sqlite_master
                """
        )
        let parts = rows.compactMap { row in
            String.fromDatabaseValue(row[0]).map { ($0, String.fromDatabaseValue(row[1]) ?? "") }
        }
        return Dictionary(parts, uniquingKeysWith: { first, _ in first })
    }

    // Redaction sets a payload to NULL and nothing else; every other change of an entry is refused.
    // The rule on INSERT also stops REPLACE, which would remove an entry without a DELETE.
    private static let version1 = """
        CREATE TABLE entry (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            incident TEXT,
            device TEXT NOT NULL,
            actor TEXT NOT NULL,
            actor_kind TEXT NOT NULL,
            occurred_at INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL,
            type TEXT NOT NULL,
            version INTEGER NOT NULL,
            payload TEXT,
            payload_digest TEXT NOT NULL,
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;
        CREATE INDEX entry_declared ON entry (incident) WHERE type = 'incident.declared';
        CREATE INDEX entry_queued ON entry (incident) WHERE type = 'update.queued';

        CREATE TRIGGER entry_insert BEFORE INSERT ON entry
        WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM entry)
            OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)
        BEGIN SELECT raise(ABORT, 'an entry comes after the last one and is written once'); END;
        CREATE TRIGGER entry_delete BEFORE DELETE ON entry
        BEGIN SELECT raise(ABORT, 'entries are never deleted'); END;
        CREATE TRIGGER entry_update BEFORE UPDATE ON entry
        WHEN NOT (
            OLD.payload IS NOT NULL AND NEW.payload IS NULL AND NEW.sequence = OLD.sequence
            AND NEW.id = OLD.id AND NEW.incident IS OLD.incident AND NEW.device = OLD.device
            AND NEW.actor = OLD.actor AND NEW.actor_kind = OLD.actor_kind
            AND NEW.occurred_at = OLD.occurred_at AND NEW.recorded_at = OLD.recorded_at
            AND NEW.type = OLD.type AND NEW.version = OLD.version
            AND NEW.payload_digest = OLD.payload_digest
            AND NEW.previous_hash = OLD.previous_hash AND NEW.hash = OLD.hash)
        BEGIN SELECT raise(ABORT, 'entries are never changed'); END;

        CREATE TABLE outbox (
            incident TEXT NOT NULL,
            number INTEGER NOT NULL,
            channel TEXT NOT NULL,
            entry INTEGER NOT NULL REFERENCES entry (sequence),
            key TEXT NOT NULL,
            queued_at INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            next_attempt_at INTEGER NOT NULL,
            lease_until INTEGER,
            lease_owner TEXT,
            PRIMARY KEY (incident, number, channel)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX outbox_due ON outbox (next_attempt_at);
        """
}
