package import FleetModel
package import Primitives

// What is to be sent where, from the log alone: whatever program looks at the log sees the same.

extension LogState {
    /// The messages that are to be sent at this moment, the longest due first.
    ///
    /// Of the updates that wait for a channel only the oldest is given, so that they arrive in
    /// their order; a text that was redacted holds up nobody.
    ///
    /// - Parameters:
    ///   - channels: Those that may be told about signals.
    ///   - fleet: The fleet that they are of, and whose signals they are told about; nil for all.
    package func dueDeliveries(
        for channels: [ChannelSpec],
        of fleet: String?,
        at now: Timestamp
    ) -> [DueDelivery] {
        let due = dueUpdates(at: now) + dueNews(for: channels, of: fleet, at: now)
        return due.sorted {
            ($0.dueAt, $0.id.entry, $0.id.channel) < ($1.dueAt, $1.id.entry, $1.id.channel)
        }
    }

    private func dueUpdates(at now: Timestamp) -> [DueDelivery] {
        guard !deliveries.isEmpty else { return [] }
        var heads: [ChannelID: (sequence: Int64, delivery: DueDelivery)] = [:]
        for (id, progress) in deliveries {
            guard let dueAt = progress.dueAt, let name = progress.update,
                progress.sequence < heads[id.channel]?.sequence ?? .max,
                let incident = incident(name.incident),
                let update = incident.update(name.number), !update.isRedacted,
                // Of an incident whose declaration is gone it is not known whether it is a drill.
                incident.title != Redaction.placeholder
            else { continue }
            let delivery = DueDelivery(
                id: id,
                subject: .update(update, of: incident, queuedAt: progress.queuedAt),
                attempt: progress.attempt,
                taken: progress.taken,
                dueAt: dueAt
            )
            heads[id.channel] = (progress.sequence, delivery)
        }
        return heads.values.map(\.delivery).filter { $0.dueAt <= now }
    }

    private func dueNews(
        for channels: [ChannelSpec],
        of fleet: String?,
        at now: Timestamp
    ) -> [DueDelivery] {
        dueNotices(for: channels, of: fleet, at: now).compactMap { notice in
            guard notice.signal.finding.text != Redaction.placeholder else { return nil }
            let id = DeliveryID(notice.news.entry, to: notice.channel.id)
            let progress = deliveries[id]
            let dueAt = progress?.dueAt ?? notice.news.at
            guard dueAt <= now else { return nil }
            return DueDelivery(
                id: id,
                subject: .signal(notice),
                attempt: progress?.attempt ?? 1,
                taken: progress?.taken ?? [],
                dueAt: dueAt
            )
        }
    }
}

// MARK: Fold

extension LogState {
    mutating func apply(_ event: DeliveryEvent, of entry: Entry) {
        switch event {
        case .partTaken(let brought, let channel, let part, let parts, let receipt):
            let id = DeliveryID(brought, to: channel)
            begin(id, at: entry)
            guard deliveries[id]?.taken.contains(where: { $0.part == part }) == false else {
                return
            }
            deliveries[id]?.taken.append(PartReceipt(part: part, of: parts, receipt: receipt))
        case .attemptFailed(let brought, let channel, _, let attempt, let retryAt):
            let id = DeliveryID(brought, to: channel)
            begin(id, at: entry)
            deliveries[id]?.attempt = attempt + 1
            deliveries[id]?.dueAt = retryAt
        }
    }

    /// How long news of a signal may be under way: older news is told to nobody.
    private static let newsSpan: Duration = .seconds(7200)

    /// Begins to follow news of a signal; updates are followed since their release.
    private mutating func begin(_ id: DeliveryID, at entry: Entry) {
        guard deliveries[id] == nil else { return }
        let limit = entry.occurredAt - Self.newsSpan
        deliveries = deliveries.filter { $0.value.update != nil || $0.value.queuedAt >= limit }
        deliveries[id] = DeliveryProgress(
            update: nil,
            sequence: entry.sequence,
            queuedAt: entry.occurredAt,
            dueAt: entry.occurredAt
        )
    }

    /// Follows what happens to updates; comes after the event was applied to its incident.
    mutating func follow(_ event: UpdateEvent, of entry: Entry) {
        guard let incident = entry.incident,
            let update = self.incident(incident)?.updates.first(where: {
                $0.number == event.number
            })
        else { return }
        switch event {
        case .queued(let number, _, _, _):
            // A second release under one number is none.
            guard update.entry == entry.id else { return }
            for channel in update.channels {
                deliveries[DeliveryID(entry.id, to: channel)] = DeliveryProgress(
                    update: .init(incident: incident, number: number),
                    sequence: entry.sequence,
                    queuedAt: entry.recordedAt,
                    dueAt: entry.recordedAt
                )
            }
        case .delivered(_, let channel, _, _):
            deliveries[DeliveryID(update.entry, to: channel)] = nil
        case .attemptFailed(_, let channel, _, let attempt, let retryAt):
            let id = DeliveryID(update.entry, to: channel)
            deliveries[id]?.attempt = attempt + 1
            deliveries[id]?.dueAt = retryAt
        case .gaveUp(_, let channel, _, _):
            // The parts that the channel has are known when somebody asks for another try.
            deliveries[DeliveryID(update.entry, to: channel)]?.dueAt = nil
        case .requeued(_, let channel):
            let id = DeliveryID(update.entry, to: channel)
            deliveries[id]?.attempt = 1
            deliveries[id]?.queuedAt = entry.recordedAt
            deliveries[id]?.dueAt = entry.recordedAt
        }
    }

    /// What a channel was told, or not, is no longer under way.
    mutating func endNews(_ entry: EntryID, on channel: ChannelID) {
        deliveries[DeliveryID(entry, to: channel)] = nil
    }

    /// What waits goes on waiting for as long as it would have.
    mutating func moveDeliveries(by step: Duration) {
        for (id, progress) in deliveries {
            deliveries[id]?.queuedAt = progress.queuedAt + step
            deliveries[id]?.dueAt = progress.dueAt.map { $0 + step }
        }
    }

    /// The updates of which it is not known whether a channel has them, the oldest first.
    package var waitingUpdates: [WaitingUpdate] {
        let waiting = deliveries.compactMap { id, progress -> WaitingUpdate? in
            guard let name = progress.update, progress.dueAt != nil else { return nil }
            return WaitingUpdate(
                incident: name.incident,
                number: name.number,
                channel: id.channel,
                attempt: progress.attempt,
                sequence: progress.sequence
            )
        }
        return waiting.sorted { ($0.sequence, $0.channel) < ($1.sequence, $1.channel) }
    }
}

/// An update that waits for a channel.
package struct WaitingUpdate: Equatable, Sendable {
    /// The incident that it is about.
    package let incident: IncidentID
    /// Its number there, from 1.
    package let number: Int
    /// The channel.
    package let channel: ChannelID
    /// The number of the attempt to make next, from 1.
    package let attempt: Int
    /// The place in the log of the entry that released it.
    package let sequence: Int64
}

// MARK: Commands

extension LogState {
    /// Whether an entry released an update.
    private func isRelease(_ entry: EntryID) -> Bool {
        incidents.contains { $0.updates.contains { $0.entry == entry } }
    }

    /// What was written down already leads to nothing.
    func decide(_ command: DeliveryCommand) -> [Decision] {
        switch command {
        case .noteTaken(let id, let receipt):
            let progress = deliveries[id]
            if progress == nil, isRelease(id.entry) { return [] }
            guard progress?.taken.contains(where: { $0.part == receipt.part }) != true else {
                return []
            }
            let event = DeliveryEvent.partTaken(
                entry: id.entry,
                channel: id.channel,
                part: receipt.part,
                parts: receipt.parts,
                receipt: receipt.receipt
            )
            return [Decision(progress?.update?.incident, .delivery(event))]
        case .noteFailure(let id, let reason, let attempt, let retryAt):
            guard deliveries[id]?.attempt ?? 1 <= attempt else { return [] }
            let event = DeliveryEvent.attemptFailed(
                entry: id.entry,
                channel: id.channel,
                reason: reason,
                attempt: attempt,
                retryAt: retryAt
            )
            return [Decision(nil, .delivery(event))]
        }
    }
}
