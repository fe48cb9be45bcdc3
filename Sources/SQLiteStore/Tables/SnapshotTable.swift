import EventStore
internal import FoundationEssentials
import Glibc
internal import GRDB
import IncidentLog

/// The table `snapshot`: what the entries up to a number add up to, so that a start needs not read
/// them all.
///
/// It is a convenience and never a truth. A snapshot is used only when the log still holds its
/// entry with its hash, when this very program made it, and when its bytes are those that were
/// written; whatever else is there is passed over, and the log is folded. A rule of the file
/// removes it when the text of an entry goes, for it may hold that text.
enum SnapshotTable {
    /// The form of the bytes; another number is passed over.
    private static let form = 3

    /// The program by its file: the same size, time and version of the form mean the same fold.
    private static let program: String = {
        var status = stat()
        guard stat("/proc/self/exe", &status) == 0 else { return "" }
        return "\(status.st_size)-\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }()

    /// The newest usable snapshot; nil when there is none.
    static func newest(_ db: Database) throws -> LogState? {
        guard !program.isEmpty, try db.tableExists("snapshot") else { return nil }
        let statement = try db.cachedStatement(
            sql: """
                SELECT s.state, s.digest FROM snapshot s
                JOIN entry e ON e.sequence = s.sequence AND e.hash = s.hash
                WHERE s.form = ? AND s.program = ? ORDER BY s.sequence DESC LIMIT 1
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [form, program]),
            let bytes = Data.fromDatabaseValue(row[0]),
            String.fromDatabaseValue(row[1]) == sha256Hex(Array(bytes))
        else { return nil }
        return try? JSONDecoder().decode(LogState.self, from: bytes)
    }

    /// The bytes of a state; nil when there is nothing to keep.
    ///
    /// They are made before the log is held for writing, and not where the caller runs.
    @concurrent
    static func bytes(of state: LogState) async throws -> Data? {
        guard !program.isEmpty, state.sequence > 0 else { return nil }
        return try JSONEncoder().encode(state)
    }

    /// Keeps the bytes of the state after an entry in the place of those before it.
    static func keep(_ bytes: Data, after sequence: Int64, _ db: Database) throws {
        guard let row = try EntryRow.rows(after: sequence - 1, limit: 1, db).first,
            row.sequence == sequence
        else { throw StoreError.failed("a state of entries that are not in this log") }
        // It may still hold a text that was removed behind it.
        let removal = "SELECT 1 FROM entry WHERE type = 'log.redacted' AND sequence > ?"
        guard try Row.fetchOne(db, sql: removal, arguments: [sequence]) == nil else { return }
        try db.execute(sql: "DELETE FROM snapshot")
        try db.execute(
            sql: """
                INSERT INTO snapshot (sequence, hash, form, program, digest, state)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                sequence, row.hash, form, program, sha256Hex(Array(bytes)), bytes,
            ]
        )
    }
}
