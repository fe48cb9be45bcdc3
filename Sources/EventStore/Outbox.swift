import IncidentLog
import Primitives

/// The deliveries that wait, kept in memory: what the table `outbox` is to the log on disk.
struct Outbox: Sendable {
    private struct Key: Hashable {
        let incident: IncidentID
        let number: Int
        let channel: ChannelID
    }

    private struct Row {
        let text: String
        let key: String
        var queuedAt: Timestamp
        var attempt: Int
        var nextAttemptAt: Timestamp
        var leaseUntil: Timestamp?
        var owner: String?
        /// The place of the update in the log.
        let sequence: Int64

        var dueAt: Timestamp { max(nextAttemptAt, leaseUntil ?? nextAttemptAt) }
    }

    private struct Update {
        let entry: EntryID
        let sequence: Int64
        let text: String
        let channels: [ChannelID]
    }

    private var rows: [Key: Row] = [:]
    private var updates: [IncidentID: [Int: Update]] = [:]
    private var incidents: [IncidentID: (title: String, mode: IncidentMode)] = [:]

    /// Takes an entry into account.
    mutating func apply(_ entry: Entry) {
        if case .watch(.clockStepped(let from, let to)) = entry.event { move(by: to - from) }
        guard let incident = entry.incident else { return }
        switch entry.event {
        case .incident(.declared(let title, _, let mode, _, _, _)):
            if incidents[incident] == nil { incidents[incident] = (title, mode) }
        case .update(let event): apply(event, of: entry, in: incident)
        case .incident, .timeline, .checklist, .impact, .signal, .fleet, .watch, .log, .unknown:
            break
        }
    }

    private mutating func apply(_ event: UpdateEvent, of entry: Entry, in incident: IncidentID) {
        switch event {
        case .queued(let number, let text, let channels, _):
            guard updates[incident]?[number] == nil else { return }
            let update = Update(
                entry: entry.id,
                sequence: entry.sequence,
                text: text,
                channels: channels
            )
            updates[incident, default: [:]][number] = update
            for channel in channels {
                insert(Key(incident: incident, number: number, channel: channel), update, entry)
            }
        case .requeued(let number, let channel):
            guard let update = updates[incident]?[number], update.channels.contains(channel)
            else { return }
            insert(Key(incident: incident, number: number, channel: channel), update, entry)
        case .attemptFailed(let number, let channel, _, let attempt, let retryAt):
            let key = Key(incident: incident, number: number, channel: channel)
            rows[key]?.attempt = attempt + 1
            rows[key]?.nextAttemptAt = retryAt
            rows[key]?.leaseUntil = nil
            rows[key]?.owner = nil
        case .delivered(let number, let channel, _, _), .gaveUp(let number, let channel, _, _):
            rows[Key(incident: incident, number: number, channel: channel)] = nil
        }
    }

    /// Tells what waits in the time of a clock that was set: it waits as long as it would have.
    private mutating func move(by step: Duration) {
        for (key, row) in rows {
            rows[key]?.queuedAt = row.queuedAt + step
            rows[key]?.nextAttemptAt = row.nextAttemptAt + step
            rows[key]?.leaseUntil = row.leaseUntil.map { $0 + step }
        }
    }

    /// A delivery under way keeps its lease, so that asking again does not send twice.
    private mutating func insert(_ key: Key, _ update: Update, _ entry: Entry) {
        rows[key] = Row(
            text: update.text,
            key: OutboxItem.key(of: update.entry, to: key.channel),
            queuedAt: entry.recordedAt,
            attempt: 1,
            nextAttemptAt: entry.recordedAt,
            leaseUntil: rows[key]?.leaseUntil,
            owner: rows[key]?.owner,
            sequence: update.sequence
        )
    }

    /// Takes due deliveries, the longest due first.
    mutating func claim(
        at now: Timestamp,
        owner: String,
        lease: Duration,
        limit: Int
    ) -> [OutboxItem] {
        let due = heads.filter { $0.value.dueAt <= now }
        let order = due.sorted { left, right in
            (left.value.nextAttemptAt, left.key.incident, left.key.number, left.key.channel)
                < (
                    right.value.nextAttemptAt, right.key.incident, right.key.number,
                    right.key.channel
                )
        }
        return order.prefix(max(0, limit)).compactMap { key, row in
            guard let incident = incidents[key.incident] else { return nil }
            rows[key]?.leaseUntil = now + lease
            rows[key]?.owner = owner
            return OutboxItem(
                incident: key.incident,
                number: key.number,
                channel: key.channel,
                text: row.text,
                mode: incident.mode,
                title: incident.title,
                attempt: row.attempt,
                key: row.key,
                queuedAt: row.queuedAt,
                mayBeSent: row.owner != nil
            )
        }
    }

    /// The oldest update that waits for each channel: the others wait for it.
    private var heads: [Key: Row] {
        let known = rows.filter { incidents[$0.key.incident] != nil }
        var first: [ChannelID: Int64] = [:]
        for (key, row) in known {
            first[key.channel] = min(first[key.channel] ?? .max, row.sequence)
        }
        return known.filter { first[$0.key.channel] == $0.value.sequence }
    }

    /// Lengthens a lease; whether it still is the owner's.
    mutating func renew(_ item: OutboxItem, owner: String, until: Timestamp) -> Bool {
        let key = Key(incident: item.incident, number: item.number, channel: item.channel)
        guard rows[key]?.owner == owner else { return false }
        rows[key]?.leaseUntil = until
        return true
    }

    /// When the next delivery can be claimed.
    var nextDue: Timestamp? {
        heads.map(\.value.dueAt).min()
    }
}
