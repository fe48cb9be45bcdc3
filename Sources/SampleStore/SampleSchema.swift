import EventStore
import FleetModel
internal import GRDB

/// The tables of the samples and the marks by which their file is known.
enum SampleSchema {
    /// The file's application id: the ASCII letters `TCSS`.
    static let applicationID: Int32 = 0x5443_5353
    /// The newest version of the tables that this Tocsin reads and writes, kept as `user_version`.
    static let version = 1

    /// Reads the marks of a file; whether the tables are there.
    /// - Throws: `StoreError.newer` for a newer Tocsin's, `.damaged` for anything else's.
    static func isComplete(_ db: Database, path: String) throws -> Bool {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard application == applicationID else {
            let names = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            if application == 0, found == 0, names == 0 { return false }
            throw StoreError.damaged(.file("it is a database of something else"))
        }
        guard found <= version else {
            throw StoreError.newer(path: path, version: found, known: version)
        }
        return true
    }

    /// Makes the tables in an empty file.
    static func create(_ queue: DatabaseQueue, path: String) throws {
        try queue.inDatabase { db in
            // Both only take effect before the first table; pages are given back a few at a time.
            try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            try db.inTransaction(.immediate) {
                let isNew = try !isComplete(db, path: path)
                if isNew { try db.execute(sql: tables) }
                // Older programs neither make nor miss it.
                try db.execute(sql: gapTable)
                guard isNew else { return .commit }
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                try db.execute(sql: "PRAGMA user_version = \(version)")
                return .commit
            }
        }
    }

    /// The spans in which nobody watched: without samples, and nobody's silence.
    private static let gapTable = """
        CREATE TABLE IF NOT EXISTS gap (
            from_at INTEGER NOT NULL,
            to_at INTEGER NOT NULL,
            fleet TEXT,
            PRIMARY KEY (from_at, to_at)
        ) STRICT;
        """

    // A source is one probe of one node: what it brings comes at the same moments. A poll waits in
    // `head` under source * 2^40 + number until enough of them are sealed into a block. Level 0
    // holds samples, level 1 bins of five minutes, level 2 bins of an hour; `last_at` is the last
    // sample that a block knows of. The series of one metric is found under block * 2^16 + metric,
    // so that the series of a block lie side by side.
    private static let tables = """
        CREATE TABLE source (
            id INTEGER PRIMARY KEY,
            node TEXT NOT NULL,
            probe INTEGER NOT NULL,
            UNIQUE (node, probe)
        ) STRICT;
        CREATE TABLE metric (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE head (
            key INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            data BLOB NOT NULL
        ) STRICT;
        CREATE TABLE block (
            id INTEGER PRIMARY KEY,
            source INTEGER NOT NULL,
            level INTEGER NOT NULL,
            first_at INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            count INTEGER NOT NULL,
            times BLOB NOT NULL
        ) STRICT;
        CREATE INDEX block_time ON block (source, level, last_at);
        CREATE INDEX block_age ON block (level, last_at);
        CREATE TABLE series (
            key INTEGER PRIMARY KEY,
            data BLOB NOT NULL
        ) STRICT;
        """
}

/// How finely a block tells the past.
enum SampleLevel: Int, CaseIterable, Sendable {
    /// Every single sample.
    case samples = 0
    /// Bins of five minutes.
    case minutes = 1
    /// Bins of an hour.
    case hours = 2

    /// The span of one bin; zero for samples.
    var span: Duration {
        switch self {
        case .samples: .zero
        case .minutes: .seconds(300)
        case .hours: .seconds(3600)
        }
    }

    /// For how long it is kept.
    func keep(_ settings: HistorySettings) -> Duration {
        switch self {
        case .samples: settings.keep
        case .minutes: max(.seconds(30 * 86_400), settings.keep)
        case .hours: max(.seconds(365 * 86_400), settings.keep)
        }
    }

    /// How many bins a block holds before the next begins: a day, a week.
    var binLimit: Int {
        switch self {
        case .samples: 480
        case .minutes: 288
        case .hours: 168
        }
    }
}
