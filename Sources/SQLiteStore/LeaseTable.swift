internal import GRDB
import IncidentLog
import Primitives
import EventStore

/// The leases, which all programs on the log see.
///
/// They are rows of the table `outbox`, in which earlier versions kept what waited for a channel:
/// such rows have the number of an update, from 1, while the number of a lease is 0.
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
            sql: """
                SELECT lease_owner, lease_until, key FROM outbox
                WHERE incident = '' AND number = 0 AND channel = ?
                """
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
                INSERT INTO outbox
                    (incident, number, channel, entry, key, queued_at, attempt, next_attempt_at,
                        lease_until, lease_owner)
                VALUES ('', 0, ?1, (SELECT max(sequence) FROM entry), ?2, ?3, 0, ?4, ?4, ?5)
                ON CONFLICT (incident, number, channel) DO UPDATE SET
                    key = excluded.key, next_attempt_at = excluded.next_attempt_at,
                    lease_until = excluded.lease_until, lease_owner = excluded.lease_owner
                """
        )
        try statement.execute(arguments: [
            key, task, now.milliseconds, until.milliseconds, owner,
        ])
        return .taken(unfinished: before.flatMap { $0.owner == owner ? nil : $0.task })
    }

    /// Gives a lease back, if it still is the owner's.
    static func release(_ key: String, owner: String, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                DELETE FROM outbox
                WHERE incident = '' AND number = 0 AND channel = ? AND lease_owner = ?
                """
        )
        try statement.execute(arguments: [key, owner])
    }

    /// Tells the leases in the time of a clock that was set: each lasts as long as it would have.
    static func apply(_ entry: Entry, _ db: Database) throws {
        guard case .watch(.clockStepped(let from, let to)) = entry.event else { return }
        let statement = try db.cachedStatement(
            sql: "UPDATE outbox SET lease_until = lease_until + ? WHERE number = 0"
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
