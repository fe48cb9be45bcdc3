package import FleetModel
package import Primitives

/// What happened to a change of a fleet: an upgrade, or the way back.
///
/// A plan is known by its hash: the digest that the store keeps of the entry that planned it, so
/// that what people agree to is bound to every word of it.
package enum ChangeEvent: EventFamily {
    /// Somebody planned a change, or planned it anew, which takes back all that was agreed.
    case planned(change: ChangeID, plan: ChangePlan)
    /// What speaks for and against it was looked at.
    case preflighted(change: ChangeID, planHash: String, results: [PreflightResult])
    /// Those affected are asked.
    case pollOpened(change: ChangeID, planHash: String, terms: PollTerms)
    /// A party answered.
    case voted(change: ChangeID, planHash: String, vote: Vote)
    /// A party took its answer back.
    case voteWithdrawn(change: ChangeID, party: PartyID)
    /// The condition of a party is met.
    case conditionMet(change: ChangeID, party: PartyID, note: String)
    /// Whoever directs the poll ended it with a no.
    case pollClosed(change: ChangeID, reason: String)
    /// Whoever directs the change asks a second person to go on without an agreement.
    case overrideRequested(
        change: ChangeID,
        planHash: String,
        reason: String,
        notAgreed: [Dissent],
        failed: [PreflightResult]
    )
    /// A second person answers for it too; it holds until then.
    case overrideConfirmed(
        change: ChangeID,
        planHash: String,
        until: Timestamp,
        notAgreed: [Dissent],
        failed: [PreflightResult]
    )
    /// The work began.
    case began(change: ChangeID, planHash: String)
    /// The nodes of a wave, counted from 1, are being changed.
    case waveBegan(change: ChangeID, wave: Int)
    /// A wave has been watched for long enough; `despite` says why it was ended all the same.
    case waveEnded(change: ChangeID, wave: Int, despite: String?)
    /// A condition holds under which the plan says to abort.
    case abortCriterionMet(change: ChangeID, criterion: String, reading: String)
    /// The work was given up.
    case aborted(change: ChangeID, reason: String)
    /// The work is done.
    case finished(change: ChangeID, note: String?)
    /// What was before runs again.
    case rolledBack(change: ChangeID, note: String)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case planned
        case preflighted
        case pollOpened
        case voted
        case voteWithdrawn
        case conditionMet
        case pollClosed
        case overrideRequested
        case overrideConfirmed
        case began
        case waveBegan
        case waveEnded
        case abortCriterionMet
        case aborted
        case finished
        case rolledBack
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .planned: .planned
        case .preflighted: .preflighted
        case .pollOpened: .pollOpened
        case .voted: .voted
        case .voteWithdrawn: .voteWithdrawn
        case .conditionMet: .conditionMet
        case .pollClosed: .pollClosed
        case .overrideRequested: .overrideRequested
        case .overrideConfirmed: .overrideConfirmed
        case .began: .began
        case .waveBegan: .waveBegan
        case .waveEnded: .waveEnded
        case .abortCriterionMet: .abortCriterionMet
        case .aborted: .aborted
        case .finished: .finished
        case .rolledBack: .rolledBack
        }
    }

    /// The change that it is about.
    package var change: ChangeID {
        switch self {
        case .planned(let change, _), .preflighted(let change, _, _),
            .pollOpened(let change, _, _), .voted(let change, _, _),
            .voteWithdrawn(let change, _), .conditionMet(let change, _, _),
            .pollClosed(let change, _), .overrideRequested(let change, _, _, _, _),
            .overrideConfirmed(let change, _, _, _, _), .began(let change, _),
            .waveBegan(let change, _), .waveEnded(let change, _, _),
            .abortCriterionMet(let change, _, _), .aborted(let change, _),
            .finished(let change, _), .rolledBack(let change, _):
            change
        }
    }
}

/// The number of a change in its store, such as `CHG-0001`.
package typealias ChangeID = Identifier<ChangeState>

extension Identifier where Subject == ChangeState {
    /// The identifier of the change with this number, counted from 1 in each store.
    package init(number: Int) {
        let digits = String(number)
        self.init("CHG-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
    }

    /// The number of the change; nil when the identifier is not made of one.
    package var number: Int? {
        rawValue.hasPrefix("CHG-") ? Int(rawValue.dropFirst(4)) : nil
    }
}
