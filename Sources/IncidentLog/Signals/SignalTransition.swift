package import Primitives
package import FleetModel

/// What channels are told about a signal: that it was raised, became worse, waits, or is over.
package struct SignalTransition: Codable, Equatable, Sendable {
    /// The entry that brought it.
    package let entry: EntryID
    /// When it happened.
    package let at: Timestamp
    /// What happened.
    package let word: Word
    /// The nodes that joined the ones that were told of before; empty unless it was changed.
    package var joined: [NodeID] = []

    /// What can happen to a signal that others should hear of.
    package enum Word: String, Codable, Sendable {
        case raised
        case reopened
        /// It became more urgent, or concerns other nodes.
        case changed
        /// Nobody has taken note of it for too long.
        case reminded
        case cleared
    }
}

/// What became of telling one channel.
package struct SignalNotice: Codable, Equatable, Sendable {
    /// The entry whose news it was.
    package let about: EntryID
    /// When it was settled, the last time.
    package let at: Timestamp
    /// What became of it.
    package let outcome: NoticeOutcome
    /// The entry that says so: the next reminder is about this one.
    let entry: EntryID
    /// When the channel was first told of the signal.
    let first: Timestamp
    /// How often the same news was told again.
    var repeats = 0
    /// What the last reminder was about.
    var repeated: EntryID?

    /// The same notice with another outcome.
    func with(_ outcome: NoticeOutcome) -> SignalNotice {
        var notice = SignalNotice(
            about: about,
            at: at,
            outcome: outcome,
            entry: entry,
            first: first
        )
        (notice.repeats, notice.repeated) = (repeats, repeated)
        return notice
    }

    /// Whether the channel was told this already.
    func settles(_ entry: EntryID) -> Bool { about == entry || repeated == entry }
}

/// What became of telling a channel the news about a signal.
package enum NoticeOutcome: Codable, Equatable, Sendable {
    /// The service took it and gave this id.
    case delivered(receipt: String)
    /// It could not be delivered, for this reason.
    case gaveUp(reason: String)

    func event(
        of signal: SignalKey,
        _ entry: EntryID,
        _ channel: ChannelID
    ) -> SignalEvent {
        switch self {
        case .delivered(let receipt):
            .notified(
                signal: signal.id,
                entry: entry,
                channel: channel,
                receipt: receipt,
                fleet: signal.fleet
            )
        case .gaveUp(let reason):
            .notNotified(
                signal: signal.id,
                entry: entry,
                channel: channel,
                reason: reason,
                fleet: signal.fleet
            )
        }
    }
}

/// News about a signal that a channel was not told yet.
package struct DueNotice: Equatable, Sendable {
    /// The signal as it stands.
    package let signal: SignalState
    /// What is to be told.
    package let news: SignalTransition
    /// Whom to tell.
    package let channel: ChannelSpec
}

extension LogState {
    /// News older than this is no news: who was away for longer looks at the list.
    private static let newsSpan = SignalTable.recentSpan

    /// What channels of a fleet are to be told about its signals at this moment, the oldest news
    /// first.
    ///
    /// The end of a signal is told only to those who were told of it.
    /// Who was told because nobody took note hears of the end as well.
    package func dueNotices(
        for channels: [ChannelSpec],
        of fleet: String?,
        at now: Timestamp
    ) -> [DueNotice] {
        guard channels.contains(where: { $0.signals != nil }) else { return [] }
        var due: [DueNotice] = []
        for signal in signals.current(in: fleet) where !signal.isShelved(at: now) {
            guard let news = signal.news else { continue }
            for (place, channel) in channels.enumerated() {
                let told = signal.notices[channel.id]
                let listens = channel.signals.map { signal.priority <= $0 } == true
                // Who is told again at times of its own needs no other reminder, nor does who was
                // told because somebody else did not take note.
                let isSpared =
                    news.word == .reminded && told != nil
                    && (!listens || channel.remind != nil)
                if listens || told != nil, !isSpared, now - news.at <= Self.newsSpan,
                    told?.about != news.entry, news.word != .cleared || told != nil
                {
                    due.append(DueNotice(signal: signal, news: news, channel: channel))
                } else if let again = signal.reminder(of: channel, at: now)
                    ?? signal.escalation(to: place, of: channels, news, at: now)
                {
                    due.append(DueNotice(signal: signal, news: again, channel: channel))
                }
            }
        }
        return due.sorted {
            ($0.news.at, $0.signal.key, $0.channel.id)
                < ($1.news.at, $1.signal.key, $1.channel.id)
        }
    }

    mutating func noteNews(
        of event: SignalEvent,
        in entry: Entry,
        before: SignalState?
    ) {
        guard let key = event.signal else { return }
        func note(_ word: SignalTransition.Word, joined: [NodeID] = []) {
            signals[key]?.news = SignalTransition(
                entry: entry.id,
                at: entry.occurredAt,
                word: word,
                joined: word == .changed ? joined : []
            )
            let earlier = before?.isActive == true ? nil : lastTellingOfSingle(key, joined)
            signals[key]?.noteTelling(joined: joined.count, before: earlier, at: entry.occurredAt)
        }
        switch event {
        case .raised: note(.raised)
        case .found(let finding): note(.raised, joined: finding.nodes)
        case .reopened(let finding): note(.reopened, joined: finding.nodes)
        case .cleared: if before?.wasRaised == true { note(.cleared) }
        case .changed(_, let priority, _, let nodes, _, _, _):
            guard let old = before else { return }
            let known = Set(old.finding.nodes)
            let joined = nodes.filter { !known.contains($0) }
            if priority < old.priority || !joined.isEmpty { note(.changed, joined: joined) }
        case .reminded: note(.reminded)
        case .suppressed, .acknowledged, .acknowledgedAll, .shelved, .unshelved, .notified,
            .notNotified, .maintenanceDeclared, .maintenanceEnding, .maintenanceEnded:
            break
        }
    }

    mutating func applyNotice(_ event: SignalEvent, of entry: Entry) {
        guard let key = event.signal else { return }
        func note(_ about: EntryID, _ channel: ChannelID, _ what: NoticeOutcome) {
            let before = signals[key]?.notices[channel]
            let isAgain = before?.entry == about
            var notice = SignalNotice(
                about: isAgain ? before?.about ?? about : about,
                at: entry.occurredAt,
                outcome: what,
                entry: entry.id,
                first: before?.first ?? entry.occurredAt
            )
            if isAgain {
                notice.repeats = (before?.repeats ?? 0) + 1
                notice.repeated = about
            }
            signals[key]?.notices[channel] = notice
            endNews(about, on: channel)
        }
        switch event {
        case .notified(_, let about, let channel, let receipt, _):
            note(about, channel, .delivered(receipt: receipt))
        case .notNotified(_, let about, let channel, let reason, _):
            note(about, channel, .gaveUp(reason: reason))
        case .raised, .cleared, .found, .reopened, .changed, .acknowledged, .acknowledgedAll,
            .shelved, .unshelved, .suppressed, .reminded, .maintenanceDeclared, .maintenanceEnding,
            .maintenanceEnded:
            break
        }
    }
}

// MARK: Telling again

extension SignalState {
    /// How often a channel is told the same news again, at most.
    package static let remindersOfChannel = 4
    /// Who was away for longer than this looks at the list, and is not told what was due then.
    private static let missedSpan: Duration = .seconds(3600)

    /// Whether somebody must still take note of it: only what is critical is told again.
    private func isWaiting(at now: Timestamp) -> Bool {
        priority == .critical && standing(at: now) == .unacknowledged
    }

    /// The news for a channel that wants to be told again of what nobody has taken note of.
    fileprivate func reminder(of channel: ChannelSpec, at now: Timestamp) -> SignalTransition? {
        guard let span = channel.remind, isWaiting(at: now), let told = notices[channel.id],
            told.repeats < Self.remindersOfChannel
        else { return nil }
        return again(told.entry, due: told.at + span, at: now)
    }

    /// The news for a channel that is told because nobody has taken note of what was told on the
    /// one before it in the file.
    fileprivate func escalation(
        to place: Int,
        of channels: [ChannelSpec],
        _ news: SignalTransition,
        at now: Timestamp
    ) -> SignalTransition? {
        guard place > 0, let span = channels[place - 1].escalate, isWaiting(at: now),
            notices[channels[place].id] == nil, let told = notices[channels[place - 1].id]
        else { return nil }
        // What came back waits anew.
        return again(news.entry, due: max(told.first, openings.last ?? told.first) + span, at: now)
    }

    private func again(_ entry: EntryID, due: Timestamp, at now: Timestamp) -> SignalTransition? {
        guard due <= now, now - due <= Self.missedSpan else { return nil }
        return SignalTransition(entry: entry, at: due, word: .reminded)
    }
}
