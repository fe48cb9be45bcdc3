package import FleetModel
package import Primitives

/// Something that is asked for about a change of a fleet.
package enum ChangeCommand: Equatable, Sendable {
    /// Plan a change, or plan this one anew; a new one may belong to an incident.
    case plan(ChangeID?, ChangePlan, incident: IncidentID? = nil)
    /// Write down what a look before the change found about this plan.
    case recordPreflight(ChangeID, planHash: String, [PreflightResult])
    /// Ask those affected; without voters all parties, and the usual times.
    case openPoll(
        ChangeID,
        voters: [PartyID] = [],
        advisory: [PartyID] = [],
        agree: Int? = nil,
        answerWithin: Duration? = nil,
        valid: Duration? = nil
    )
    /// Write down a party's answer about the plan of this hash, as whoever answers has read it.
    case vote(ChangeID, planHash: String, Vote)
    /// Take a party's answer back.
    case withdrawVote(ChangeID, PartyID)
    /// Say that the condition of a party is met.
    case meetCondition(ChangeID, PartyID, note: String)
    /// End the poll with a no.
    case closePoll(ChangeID, reason: String)
    /// Ask a second person to go on without an agreement.
    case requestOverride(ChangeID, reason: String)
    /// Answer for it as the second person.
    case confirmOverride(ChangeID)
    /// Begin the work, and its first wave.
    case begin(ChangeID)
    /// Let the next wave begin; `despite` says why it need not wait for what holds it.
    case nextWave(ChangeID, despite: String? = nil)
    /// Note that a wave has been watched for long enough.
    case endWave(ChangeID, wave: Int)
    /// Note that a condition for aborting holds.
    case noteAbortCriterion(ChangeID, criterion: String, reading: String)
    /// Give the change up.
    case abort(ChangeID, reason: String)
    /// Say that the work is done; `despite` says why it need not wait for what holds it.
    case finish(ChangeID, note: String? = nil, despite: String? = nil)
    /// Say that what was before runs again.
    case rollBack(ChangeID, note: String)
}
