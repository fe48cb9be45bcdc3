import FleetModel
import Primitives

// Releases, conditions, nodes and parties are structure; what people wrote is text.
extension ChangeEvent {
    /// The event with `mark` in the place of every text; nil when it has none.
    func redacted(as mark: String) -> Self? {
        switch self {
        case .planned(let id, let plan):
            .planned(change: id, plan: plan.redacted(as: mark))
        case .preflighted(let id, let hash, let results):
            .preflighted(
                change: id,
                planHash: hash,
                results: results.map { $0.redacted(as: mark) }
            )
        case .voted(let id, let hash, let vote):
            vote.hasText
                ? .voted(change: id, planHash: hash, vote: vote.redacted(as: mark)) : nil
        case .conditionMet(let id, let party, _):
            .conditionMet(change: id, party: party, note: mark)
        case .pollClosed(let id, _): .pollClosed(change: id, reason: mark)
        case .overrideRequested(let id, let hash, _, let notAgreed, let failed):
            .overrideRequested(
                change: id,
                planHash: hash,
                reason: mark,
                notAgreed: notAgreed.map { $0.redacted(as: mark) },
                failed: failed.map { $0.redacted(as: mark) }
            )
        case .overrideConfirmed(let id, let hash, let until, let notAgreed, let failed):
            .overrideConfirmed(
                change: id,
                planHash: hash,
                until: until,
                notAgreed: notAgreed.map { $0.redacted(as: mark) },
                failed: failed.map { $0.redacted(as: mark) }
            )
        case .waveEnded(let id, let wave, let despite):
            despite.map { _ in .waveEnded(change: id, wave: wave, despite: mark) }
        case .abortCriterionMet(let id, let criterion, _):
            .abortCriterionMet(change: id, criterion: criterion, reading: mark)
        case .aborted(let id, _): .aborted(change: id, reason: mark)
        case .finished(let id, let note):
            note.map { _ in .finished(change: id, note: mark) }
        case .rolledBack(let id, _): .rolledBack(change: id, note: mark)
        case .pollOpened, .voteWithdrawn, .began, .waveBegan: nil
        }
    }
}

extension ChangePlan {
    fileprivate func redacted(as mark: String) -> ChangePlan {
        var plan = self
        plan.what = mark
        for index in plan.impacts.indices { plan.impacts[index].text = mark }
        plan.rollback?.text = rollback?.text.map { _ in mark }
        for index in plan.destroys.indices { plan.destroys[index] = mark }
        return plan
    }
}

extension PreflightResult {
    fileprivate func redacted(as mark: String) -> PreflightResult {
        PreflightResult(check, verdict, subject: subject, mark)
    }
}

extension Vote {
    fileprivate var hasText: Bool { comment != nil || wouldChange != nil || channel != nil }

    fileprivate func redacted(as mark: String) -> Vote {
        Vote(
            party,
            answer,
            comment: comment.map { _ in mark },
            wouldChange: wouldChange.map { _ in mark },
            channel: channel.map { _ in mark }
        )
    }
}

extension Dissent {
    fileprivate func redacted(as mark: String) -> Dissent {
        Dissent(party, kind, text.map { _ in mark })
    }
}
