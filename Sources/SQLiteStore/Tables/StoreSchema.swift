import EventStore
internal import GRDB
import IncidentLog
import Primitives

/// The tables of the log on disk and the marks by which its file is known.
enum StoreSchema {
    /// The file's application id: the ASCII letters `TCSN`.
    static let applicationID: Int32 = 0x5443_534E
    /// The newest version of the tables that this Tocsin reads and writes, kept as `user_version`.
    static let version = 4
    /// The oldest version that is read as it is; what it lacks only makes reading slower.
    static let oldestRead = 1
    /// How many entries at the end of the log are checked when it is opened, and its last writer
    /// did not end well or the file is small.
    static let entriesCheckedInDoubt: Int64 = 1000
    /// The same after a clean end: few, so that a command of a large log costs no more than its
    /// work; `tocsin log verify` checks them all.
    static let entriesCheckedAtOpen: Int64 = 100
    /// A file of so many pages (1 MiB) is checked whole each time: it costs about a millisecond.
    static let pagesOfSmallFile = 256

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
    ///
    /// - Parameter version: Up to which; nil for the newest.
    static func migrate(_ queue: DatabaseQueue, upTo version: Int? = nil) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: Self.version1)
            try db.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("3") { db in
            try db.execute(sql: Self.version3)
            try db.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4") { db in
            try db.execute(sql: Self.version4)
            try db.execute(sql: "PRAGMA user_version = 4")
        }
        // What a version lacks is what came after it.
        let last = migrator.migrations.last { Int($0) ?? 0 <= version ?? Self.version }
        if let last { try migrator.migrate(queue, upTo: last) }
    }

    /// Looks for damage: missing, changed or foreign tables and rules, broken pages, an end that
    /// is not the one acknowledged, and a broken chain in the last entries.
    ///
    /// - Parameters:
    ///   - acknowledged: What the file beside the log said before it was read.
    ///   - isDoubtful: Whether the last writer did not end well: every page is read then.
    /// - Throws: `StoreError.damaged` or `.notAStore` with the first that was found.
    static func checkForDamage(
        _ db: Database,
        path: String,
        acknowledged: TipFile.Content,
        isDoubtful: Bool
    ) throws {
        try checkParts(db, path: path)
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let isWhole = isDoubtful || pages <= pagesOfSmallFile
        if isWhole { try checkPages(db, path: path, thoroughly: false) }
        if let damage = try EntryRow.damage(of: acknowledged, db) {
            throw StoreError.damaged(damage)
        }
        try checkChain(db, last: isWhole ? entriesCheckedInDoubt : entriesCheckedAtOpen)
    }

    /// Compares the tables, indexes and rules with those of a log just made in the file's version.
    /// - Throws: `StoreError.damaged` when one is missing or was changed, `.notAStore` when there
    ///   are others.
    static func checkParts(_ db: Database, path: String) throws {
        var made = version
        if case .log(let found) = try content(of: db, path: path) { made = found }
        let found = try parts(of: db)
        let wanted = try made == version ? newestParts.get() : freshParts(ofVersion: made)
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

    /// Checks every page of the file; `thoroughly` the order of the indexes too.
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
    }

    /// Whether a code of SQLite, in its extended form, tells of the disk or of memory.
    private static func isDiskError(_ code: Int) -> Bool {
        let kind = ResultCode(rawValue: CInt(truncatingIfNeeded: code & 0xFF))
        return kind == .SQLITE_IOERR || kind == .SQLITE_NOMEM
    }

    private static func checkChain(_ db: Database, last count: Int64) throws {
        // One entry more than is checked: it gives the hash that the first must follow.
        let last = try EntryRow.tip(db).sequence
        let before = max(0, last - count)
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
        for row in try EntryRow.rows(after: before, limit: Int(count), db) {
            if let damage = verifier.check(row.sealed) { throw StoreError.damaged(.chain(damage)) }
        }
    }

    private static let newestParts = Result { try freshParts(ofVersion: version) }

    /// The tables, indexes and rules of a log just made in a version, each with its kind and the
    /// text that made it.
    private static func freshParts(ofVersion version: Int) throws -> [String: String] {
        let queue = try DatabaseQueue()
        try migrate(queue, upTo: version)
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

    // Leases have a table of their own, and a search has an index: for each block of 4096 entries
    // (their numbers shifted by 12 bits) which of them have which three characters in a row. When
    // the text of an entry goes, so does all that is known of its block, and of the steps that a
    // removed checklist named; a checklist names them anew. What is written with the file's own
    // rules holds for older programs that have the file open too.
    private static let version4 = """
        CREATE TABLE lease (
            key TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            until INTEGER NOT NULL,
            task TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO lease
            SELECT channel, lease_owner, lease_until, key FROM outbox
            WHERE incident = '' AND number = 0 AND lease_owner IS NOT NULL
                AND lease_until IS NOT NULL;
        DROP TABLE outbox;

        CREATE TABLE search_block (
            block INTEGER PRIMARY KEY,
            form INTEGER NOT NULL,
            last INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE search_gram (
            block INTEGER NOT NULL,
            gram INTEGER NOT NULL,
            entries BLOB NOT NULL,
            PRIMARY KEY (block, gram)
        ) STRICT, WITHOUT ROWID;
        DROP TRIGGER entry_loses_text;
        CREATE TRIGGER entry_loses_text AFTER UPDATE ON entry
        BEGIN
            DELETE FROM snapshot;
            DELETE FROM search_block WHERE block = OLD.sequence >> 12;
            DELETE FROM search_gram WHERE block = OLD.sequence >> 12;
        END;
        CREATE TRIGGER steps_lose_titles AFTER UPDATE ON entry
        WHEN OLD.type = 'checklist.attached'
        BEGIN
            DELETE FROM search_block WHERE block IN (
                SELECT sequence >> 12 FROM entry
                WHERE incident = OLD.incident AND type GLOB 'checklist.*');
            DELETE FROM search_gram WHERE block IN (
                SELECT sequence >> 12 FROM entry
                WHERE incident = OLD.incident AND type GLOB 'checklist.*');
        END;
        CREATE TRIGGER steps_change_titles AFTER INSERT ON entry
        WHEN NEW.type = 'checklist.attached'
        BEGIN
            DELETE FROM search_block WHERE block IN (
                SELECT sequence >> 12 FROM entry
                WHERE incident = NEW.incident AND type GLOB 'checklist.*'
                    AND sequence < NEW.sequence);
        END;
        """

    // Entries are found in the order of what happened, those of one incident too; and the state
    // that they add up to may be kept, as long as no text of an entry goes.
    private static let version3 = """
        CREATE INDEX entry_in_time ON entry (occurred_at, sequence);
        CREATE INDEX entry_of_incident ON entry (incident, occurred_at, sequence)
            WHERE incident IS NOT NULL;
        CREATE INDEX entry_redacted ON entry (sequence) WHERE type = 'log.redacted';
        CREATE TABLE snapshot (
            sequence INTEGER PRIMARY KEY,
            hash TEXT NOT NULL,
            form INTEGER NOT NULL,
            program TEXT NOT NULL,
            digest TEXT NOT NULL,
            state BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER entry_loses_text AFTER UPDATE ON entry
        BEGIN DELETE FROM snapshot; END;
        """

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
