import FleetModel
import IncidentLog
import Primitives

/// What follows for the steps of a checklist: ticks, ticks taken back, holds that begin and end,
/// attempts that took too long.
extension RuleEvaluator {
    mutating func stepCommands(
        _ incident: IncidentState,
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Command] {
        incident.steps.compactMap { step in
            let evaluation =
                observe(step, of: incident, readings, at: now)
                ?? agreement(for: step, of: incident, log, at: now)
            return command(for: step, of: incident, evaluation, at: now).map(Command.checklist)
        }
    }

    /// Judges the condition of a step; nil for one that has none.
    private mutating func observe(
        _ step: StepState,
        of incident: IncidentState,
        _ readings: FleetReadings,
        at now: Timestamp
    ) -> Evaluation? {
        guard let condition = step.condition else { return nil }
        let key = StepKey(incident: incident.id, step: step.definition.id)
        let scope = Condition.Scope(fleet, readings, nodes: step.definition.nodes, now: now)
        let evaluation = condition.evaluate(in: scope)
        evaluations[key] = evaluation
        stepClocks[key, default: HoldClock()].observe(evaluation.truth, at: now)
        return evaluation
    }

    /// Whether those who are affected agree to the newest change of the incident; nil for a step
    /// that does not wait for that, and while nobody was asked.
    private mutating func agreement(
        for step: StepState,
        of incident: IncidentState,
        _ log: LogState,
        at now: Timestamp
    ) -> Evaluation? {
        guard step.definition.kind == .poll,
            let change = log.changes.last(where: { $0.incident == incident.id && $0.poll != nil }),
            let poll = change.poll
        else { return nil }
        let isAgreed: Bool
        if case .go = change.standing(at: now) { isAgreed = true } else { isAgreed = false }
        let names = poll.terms.required.map(\.rawValue).joined(separator: ", ")
        let missing = change.isPollValid ? poll.dissents.map(\.words) : ["the plan changed"]
        let evaluation = Evaluation(
            truth: isAgreed ? .holds : .fails,
            reading: "\(change.id): "
                + (isAgreed ? "GO by \(names)" : missing.joined(separator: "; "))
        )
        evaluations[StepKey(incident: incident.id, step: step.definition.id)] = evaluation
        return evaluation
    }

    private func command(
        for step: StepState,
        of incident: IncidentState,
        _ evaluation: Evaluation?,
        at now: Timestamp
    ) -> ChecklistCommand? {
        let id = step.definition.id
        guard step.at.map({ !isRecent($0, at: now) }) ?? true else { return nil }
        switch step.standing(at: now) {
        case .passed, .verified: return regression(of: step, of: incident, evaluation)
        case .stale:
            guard !step.isOverridden else { return nil }
            return regression(of: step, of: incident, evaluation)
                ?? tick(step, of: incident, evaluation, at: now)
        case .pending:
            guard step.definition.hold != nil else {
                return tick(step, of: incident, evaluation, at: now)
            }
            return incident.isReached(step, at: now) ? .startHold(incident.id, id) : nil
        case .regressed: return tick(step, of: incident, evaluation, at: now)
        case .running:
            return endOfHold(step, of: incident, at: now)
                ?? tick(step, of: incident, evaluation, at: now)
                ?? timeOut(step, of: incident, evaluation, at: now)
        case .failed, .skipped, .waived, .notApplicable, .waiverExpired: return nil
        }
    }

    private func regression(
        of step: StepState,
        of incident: IncidentState,
        _ evaluation: Evaluation?
    ) -> ChecklistCommand? {
        // What was agreed to was agreed to; whether it still is, the change itself asks.
        guard step.definition.kind != .poll, let evaluation, evaluation.truth == .fails,
            !step.isOverridden
        else { return nil }
        return .regressStep(incident.id, step.definition.id, reading: evaluation.reading)
    }

    private func tick(
        _ step: StepState,
        of incident: IncidentState,
        _ evaluation: Evaluation?,
        at now: Timestamp
    ) -> ChecklistCommand? {
        let key = StepKey(incident: incident.id, step: step.definition.id)
        let held = stepClocks[key]?.held(at: now) ?? .zero
        guard let evaluation, evaluation.truth == .holds,
            held >= step.condition?.hold ?? .zero, incident.obstacle(to: step, at: now) == nil
        else { return nil }
        let evidence = Evidence.reading(
            text: evaluation.reading,
            heldMilliseconds: held.milliseconds
        )
        return .passStepAutomatically(incident.id, step.definition.id, evidence: evidence)
    }

    private func endOfHold(
        _ step: StepState,
        of incident: IncidentState,
        at now: Timestamp
    ) -> ChecklistCommand? {
        guard let hold = step.definition.hold, let startedAt = step.startedAt,
            now - startedAt >= hold
        else { return nil }
        let evidence = Evidence.reading(
            text: "waited since \(startedAt.hourMinute)Z",
            heldMilliseconds: (now - startedAt).milliseconds
        )
        return .passStepAutomatically(incident.id, step.definition.id, evidence: evidence)
    }

    private func timeOut(
        _ step: StepState,
        of incident: IncidentState,
        _ evaluation: Evaluation?,
        at now: Timestamp
    ) -> ChecklistCommand? {
        guard let limit = step.definition.timeout, let startedAt = step.startedAt,
            startedAt + limit <= now
        else { return nil }
        return .timeOutStep(incident.id, step.definition.id, reading: evaluation?.reading)
    }
}
