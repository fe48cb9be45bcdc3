import FleetModel
import Primitives

extension LogState {
    func decide(_ command: ChecklistCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .attachChecklist(let id, let checklist):
            let incident = try openIncident(id)
            guard !checklist.steps.isEmpty else {
                throw Refusal(.invalid, "the checklist '\(checklist.name)' has no steps")
            }
            guard !incident.checklists.contains(where: { $0.name == checklist.name }) else {
                throw Refusal(.invalid, "\(id) already has the checklist '\(checklist.name)'")
            }
            let taken = try taken(checklist, by: incident, in: context)
            return [Decision(id, .checklist(.attached(checklist: taken)))]
        case .startStep(let id, let stepID, let note):
            return try start(stepID, of: try openIncident(id), note: note, at: context.now)
        case .passStep(let id, let stepID, let note, let evidence, let again):
            let tick = StepTick(note: note, evidence: evidence, again: again, context)
            return try pass(stepID, of: try openIncident(id), tick)
        case .verifyStep(let id, let stepID, let note, let evidence):
            let incident = try openIncident(id)
            let tick = StepTick(note: note, evidence: evidence, again: false, context)
            return try verify(try step(stepID, of: incident), of: incident, tick)
        case .failStep(let id, let stepID, let reason):
            let incident = try openIncident(id)
            let step = try step(stepID, of: incident)
            return failed(step, of: incident, try text(reason, "the reason"))
        case .skipStep(let id, let stepID, let reason):
            let step = try step(stepID, of: try openIncident(id))
            let reason = try text(reason, "the reason")
            try checkMayBeLeftOut(step)
            return [Decision(id, .checklist(.skipped(step: stepID, reason: reason)))]
        case .waiveStep(let id, let stepID, let reason, let until):
            return try waive(stepID, of: try openIncident(id), reason, until: until, context)
        case .dismissStep(let id, let stepID, let reason):
            let incident = try openIncident(id)
            let step = try step(stepID, of: incident)
            let reason = try text(reason, "the reason")
            if step.definition.gate == .hard {
                try checkCommands(context.actor, incident, "says that a hard step does not apply")
            }
            return [Decision(id, .checklist(.dismissed(step: stepID, reason: reason)))]
        case .reopenStep(let id, let stepID):
            let step = try step(stepID, of: try openIncident(id))
            return step.progress == .pending
                ? [] : [Decision(id, .checklist(.reopened(step: stepID)))]
        case .passStepAutomatically, .regressStep, .startHold, .timeOutStep:
            return try decideAutomatic(command, at: context.now)
        }
    }

    /// What the rule evaluator asks for; done already, it leads to nothing.
    private func decideAutomatic(
        _ command: ChecklistCommand,
        at now: Timestamp
    ) throws(Refusal) -> [Decision] {
        switch command {
        case .passStepAutomatically(let id, let stepID, let evidence):
            let incident = try openIncident(id)
            let step = try step(stepID, of: incident)
            guard step.mayPassByItself(at: now), incident.obstacle(to: step, at: now) == nil
            else { return [] }
            let event = ChecklistEvent.passed(
                step: stepID,
                evidence: evidence,
                automatic: true,
                overrides: false
            )
            return [Decision(id, .checklist(event))]
        case .regressStep(let id, let stepID, let reading):
            let incident = try openIncident(id)
            return regress(try step(stepID, of: incident), of: incident, reading)
        case .startHold(let id, let stepID):
            let incident = try openIncident(id)
            let step = try step(stepID, of: incident)
            guard step.progress == .pending, step.definition.hold != nil,
                incident.isReached(step, at: now)
            else { return [] }
            return [Decision(id, .checklist(.started(step: stepID, attempt: 1)))]
        case .timeOutStep(let id, let stepID, let reading):
            let incident = try openIncident(id)
            return timeOut(try step(stepID, of: incident), of: incident, reading, at: now)
        case .attachChecklist, .startStep, .passStep, .verifyStep, .failStep, .skipStep,
            .waiveStep, .dismissStep, .reopenStep:
            return []
        }
    }

    /// What passed no longer holds; the incident was watched for just that.
    private func regress(
        _ step: StepState,
        of incident: IncidentState,
        _ reading: String
    ) -> [Decision] {
        guard step.progress == .passed || step.progress == .verified else { return [] }
        let id = step.definition.id
        var decisions = [
            Decision(incident.id, .checklist(.regressed(step: id, reading: reading)))
        ]
        let blocks = step.definition.gate == nil || step.definition.gate == .hard
        if incident.status == .monitoring, blocks {
            let event = IncidentEvent.statusChanged(
                from: .monitoring,
                to: .investigating,
                reason: "'\(step.definition.title)' no longer holds: \(reading)"
            )
            decisions.append(Decision(incident.id, .incident(event)))
        }
        return decisions
    }

    /// That a step failed, and the task that its runbook opens for it.
    private func failed(
        _ step: StepState,
        of incident: IncidentState,
        _ reason: String
    ) -> [Decision] {
        let failure = Decision(
            incident.id,
            .checklist(.failed(step: step.definition.id, reason: reason))
        )
        let task = "put right: \(step.definition.title)"
        let isOpen = incident.tasks.contains { $0.state == .open && $0.text == task }
        guard step.definition.onFail == .task, !isOpen else { return [failure] }
        let number = (incident.tasks.last?.number ?? 0) + 1
        let event = TaskEvent.added(number: number, text: task, owner: nil, due: nil)
        return [failure, Decision(incident.id, .task(event))]
    }

    private func timeOut(
        _ step: StepState,
        of incident: IncidentState,
        _ reading: String?,
        at now: Timestamp
    ) -> [Decision] {
        guard step.progress == .running, let limit = step.definition.timeout,
            let startedAt = step.startedAt, startedAt + limit <= now
        else { return [] }
        let id = step.definition.id
        let reason =
            "not done within \(limit.brief)" + (reading.map { ": \($0)" } ?? "")
        guard step.attempt <= step.definition.retries else {
            return failed(step, of: incident, reason)
        }
        let event = ChecklistEvent.started(step: id, attempt: step.attempt + 1, reason: reason)
        return [Decision(incident.id, .checklist(event))]
    }

    /// The checklist as an incident takes it: a row for each target, and no name twice.
    func taken(
        _ checklist: ChecklistDefinition,
        by incident: IncidentState?,
        in context: DecisionContext
    ) throws(Refusal) -> ChecklistDefinition {
        let roster = context.roster
        var checklist = checklist.expanded(
            nodes: roster?.nodes ?? [],
            parties: (roster?.parties ?? []).map { ($0, roster?.nodes(of: $0) ?? []) }
        )
        var seen: Set<StepID> = []
        for step in checklist.steps where !seen.insert(step.id).inserted {
            throw Refusal(
                .invalid,
                "the checklist '\(checklist.name)' has two steps named '\(step.id)'"
            )
        }
        var taken = Set(incident?.steps.map(\.definition.id) ?? [])
        for index in checklist.steps.indices {
            let id = checklist.steps[index].id
            var (name, number) = (id, 2)
            // A free name must not be one that a later step of the same list has.
            while taken.contains(name) || (name != id && seen.contains(name)) {
                name = StepID("\(id)-\(number)")
                number += 1
            }
            taken.insert(name)
            guard name != id else { continue }
            checklist.steps[index].id = name
            for later in checklist.steps.indices {
                checklist.steps[later].after = checklist.steps[later].after.map {
                    $0 == id ? name : $0
                }
            }
        }
        return checklist
    }

    func step(_ id: StepID, of incident: IncidentState) throws(Refusal) -> StepState {
        guard let step = incident.step(id) else {
            let known = incident.steps.prefix(20).map(\.definition.id.rawValue)
                .joined(separator: ", ")
            throw Refusal(
                .invalid,
                "\(incident.id) has no step '\(id)'"
                    + (known.isEmpty ? "; it has no checklist" : "; steps: \(known)")
            )
        }
        return step
    }
}

extension StepState {
    /// Whether it may be ticked because of what is sensed: a step that a person marked as failed,
    /// left out or ticked waits for a person.
    fileprivate func mayPassByItself(at now: Timestamp) -> Bool {
        switch standing(at: now) {
        case .pending, .running, .regressed: true
        case .stale: !isOverridden
        case .passed, .verified, .failed, .skipped, .waived, .notApplicable, .waiverExpired: false
        }
    }
}
