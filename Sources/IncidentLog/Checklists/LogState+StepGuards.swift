import FleetModel
import Primitives

/// What somebody says who ticks or confirms a step.
struct StepTick {
    let note: String?
    let evidence: Evidence?
    /// Whether they say that the failure before was seen.
    let again: Bool
    let actor: Actor
    let now: Timestamp

    init(note: String?, evidence: Evidence?, again: Bool, _ context: DecisionContext) {
        self.note = note
        self.evidence = evidence
        self.again = again
        actor = context.actor
        now = context.now
    }

    var hasNote: Bool { note?.contains { !$0.isWhitespace } == true }
}

// MARK: Beginning and ticking

extension LogState {
    func start(
        _ id: StepID,
        of incident: IncidentState,
        note: String?,
        at now: Timestamp
    ) throws(Refusal) -> [Decision] {
        let step = try step(id, of: incident)
        let title = step.definition.title
        switch step.standing(at: now) {
        case .pending, .failed, .regressed, .stale: break
        case .running:
            let who = step.actor.map { " by \($0.name)" } ?? ""
            throw Refusal(.invalid, "'\(title)' was begun already\(who)")
        case .passed, .verified, .skipped, .waived, .notApplicable, .waiverExpired:
            throw Refusal(
                .invalid,
                "'\(title)' is \(step.standing(at: now).rawValue); "
                    + "to do it again set it back first (step reopen \(id))"
            )
        }
        try checkNothingComesFirst(step, of: incident, at: now)
        let event = ChecklistEvent.started(step: id, attempt: step.attempt + 1, reason: note)
        return [Decision(incident.id, .checklist(event))]
    }

    func pass(
        _ id: StepID,
        of incident: IncidentState,
        _ tick: StepTick
    ) throws(Refusal) -> [Decision] {
        let step = try step(id, of: incident)
        switch step.standing(at: tick.now) {
        case .verified:
            throw Refusal(.invalid, "'\(step.definition.title)' is verified already")
        case .passed: return try verify(step, of: incident, tick)
        case .pending, .running, .failed, .skipped, .waived, .notApplicable, .regressed, .stale,
            .waiverExpired:
            break
        }
        let overrides = step.definition.isSensed
        if overrides, !tick.hasNote {
            throw Refusal(
                .held,
                "this step checks itself; to tick it by hand say why (the tick is an override)",
                argument: "note"
            )
        }
        if step.progress == .failed, !tick.again { throw needsConfirmation(step) }
        try checkNothingComesFirst(step, of: incident, at: tick.now)
        try checkEvidence(step, tick)
        let event = ChecklistEvent.passed(
            step: id,
            evidence: tick.evidence ?? tick.note.map { .note(text: $0) },
            automatic: false,
            overrides: overrides,
            note: tick.evidence == nil ? nil : tick.note
        )
        let words = tick.note ?? tick.evidence?.text ?? step.definition.title
        return [Decision(incident.id, .checklist(event))]
            + conditionMet(by: step, of: incident, words)
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

    private func checkNothingComesFirst(
        _ step: StepState,
        of incident: IncidentState,
        at now: Timestamp
    ) throws(Refusal) {
        guard let obstacle = incident.obstacle(to: step, at: now) else { return }
        throw Refusal(.held, "'\(step.definition.title)' waits: \(obstacle.sentence)")
    }

    private func checkEvidence(_ step: StepState, _ tick: StepTick) throws(Refusal) {
        let (id, title) = (step.definition.id, step.definition.title)
        switch step.definition.evidence {
        case .none: return
        case .note:
            guard tick.evidence == nil, !tick.hasNote else { return }
            throw Refusal(
                .invalid,
                "'\(title)' needs a note of what was seen (step pass \(id) --note TEXT, "
                    + "or --evidence FILE)",
                argument: "note"
            )
        case .required:
            guard tick.evidence?.isProof != true else { return }
            throw Refusal(
                .invalid,
                "'\(title)' needs evidence: a file, a link or the output of a command "
                    + "(step pass \(id) --evidence FILE)",
                argument: "evidence"
            )
        }
    }
}

// MARK: The second person

extension LogState {
    func verify(
        _ step: StepState,
        of incident: IncidentState,
        _ tick: StepTick
    ) throws(Refusal) -> [Decision] {
        let (id, title) = (step.definition.id, step.definition.title)
        switch step.standing(at: tick.now) {
        case .passed: break
        case .verified: throw Refusal(.invalid, "'\(title)' is verified already")
        case .stale:
            throw Refusal(
                .held,
                "the tick of '\(title)' is too old; tick it anew (step pass \(id))"
            )
        case .pending, .running, .failed, .skipped, .waived, .notApplicable, .regressed,
            .waiverExpired:
            throw Refusal(.invalid, "'\(title)' has not passed yet (step pass \(id))")
        }
        switch step.definition.confirmation {
        case .own: throw Refusal(.invalid, "'\(title)' has passed already")
        // Two who tick at once both saw it: the second tick is a confirmation.
        case nil:
            guard step.tickedBy?.kind != .automatic, !step.wasTicked(by: tick.actor) else {
                throw Refusal(.invalid, "'\(title)' has passed already")
            }
        case .named(let name): try checkNamed(step, tick.actor, name)
        case .concurrent: try checkConcurrent(step, tick)
        case .independent: try checkIndependent(step, tick)
        }
        let event = ChecklistEvent.verified(step: id, note: tick.note, evidence: tick.evidence)
        return [Decision(incident.id, .checklist(event))]
    }

    /// Refuses whoever is not the person named by the sign-off, or ticked the step.
    ///
    /// Names are compared without regard to case.
    private func checkNamed(
        _ step: StepState,
        _ actor: Actor,
        _ name: String
    ) throws(Refusal) {
        let isNamed = actor.name.lowercased() == name.lowercased()
        if step.wasTicked(by: actor) {
            let advice = isNamed ? "; reopen it, and let somebody else tick it" : ""
            throw Refusal(
                .held,
                "somebody else must confirm this step: you ticked it yourself\(advice)"
            )
        }
        guard isNamed else {
            throw Refusal(.held, "\(name) must confirm this step, as the checklist says")
        }
    }

    /// Two people see the same thing at the same time, or it was not done together.
    private func checkConcurrent(_ step: StepState, _ tick: StepTick) throws(Refusal) {
        guard !step.wasTicked(by: tick.actor) else {
            throw Refusal(
                .held,
                "somebody else must confirm this step: you ticked it yourself"
            )
        }
        let age = step.tickedAt.map { tick.now - $0 } ?? .zero
        let wasPerson = step.tickedBy?.kind != .automatic
        guard !wasPerson || age <= SignOff.concurrentWithin else {
            throw Refusal(
                .held,
                "this step is confirmed within \(SignOff.concurrentWithin.brief) of the tick, which "
                    + "was \(age.brief) ago; do it together once more "
                    + "(step reopen \(step.definition.id))"
            )
        }
    }

    /// The second look is another person's, and comes later: so it is not the memory of the first.
    private func checkIndependent(_ step: StepState, _ tick: StepTick) throws(Refusal) {
        guard !step.wasTicked(by: tick.actor) else {
            throw Refusal(
                .invalid,
                "somebody else must confirm this step: you ticked it yourself"
            )
        }
        let from = (step.tickedAt ?? tick.now) + SignOff.independentAfter
        guard tick.now >= from else {
            throw Refusal(
                .invalid,
                "an independent look comes \(SignOff.independentAfter.brief) after the tick at the "
                    + "earliest: from \(from.clock)Z on"
            )
        }
    }
}

extension StepState {
    fileprivate func wasTicked(by actor: Actor) -> Bool {
        tickedBy?.name.lowercased() == actor.name.lowercased()
    }
}

// MARK: Going on without a step

extension LogState {
    func checkMayBeLeftOut(_ step: StepState) throws(Refusal) {
        let (id, title) = (step.definition.id, step.definition.title)
        switch step.definition.gate {
        case nil, .info: return
        case .hard:
            throw Refusal(
                .held,
                "'\(title)' is a hard gate: it passes, or the commander says that it does not "
                    + "apply (step na \(id) --reason TEXT)"
            )
        case .soft:
            throw Refusal(
                .held,
                "'\(title)' is not left out without a waiver of the commander "
                    + "(step waive \(id) --reason TEXT)"
            )
        }
    }

    func waive(
        _ id: StepID,
        of incident: IncidentState,
        _ reason: String,
        until: Timestamp?,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let step = try step(id, of: incident)
        let reason = try text(reason, "the reason")
        if let until, until <= context.now {
            throw Refusal(.invalid, "the waiver would be over already", argument: "until")
        }
        if step.definition.gate == .hard { try checkMayBeLeftOut(step) }
        try checkCommands(context.actor, incident, "waives a step")
        guard step.progress == .waived || !step.isDone(at: context.now) else {
            throw Refusal(
                .invalid,
                "'\(step.definition.title)' is \(step.progress.rawValue): there is nothing to waive"
            )
        }
        let event = ChecklistEvent.waived(step: id, reason: reason, until: until)
        return [Decision(incident.id, .checklist(event))]
    }

    /// Refuses whoever does not command the incident.
    func checkCommands(
        _ actor: Actor,
        _ incident: IncidentState,
        _ deed: String
    ) throws(Refusal) {
        guard incident.commander.lowercased() != actor.name.lowercased() else { return }
        let who = incident.commander.isEmpty ? "nobody now" : incident.commander
        throw Refusal(
            .held,
            "only the commander \(deed), and that is \(who); "
                + "ask them, or take command (incident commander)"
        )
    }

    /// What of the checklists holds back the end of an incident.
    func checkSteps(of incident: IncidentState, at now: Timestamp) throws(Refusal) {
        let undone = incident.steps.filter { $0.isBlocking(at: now) }
        guard let step = undone.first else { return }
        let (id, standing) = (step.definition.id, step.standing(at: now))
        let more = undone.count == 1 ? "" : " and \(undone.count - 1) more"
        let state =
            switch standing {
            case .stale: " (its tick is stale: step pass \(id) ticks it anew)"
            case .waiverExpired: " (its waiver is over)"
            case .passed: " (\(step.definition.confirmer ?? "") has to confirm it)"
            case .regressed: " (it no longer holds)"
            case .pending, .running, .verified, .failed, .skipped, .waived, .notApplicable: ""
            }
        let advice =
            switch step.definition.gate {
            case nil, .info: "finish, or skip with a reason"
            case .hard: "finish it: it is a hard gate"
            case .soft: "finish it, or have it waived (step waive \(id) --reason TEXT)"
            }
        throw Refusal(
            .held,
            "checklist is not done: '\(step.definition.title)'\(state)\(more); \(advice)"
        )
    }
}
