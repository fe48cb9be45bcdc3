import IncidentCore

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

        var dueAt: Timestamp { max(nextAttemptAt, leaseUntil ?? nextAttemptAt) }
    }

    private struct Update {
        let entry: EntryID
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
        case .incident, .timeline, .checklist, .impact, .signal, .fleet, .watch, .unknown: break
        }
    }

    private mutating func apply(_ event: UpdateEvent, of entry: Entry, in incident: IncidentID) {
        switch event {
        case .queued(let number, let text, let channels, _):
            guard updates[incident]?[number] == nil else { return }
            let update = Update(entry: entry.id, text: text, channels: channels)
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
            leaseUntil: rows[key]?.leaseUntil
        )
    }

    /// Takes due deliveries, the longest due first.
    mutating func claim(at now: Timestamp, lease: Duration, limit: Int) -> [OutboxItem] {
        let due = rows.filter { $0.value.dueAt <= now && incidents[$0.key.incident] != nil }
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
            return OutboxItem(
                incident: key.incident,
                number: key.number,
                channel: key.channel,
                text: row.text,
                mode: incident.mode,
                title: incident.title,
                attempt: row.attempt,
                key: row.key,
                queuedAt: row.queuedAt
            )
        }
    }

    /// When the next delivery can be claimed.
    var nextDue: Timestamp? {
        rows.filter { incidents[$0.key.incident] != nil }.map(\.value.dueAt).min()
    }
}
