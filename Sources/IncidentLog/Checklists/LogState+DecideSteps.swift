import Primitives
import FleetModel

extension LogState {
    func decide(_ command: ChecklistCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .attachChecklist(let id, let checklist):
            let incident = try openIncident(id)
            guard incident.steps.isEmpty else {
                let name = incident.checklistName ?? ""
                throw Refusal(.invalid, "\(id) already has the checklist '\(name)'")
            }
            guard !checklist.steps.isEmpty else {
                throw Refusal(.invalid, "the checklist '\(checklist.name)' has no steps")
            }
            try check(checklist)
            return [Decision(id, .checklist(.attached(checklist: checklist)))]
        case .passStep(let id, let stepID, let note, let again):
            let incident = try openIncident(id)
            let step = try step(stepID, of: incident)
            return try pass(step, of: incident, note: note, again: again, by: context.actor)
        case .failStep(let id, let stepID, let reason):
            _ = try step(stepID, of: try openIncident(id))
            let reason = try text(reason, "the reason")
            return [Decision(id, .checklist(.failed(step: stepID, reason: reason)))]
        case .skipStep(let id, let stepID, let reason):
            _ = try step(stepID, of: try openIncident(id))
            let reason = try text(reason, "the reason")
            return [Decision(id, .checklist(.skipped(step: stepID, reason: reason)))]
        case .reopenStep(let id, let stepID):
            let step = try step(stepID, of: try openIncident(id))
            return step.progress == .pending
                ? [] : [Decision(id, .checklist(.reopened(step: stepID)))]
        case .passStepAutomatically(let id, let stepID, let evidence):
            let step = try step(stepID, of: try openIncident(id))
            // A step that a person marked as failed waits for a person.
            guard step.progress == .pending || step.progress == .regressed else { return [] }
            return [
                Decision(
                    id,
                    .checklist(
                        .passed(
                            step: stepID,
                            evidence: evidence,
                            automatic: true,
                            overrides: false
                        )
                    )
                )
            ]
        case .regressStep(let id, let stepID, let reading):
            let step = try step(stepID, of: try openIncident(id))
            guard step.progress == .passed || step.progress == .verified else { return [] }
            return [Decision(id, .checklist(.regressed(step: stepID, reading: reading)))]
        }
    }

    func check(_ checklist: ChecklistDefinition) throws(Refusal) {
        var seen: Set<StepID> = []
        for step in checklist.steps where !seen.insert(step.id).inserted {
            throw Refusal(
                .invalid,
                "the checklist '\(checklist.name)' has two steps named '\(step.id)'"
            )
        }
    }

    private func step(_ id: StepID, of incident: IncidentState) throws(Refusal) -> StepState {
        guard let step = incident.step(id) else {
            let known = incident.steps.map(\.definition.id.rawValue).joined(separator: ", ")
            throw Refusal(
                .invalid,
                "\(incident.id) has no step '\(id)'"
                    + (known.isEmpty ? "; it has no checklist" : "; steps: \(known)")
            )
        }
        return step
    }

    private func needsConfirmation(_ step: StepState) -> Refusal {
        let who = step.actor.map { " by \($0.name)" } ?? ""
        let when = step.at.map { " at \($0.hourMinute)Z" } ?? ""
        return Refusal(
            .held,
            "'\(step.definition.title)' was marked as failed"
                + "\(who)\(when): \(step.remark ?? "no reason"); "
                + "to pass it all the same, confirm it (step pass --again)",
            argument: "again"
        )
    }

    private func pass(
        _ step: StepState,
        of incident: IncidentState,
        note: String?,
        again: Bool,
        by actor: Actor
    ) throws(Refusal) -> [Decision] {
        let id = step.definition.id
        if step.progress == .verified {
            throw Refusal(.invalid, "'\(step.definition.title)' is verified already")
        }
        if step.progress == .passed {
            try checkSignOff(step, by: actor)
            return [Decision(incident.id, .checklist(.verified(step: id, note: note)))]
        }
        let overrides = step.definition.condition != nil
        if overrides, note?.contains(where: { !$0.isWhitespace }) != true {
            throw Refusal(
                .held,
                "this step checks itself; to tick it by hand say why (the tick is an override)",
                argument: "note"
            )
        }
        if step.progress == .failed, !again { throw needsConfirmation(step) }
        return [
            Decision(
                incident.id,
                .checklist(
                    .passed(
                        step: id,
                        evidence: note.map { .note(text: $0) },
                        automatic: false,
                        overrides: overrides
                    )
                )
            )
        ]
    }

    /// Refuses whoever is not the person named by the sign-off, or ticked the step.
    ///
    /// Names are compared without regard to case.
    private func checkSignOff(_ step: StepState, by actor: Actor) throws(Refusal) {
        guard let named = step.definition.signOff else {
            throw Refusal(.invalid, "'\(step.definition.title)' has passed already")
        }
        let isNamed = actor.name.lowercased() == named.lowercased()
        let didTick = step.actor?.name.lowercased() == actor.name.lowercased()
        if didTick {
            let advice = isNamed ? "; reopen it, and let somebody else tick it" : ""
            throw Refusal(
                .held,
                "somebody else must confirm this step: you ticked it yourself\(advice)"
            )
        }
        guard isNamed else {
            throw Refusal(.held, "\(named) must confirm this step, as the checklist says")
        }
    }
}
