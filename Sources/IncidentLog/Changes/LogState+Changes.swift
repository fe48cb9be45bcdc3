import FleetModel
import Primitives

extension LogState {
    /// The change with this number.
    package func change(_ id: ChangeID) -> ChangeState? { changes.first { $0.id == id } }

    /// The changes that are planned or under way, the newest first.
    package var openChanges: [ChangeState] { changes.reversed().filter { $0.progress.isOpen } }

    /// Who directs a change: the commander of its incident while that is open, else who asks
    /// those affected, else who planned it.
    package func director(of change: ChangeState) -> String {
        if let incident = change.incident.flatMap({ incident($0) }), incident.status.isOpen,
            !incident.commander.isEmpty
        {
            return incident.commander
        }
        return change.poll?.openedBy.name ?? change.plannedBy.name
    }

    mutating func apply(_ event: ChangeEvent, of entry: Entry) {
        let id = event.change
        if let number = id.number { highestChange = max(highestChange, number) }
        if case .planned(_, let plan) = event, change(id) == nil {
            changes.append(ChangeState(id, plan, entry))
            return
        }
        guard let index = changes.lastIndex(where: { $0.id == id }) else { return }
        changes[index].apply(event, of: entry)
        if case .rolledBack = event { noteRollBack(of: changes[index], at: entry.occurredAt) }
    }

    mutating func removeText(of id: EntryID, _ event: ChangeEvent) {
        guard let index = changes.lastIndex(where: { $0.id == event.change }) else { return }
        changes[index].removeText(of: id, event)
    }

    mutating func moveChanges(by step: Duration) {
        for index in changes.indices { changes[index].move(by: step) }
    }
}

extension ChangeState {
    fileprivate init(_ id: ChangeID, _ plan: ChangePlan, _ entry: Entry) {
        self.id = id
        self.plan = plan
        incident = entry.incident
        planHash = Self.hash(of: entry)
        plannedBy = entry.actor
        plannedAt = entry.occurredAt
        planEntry = entry.id
    }

    /// The digest of the entry's payload, which holds the whole plan in one canonical form; a log
    /// that is kept nowhere has none, and there the entry itself stands for it.
    private static func hash(of entry: Entry) -> String {
        entry.payloadDigest.isEmpty ? entry.id.rawValue : entry.payloadDigest
    }

    fileprivate mutating func apply(_ event: ChangeEvent, of entry: Entry) {
        switch event {
        case .planned(_, let plan):
            // What runs is what was agreed to.
            guard progress == .planned else { return }
            self.plan = plan
            planHash = Self.hash(of: entry)
            plannedBy = entry.actor
            plannedAt = entry.occurredAt
            planEntry = entry.id
            revision += 1
        case .preflighted(_, let planHash, let results):
            preflight = PreflightState(
                results: results,
                planHash: planHash,
                at: entry.occurredAt,
                by: entry.actor,
                entry: entry.id
            )
        case .pollOpened, .voted, .voteWithdrawn, .conditionMet, .pollClosed:
            applyPoll(event, of: entry)
        case .overrideRequested, .overrideConfirmed: applyOverride(event, of: entry)
        case .began, .waveBegan, .waveEnded, .abortCriterionMet, .aborted, .finished, .rolledBack:
            applyWork(event, of: entry)
        }
    }

    private mutating func applyPoll(_ event: ChangeEvent, of entry: Entry) {
        switch event {
        case .pollOpened(_, let planHash, let terms):
            poll = PollState(
                terms: terms,
                planHash: planHash,
                openedBy: entry.actor,
                openedAt: entry.occurredAt
            )
        case .voted(_, planHash, let vote):
            guard isPollValid else { return }
            poll?.votes.removeAll { $0.vote.party == vote.party }
            poll?.votes.append(
                PollState.Cast(
                    vote: vote,
                    by: entry.actor,
                    at: entry.occurredAt,
                    conditionMet: nil,
                    entry: entry.id,
                    conditionEntry: nil
                )
            )
        case .voteWithdrawn(_, let party): poll?.votes.removeAll { $0.vote.party == party }
        case .conditionMet(_, let party, let note):
            guard let index = poll?.votes.firstIndex(where: { $0.vote.party == party }) else {
                return
            }
            poll?.votes[index].conditionMet = note
            poll?.votes[index].conditionEntry = entry.id
        case .pollClosed(_, let reason):
            poll?.closing = PollState.Closing(
                reason: reason,
                by: entry.actor,
                at: entry.occurredAt,
                entry: entry.id
            )
        case .voted, .planned, .preflighted, .overrideRequested, .overrideConfirmed, .began,
            .waveBegan, .waveEnded, .abortCriterionMet, .aborted, .finished, .rolledBack:
            // An answer to another plan than this counts for nothing.
            return
        }
        poll?.settle(at: entry.occurredAt)
    }

    private mutating func applyOverride(_ event: ChangeEvent, of entry: Entry) {
        switch event {
        case .overrideRequested(_, let planHash, let reason, let notAgreed, let failed):
            overruling = OverrideState(
                reason: reason,
                planHash: planHash,
                notAgreed: notAgreed,
                failed: failed,
                requestedBy: entry.actor,
                requestedAt: entry.occurredAt,
                entry: entry.id
            )
        case .overrideConfirmed(_, let planHash, let until, let notAgreed, let failed):
            guard overruling?.planHash == planHash else { return }
            overruling?.confirmedBy = entry.actor
            overruling?.until = until
            overruling?.notAgreed = notAgreed
            overruling?.failed = failed
            overruling?.confirmationEntry = entry.id
        case .planned, .preflighted, .pollOpened, .voted, .voteWithdrawn, .conditionMet,
            .pollClosed, .began, .waveBegan, .waveEnded, .abortCriterionMet, .aborted, .finished,
            .rolledBack:
            break
        }
    }

    private mutating func applyWork(_ event: ChangeEvent, of entry: Entry) {
        switch event {
        case .began:
            guard progress == .planned else { return }
            progress = .running
            beganAt = entry.occurredAt
        case .waveBegan(_, let number):
            guard number > waves.last?.number ?? 0 else { return }
            waves.append(WaveProgress(number: number, beganAt: entry.occurredAt))
        case .waveEnded(_, let number, let despite):
            guard let index = waves.firstIndex(where: { $0.number == number }),
                waves[index].endedAt == nil
            else { return }
            waves[index].endedAt = entry.occurredAt
            waves[index].despite = despite
            waves[index].entry = entry.id
            met = []
        case .abortCriterionMet(_, let criterion, let reading):
            met.append(
                MetCriterion(
                    criterion: criterion,
                    reading: reading,
                    at: entry.occurredAt,
                    entry: entry.id
                )
            )
        case .aborted(_, let reason): end(.aborted, reason, entry)
        case .finished(_, let note): end(.finished, note, entry)
        case .rolledBack(_, let note): end(.rolledBack, note, entry)
        case .planned, .preflighted, .pollOpened, .voted, .voteWithdrawn, .conditionMet,
            .pollClosed, .overrideRequested, .overrideConfirmed:
            break
        }
    }

    private mutating func end(_ progress: Progress, _ note: String?, _ entry: Entry) {
        self.progress = progress
        endedAt = entry.occurredAt
        endNote = note
        endEntry = entry.id
    }
}

// MARK: Entries whose text is gone

extension ChangeState {
    fileprivate mutating func removeText(of id: EntryID, _ event: ChangeEvent) {
        switch event {
        case .planned(_, let plan): if planEntry == id { self.plan = plan }
        case .preflighted(_, _, let results):
            if preflight?.entry == id { preflight?.results = results }
        case .voted(_, _, let vote):
            guard let index = poll?.votes.firstIndex(where: { $0.entry == id }) else { return }
            poll?.votes[index].vote = vote
        case .conditionMet(_, _, let note):
            let index = poll?.votes.firstIndex { $0.conditionEntry == id }
            if let index { poll?.votes[index].conditionMet = note }
        case .pollClosed(_, let reason):
            if poll?.closing?.entry == id { poll?.closing?.reason = reason }
        case .overrideRequested(_, _, let reason, let notAgreed, let failed):
            guard overruling?.entry == id else { return }
            overruling?.reason = reason
            guard overruling?.confirmationEntry == nil else { return }
            overruling?.notAgreed = notAgreed
            overruling?.failed = failed
        case .overrideConfirmed(_, _, _, let notAgreed, let failed):
            guard overruling?.confirmationEntry == id else { return }
            overruling?.notAgreed = notAgreed
            overruling?.failed = failed
        case .waveEnded(_, _, let despite):
            let index = waves.firstIndex { $0.entry == id }
            if let index { waves[index].despite = despite }
        case .abortCriterionMet(_, _, let reading):
            let index = met.firstIndex { $0.entry == id }
            if let index { met[index].reading = reading }
        case .aborted(_, let text), .rolledBack(_, let text): if endEntry == id { endNote = text }
        case .finished(_, let note): if endEntry == id { endNote = note }
        case .pollOpened, .voteWithdrawn, .began, .waveBegan: break
        }
    }
}
