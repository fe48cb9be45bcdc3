import EventStore
internal import GRDB
import IncidentLog
import Primitives

/// The deliveries that wait, in the table `outbox`: kept only from the events of the log.
///
/// `attempt` is the number of the attempt to make next; the texts are read from the entries, so
/// that a redacted text is nowhere else.
enum OutboxTable {
    /// Takes an entry into account, in the transaction that writes it.
    static func apply(_ entry: Entry, _ db: Database) throws {
        if case .watch(.clockStepped(let from, let to)) = entry.event {
            return try move(by: to - from, db)
        }
        guard let incident = entry.incident, case .update(let event) = entry.event else { return }
        switch event {
        case .queued(let number, _, let channels, _):
            guard try update(number, of: incident, db)?.sequence == entry.sequence else { return }
            for channel in channels {
                try insert(entry, incident, number, channel, asOf: entry.recordedAt, db)
            }
        case .requeued(let number, let channel):
            guard let update = try update(number, of: incident, db),
                case .update(.queued(_, _, let channels, _)) = update.event,
                channels.contains(channel)
            else { return }
            try insert(update, incident, number, channel, asOf: entry.recordedAt, db)
        case .attemptFailed(let number, let channel, _, let attempt, let retryAt):
            let statement = try db.cachedStatement(
                sql: """
                    UPDATE outbox SET attempt = ?, next_attempt_at = ?, lease_until = NULL,
                        lease_owner = NULL
                    WHERE incident = ? AND number = ? AND channel = ?
                    """
            )
            try statement.execute(arguments: [
                attempt + 1, retryAt.milliseconds, incident.rawValue, number, channel.rawValue,
            ])
        case .delivered(let number, let channel, _, _), .gaveUp(let number, let channel, _, _):
            let statement = try db.cachedStatement(
                sql: "DELETE FROM outbox WHERE incident = ? AND number = ? AND channel = ?"
            )
            try statement.execute(arguments: [incident.rawValue, number, channel.rawValue])
        }
    }

    /// Tells what waits in the time of a clock that was set: it waits as long as it would have.
    private static func move(by step: Duration, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE outbox SET queued_at = queued_at + ?1,
                    next_attempt_at = next_attempt_at + ?1, lease_until = lease_until + ?1
                """
        )
        try statement.execute(arguments: [step.milliseconds])
    }

    /// The first entry that released this update; nil when there is none that can be read.
    private static func update(
        _ number: Int,
        of incident: IncidentID,
        _ db: Database
    ) throws -> Entry? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT sequence FROM entry WHERE incident = ? AND type = 'update.queued'
                ORDER BY sequence
                """
        )
        for sequence in try Int64.fetchAll(statement, arguments: [incident.rawValue]) {
            let entry = try EntryRow.entries(after: sequence - 1, limit: 1, db).first
            if case .update(.queued(number, _, _, _)) = entry?.event { return entry }
        }
        return nil
    }

    /// A delivery under way keeps its lease, so that asking again does not send twice.
    private static func insert(
        _ update: Entry,
        _ incident: IncidentID,
        _ number: Int,
        _ channel: ChannelID,
        asOf now: Timestamp,
        _ db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO outbox
                    (incident, number, channel, entry, key, queued_at, attempt, next_attempt_at)
                VALUES (?, ?, ?, ?, ?, ?, 1, ?)
                ON CONFLICT (incident, number, channel) DO UPDATE SET
                    queued_at = excluded.queued_at, attempt = 1,
                    next_attempt_at = excluded.next_attempt_at
                """
        )
        try statement.execute(arguments: [
            incident.rawValue, number, channel.rawValue, update.sequence,
            OutboxItem.key(of: update.id, to: channel), now.milliseconds, now.milliseconds,
        ])
    }

    // What was redacted cannot be sent, and a real message cannot be told from a drill without
    // the entry that declared the incident: such deliveries stay where they are. Of the others the
    // oldest of each channel comes first, and the channel's others wait for it.
    private static let heads = """
        WITH ready AS (
        SELECT outbox.*, queued.payload AS queued_payload, declared.payload AS declared_payload
        FROM outbox
        JOIN entry AS queued ON queued.sequence = outbox.entry
        JOIN entry AS declared ON declared.sequence = (
            SELECT min(first.sequence) FROM entry AS first
            WHERE first.incident = outbox.incident AND first.type = 'incident.declared')
        WHERE queued.payload IS NOT NULL AND declared.payload IS NOT NULL),
        head AS (SELECT * FROM ready WHERE NOT EXISTS (
            SELECT 1 FROM ready AS earlier
            WHERE earlier.channel = ready.channel AND earlier.entry < ready.entry))
        """

    /// Takes due deliveries, the longest due first.
    static func claim(
        at now: Timestamp,
        owner: String,
        lease: Duration,
        limit: Int,
        _ db: Database
    ) throws -> [OutboxItem] {
        let select = try db.cachedStatement(
            sql: """
                \(heads)
                SELECT incident, number, channel, attempt, key, queued_at, queued_payload,
                    declared_payload, lease_owner IS NOT NULL
                FROM head WHERE next_attempt_at <= ?1
                    AND (lease_until IS NULL OR lease_until <= ?1)
                ORDER BY next_attempt_at, incident, number, channel LIMIT ?2
                """
        )
        let rows = try Row.fetchAll(select, arguments: [now.milliseconds, max(0, limit)])
        let items = rows.compactMap(item)
        let take = try db.cachedStatement(
            sql: """
                UPDATE outbox SET lease_until = ?, lease_owner = ?
                WHERE incident = ? AND number = ? AND channel = ?
                """
        )
        for item in items {
            try take.execute(arguments: [
                (now + lease).milliseconds, owner, item.incident.rawValue, item.number,
                item.channel.rawValue,
            ])
        }
        return items
    }

    /// Lengthens a lease; whether it still is the owner's.
    static func renew(
        _ item: OutboxItem,
        owner: String,
        until: Timestamp,
        _ db: Database
    ) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE outbox SET lease_until = ?
                WHERE incident = ? AND number = ? AND channel = ? AND lease_owner = ?
                """
        )
        try statement.execute(arguments: [
            until.milliseconds, item.incident.rawValue, item.number, item.channel.rawValue, owner,
        ])
        return db.changesCount > 0
    }

    /// When the next delivery can be claimed.
    static func nextDue(_ db: Database) throws -> Timestamp? {
        let statement = try db.cachedStatement(
            sql: """
                \(heads)
                SELECT min(max(next_attempt_at, coalesce(lease_until, next_attempt_at))) FROM head
                """
        )
        let row = try Row.fetchOne(statement)
        return row.flatMap { Int64.fromDatabaseValue($0[0]) }.map { Timestamp(milliseconds: $0) }
    }

    private static func item(_ row: Row) -> OutboxItem? {
        guard let incident = String.fromDatabaseValue(row[0]),
            let number = Int.fromDatabaseValue(row[1]),
            let channel = String.fromDatabaseValue(row[2]),
            let attempt = Int.fromDatabaseValue(row[3]),
            let key = String.fromDatabaseValue(row[4]),
            let queuedAt = Int64.fromDatabaseValue(row[5]),
            let queued = String.fromDatabaseValue(row[6]),
            let declared = String.fromDatabaseValue(row[7]),
            case .update(.queued(_, let text, _, _)) = EventCodec.event(
                named: EventName("update.queued"),
                payload: queued
            ),
            case .incident(.declared(let title, _, let mode, _, _, _)) = EventCodec.event(
                named: EventName("incident.declared"),
                payload: declared
            )
        else { return nil }
        return OutboxItem(
            incident: IncidentID(incident),
            number: number,
            channel: ChannelID(channel),
            text: text,
            mode: mode,
            title: title,
            attempt: attempt,
            key: key,
            queuedAt: Timestamp(milliseconds: queuedAt),
            mayBeSent: Bool.fromDatabaseValue(row[8]) ?? false
        )
    }
}

// MARK: Recovery

extension OutboxTable {
    /// A delivery that waits, by the place of its release in the log.
    struct Waiting {
        let incident: IncidentID
        let number: Int
        let channel: ChannelID
        let attempt: Int
        let entry: Int64
    }

    /// All deliveries that wait, due or not.
    static func waiting(_ db: Database) throws -> [Waiting] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT incident, number, channel, attempt, entry FROM outbox
                ORDER BY incident, number, channel
                """
        )
        return rows.compactMap { row in
            guard let incident = String.fromDatabaseValue(row[0]),
                let number = Int.fromDatabaseValue(row[1]),
                let channel = String.fromDatabaseValue(row[2]),
                let attempt = Int.fromDatabaseValue(row[3]),
                let entry = Int64.fromDatabaseValue(row[4])
            else { return nil }
            return Waiting(
                incident: IncidentID(incident),
                number: number,
                channel: ChannelID(channel),
                attempt: attempt,
                entry: entry
            )
        }
    }

    /// Keeps a lease that somebody had: the delivery may be under way at this moment.
    static func lease(_ row: Waiting, _ lease: SalvagedLog.Lease, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE outbox SET lease_until = ?, lease_owner = ?
                WHERE incident = ? AND number = ? AND channel = ?
                """,
            arguments: [
                lease.until, lease.owner, row.incident.rawValue, row.number, row.channel.rawValue,
            ]
        )
    }
}
