internal import GRDB
import IncidentLog
import Primitives
import EventStore

/// The table `lease`, which all programs on the log see.
enum LeaseTable {
    /// A lease as stored.
    struct Row {
        let owner: String
        let until: Timestamp
        let task: String
    }

    /// The lease of this key, run out or not.
    static func row(_ key: String, _ db: Database) throws -> Row? {
        let statement = try db.cachedStatement(
            sql: "SELECT owner, until, task FROM lease WHERE key = ?"
        )
        guard let row = try GRDB.Row.fetchOne(statement, arguments: [key]),
            let owner = String.fromDatabaseValue(row[0]),
            let until = Int64.fromDatabaseValue(row[1]),
            let task = String.fromDatabaseValue(row[2])
        else { return nil }
        return Row(owner: owner, until: Timestamp(milliseconds: until), task: task)
    }

    /// Takes or renews a lease, unless it is another's.
    static func take(
        _ key: String,
        owner: String,
        at now: Timestamp,
        until: Timestamp,
        task: String,
        isGone: (String) -> Bool,
        _ db: Database
    ) throws -> Lease {
        let before = try row(key, db)
        if let held = before?.held(from: owner, at: now, isGone: isGone) { return held }
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO lease (key, owner, until, task) VALUES (?, ?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET
                    owner = excluded.owner, until = excluded.until, task = excluded.task
                """
        )
        try statement.execute(arguments: [key, owner, until.milliseconds, task])
        return .taken(unfinished: before.flatMap { $0.owner == owner ? nil : $0.task })
    }

    /// The leases that have not run out, of the keys that begin so, by their keys.
    static func held(_ prefix: String, at now: Timestamp, _ db: Database) throws -> [HeldLease] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT owner, task FROM lease
                WHERE until > ? AND substr(key, 1, ?) = ? ORDER BY key
                """
        )
        let arguments: StatementArguments = [now.milliseconds, prefix.unicodeScalars.count, prefix]
        return try GRDB.Row.fetchAll(statement, arguments: arguments).compactMap { row in
            guard let owner = String.fromDatabaseValue(row[0]),
                let task = String.fromDatabaseValue(row[1])
            else { return nil }
            return HeldLease(owner: owner, task: task)
        }
    }

    /// Gives a lease back, if it still is the owner's.
    static func release(_ key: String, owner: String, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "DELETE FROM lease WHERE key = ? AND owner = ?"
        )
        try statement.execute(arguments: [key, owner])
    }

    /// Tells the leases in the time of a clock that was set: each lasts as long as it would have.
    static func apply(_ entry: Entry, _ db: Database) throws {
        guard case .watch(.clockStepped(let from, let to)) = entry.event else { return }
        let statement = try db.cachedStatement(
            sql: "UPDATE lease SET until = until + ?"
        )
        try statement.execute(arguments: [(to - from).milliseconds])
    }
}

extension LeaseTable.Row {
    /// That it is another's at this moment; nil when it is not.
    func held(from owner: String, at now: Timestamp, isGone: (String) -> Bool) -> Lease? {
        guard self.owner != owner, until > now, !isGone(self.owner) else { return nil }
        return .held(until: until)
    }
}
