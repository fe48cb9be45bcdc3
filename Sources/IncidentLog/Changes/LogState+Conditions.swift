import FleetModel
import Primitives

// The conditions under which parties agree to a change: each is a step of the incident, and a hard
// one. Who ticks it meets the condition, and the other way round.
extension LogState {
    private static func name(of party: PartyID, in change: ChangeID) -> String {
        "\(change).\(party)"
    }

    /// The step of a party's condition that is still open; nil when there is none.
    private func step(for party: PartyID, of change: ChangeState) -> StepState? {
        guard let incident = change.incident.flatMap({ incident($0) }), incident.status.isOpen
        else { return nil }
        let name = Self.name(of: party, in: change.id)
        return incident.steps.last { step in
            let id = step.definition.id.rawValue
            return (id == name || id.hasPrefix(name + "-")) && !step.progress.isSettled
        }
    }

    /// What an answer means for the steps: the condition before counts no more, and a new one is to
    /// be met.
    func conditionSteps(
        for vote: Vote,
        of change: ChangeState,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let dropped = droppedConditions(
            of: change,
            by: [vote.party],
            "\(vote.party) answered anew"
        )
        guard vote.answer == .goIf, let comment = vote.comment,
            let incident = change.incident.flatMap({ incident($0) }), incident.status.isOpen
        else { return dropped }
        let step = StepDefinition(
            id: StepID(Self.name(of: vote.party, in: change.id)),
            title: comment,
            expect: "\(vote.party) agrees to \(change.id) then",
            evidence: .note,
            gate: .hard
        )
        let checklist = ChecklistDefinition(
            name: "condition of \(vote.party) for \(change.id)",
            steps: [step]
        )
        let taken = try taken(checklist, by: incident, in: context)
        return dropped + [Decision(incident.id, .checklist(.attached(checklist: taken)))]
    }

    /// The ends of the steps of conditions that count no more; of all parties when none is named.
    func droppedConditions(
        of change: ChangeState,
        by parties: [PartyID]? = nil,
        _ reason: String
    ) -> [Decision] {
        let all = change.poll?.votes.map(\.vote.party) ?? []
        return (parties ?? all).compactMap { party in
            step(for: party, of: change).map { step in
                let event = ChecklistEvent.dismissed(step: step.definition.id, reason: reason)
                return Decision(change.incident, .checklist(event))
            }
        }
    }

    /// The tick of the step of a condition that is met.
    func tick(of party: PartyID, in change: ChangeState, _ note: String) -> [Decision] {
        guard let step = step(for: party, of: change) else { return [] }
        let event = ChecklistEvent.passed(
            step: step.definition.id,
            evidence: .note(text: note),
            automatic: false,
            overrides: false
        )
        return [Decision(change.incident, .checklist(event))]
    }

    /// The condition that is met with the tick of a step; empty for any other step.
    func conditionMet(by step: StepState, of incident: IncidentState, _ words: String) -> [Decision]
    {
        for change in openChanges where change.incident == incident.id && change.isPollValid {
            for cast in change.poll?.votes ?? []
            where cast.vote.answer == .goIf && cast.conditionMet == nil
                && self.step(for: cast.vote.party, of: change)?.definition.id
                    == step.definition.id
            {
                return one(
                    change,
                    .conditionMet(change: change.id, party: cast.vote.party, note: words)
                )
            }
        }
        return []
    }
}
