import GRDBSQLite

/// A database that a test makes, open until it is closed.
final class WritableDatabase {
    private var handle: OpaquePointer?

    init(_ path: String, _ sql: String) {
        sqlite3_open(path, &handle)
        run(sql)
    }

    deinit { sqlite3_close(handle) }

    func run(_ sql: String) {
        sqlite3_exec(handle, sql, nil, nil, nil)
    }

    /// The tables of a Waku node of 2021.
    static let waku = """
        PRAGMA user_version = 1;
        CREATE TABLE Peer(peerId BLOB PRIMARY KEY, storedInfo BLOB, connectedness INTEGER);
        CREATE TABLE Message(id BLOB PRIMARY KEY, timestamp INTEGER NOT NULL, payload BLOB);
        INSERT INTO Message SELECT randomblob(32), value, randomblob(300) FROM (
            WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 500)
            SELECT value FROM n);
        """
}
