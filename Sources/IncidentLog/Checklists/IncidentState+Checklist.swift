package import FleetModel
package import Primitives

/// A checklist that an incident took over.
package struct AttachedChecklist: Codable, Equatable, Sendable {
    /// Its name.
    package internal(set) var name: String
    /// Whether its steps have an order that counts.
    package let mode: ChecklistMode
    /// The entry that brought it.
    let entry: EntryID
}

extension IncidentState {
    /// The name of its first checklist; nil when it has none.
    package var checklistName: String? { checklists.first?.name }

    mutating func apply(_ event: ChecklistEvent, of entry: Entry) {
        switch event {
        case .attached(let checklist):
            let place = checklists.count
            checklists.append(
                AttachedChecklist(name: checklist.name, mode: checklist.mode, entry: entry.id)
            )
            steps += checklist.steps.map { StepState($0, checklist: place) }
        case .passed(let id, let evidence, _, let overrides, let note):
            change(id) { step in
                let words = [note, evidence?.text].compactMap(\.self)
                step.become(.passed, by: entry, words.isEmpty ? nil : words.joined(separator: "; "))
                step.isOverridden = overrides
                step.evidence = evidence
                step.evidenceEntry = evidence.map { _ in entry.id }
                (step.tickedBy, step.tickedAt) = (entry.actor, entry.occurredAt)
            }
        case .verified(let id, let note, let evidence):
            change(id) { $0.confirm(note, evidence, by: entry) }
        case .failed(let id, let reason): change(id) { $0.become(.failed, by: entry, reason) }
        case .skipped(let id, let reason): change(id) { $0.become(.skipped, by: entry, reason) }
        case .dismissed(let id, let reason):
            change(id) { $0.become(.notApplicable, by: entry, reason) }
        case .waived(let id, let reason, let until):
            change(id) { step in
                step.become(.waived, by: entry, reason)
                step.waivedUntil = until
            }
        case .regressed(let id, let reading):
            change(id) { $0.become(.regressed, by: entry, reading) }
        case .started(let id, let attempt, let reason):
            change(id) { step in
                step.become(.running, by: entry, reason)
                step.startedAt = entry.occurredAt
                step.attempt = attempt
            }
        case .reopened(let id):
            change(id) { step in
                step = StepState(step.definition, checklist: step.checklist)
                step.remarkEntry = entry.id
            }
        }
    }

    private mutating func change(_ id: StepID, _ change: (inout StepState) -> Void) {
        guard let index = steps.firstIndex(where: { $0.definition.id == id }) else { return }
        change(&steps[index])
    }

    /// Forgets what an entry about the checklist told in words.
    mutating func removeText(of id: EntryID, _ event: ChecklistEvent) {
        func removeRemark(_ step: StepID, _ remark: String?, _ evidence: Evidence? = nil) {
            // Confirming without a word keeps what was said before.
            for index in steps.indices where steps[index].definition.id == step {
                if steps[index].remarkEntry == id { steps[index].remark = remark }
                if steps[index].evidenceEntry == id { steps[index].evidence = evidence }
            }
        }
        switch event {
        case .attached(let checklist):
            guard let place = checklists.firstIndex(where: { $0.entry == id }) else { return }
            checklists[place].name = checklist.name
            let rows = steps.indices.filter { steps[$0].checklist == place }
            for (index, step) in zip(rows, checklist.steps) {
                steps[index].definition.takeTexts(of: step)
            }
        case .passed(let step, let evidence, _, _, let note):
            removeRemark(step, note ?? evidence?.text, evidence)
        case .verified(let step, let note, let evidence):
            removeRemark(step, note ?? evidence?.text, evidence)
        case .failed(let step, let reason), .skipped(let step, let reason),
            .waived(let step, let reason, _), .dismissed(let step, let reason):
            removeRemark(step, reason)
        case .regressed(let step, let reading): removeRemark(step, reading)
        case .started(let step, _, let reason): removeRemark(step, reason)
        case .reopened: break
        }
    }
}

extension StepState {
    fileprivate mutating func become(
        _ progress: Progress,
        by entry: Entry,
        _ remark: String?
    ) {
        self.progress = progress
        actor = entry.actor
        at = entry.occurredAt
        self.remark = remark
        remarkEntry = entry.id
        isOverridden = false
        waivedUntil = nil
        evidence = nil
        evidenceEntry = nil
        (tickedBy, tickedAt) = (nil, nil)
    }

    /// The proof and the override stay: confirming a tick does not make it another one.
    fileprivate mutating func confirm(_ note: String?, _ proof: Evidence?, by entry: Entry) {
        progress = .verified
        actor = entry.actor
        at = entry.occurredAt
        let words = [note, proof?.text].compactMap(\.self)
        if !words.isEmpty {
            remark = words.joined(separator: "; ")
            remarkEntry = entry.id
        }
        guard let proof else { return }
        evidence = proof
        evidenceEntry = entry.id
    }

    /// Tells its moments in the time of a clock that was set; the end of a waiver was promised for
    /// a time of day.
    mutating func move(by step: Duration) {
        at = at.map { $0 + step }
        tickedAt = tickedAt.map { $0 + step }
        startedAt = startedAt.map { $0 + step }
    }
}

// MARK: What must come first

extension IncidentState {
    /// What must happen before a step may be worked on.
    package enum StepObstacle: Equatable, Sendable {
        /// The list is read and done in its order, and this step comes first.
        case order(StepState)
        /// The runbook wants this step done before.
        case undone(StepState)
        /// What this step destroys must be kept first, and the proof of this one is missing.
        case unproved(StepState, destroys: String)
        /// What this step destroys must be kept first, and nothing was kept yet.
        case nothingKept(destroys: String)

        /// What is missing, and what provides it.
        package var sentence: String {
            switch self {
            case .order(let first):
                "'\(first.definition.title)' comes first, this list is done in its order "
                    + "(step pass \(first.definition.id))"
            case .undone(let first):
                "'\(first.definition.title)' must be done before (step pass \(first.definition.id))"
            case .unproved(let first, let what):
                "it destroys \(what), and '\(first.definition.title)' has no evidence yet "
                    + "(step pass \(first.definition.id) --evidence FILE)"
            case .nothingKept(let what):
                "it destroys \(what), and nothing of it was kept yet "
                    + "(log attach FILE, or the evidence of another step)"
            }
        }
    }

    /// What must happen before a step may be worked on; nil when nothing must.
    package func obstacle(to step: StepState, at now: Timestamp) -> StepObstacle? {
        if isOrdered(step), let first = earlier(than: step).first(where: { $0.isBlocking(at: now) })
        {
            return .order(first)
        }
        let required = step.definition.after.flatMap { rows(of: $0, for: step) }
        if let first = required.first(where: { !$0.isDone(at: now) }) { return .undone(first) }
        guard let what = step.definition.destroys else { return nil }
        if let first = required.first(where: { $0.evidence?.isProof != true }) {
            return .unproved(first, destroys: what)
        }
        return required.isEmpty && keptProofs == 0 ? .nothingKept(destroys: what) : nil
    }

    /// Whether everything before a step in its list is done.
    package func isReached(_ step: StepState, at now: Timestamp) -> Bool {
        obstacle(to: step, at: now) == nil
            && !earlier(than: step).contains { $0.isBlocking(at: now) }
    }

    private func isOrdered(_ step: StepState) -> Bool {
        checklists.indices.contains(step.checklist) && checklists[step.checklist].mode == .readDo
    }

    /// The steps before one in its list; the rows of one step have no order among them.
    private func earlier(than step: StepState) -> some Sequence<StepState> {
        steps.lazy.filter { $0.checklist == step.checklist }
            .prefix { $0.definition.base != step.definition.base }
    }

    /// The rows of a step that count for another: the one of the same target, else all.
    private func rows(of id: StepID, for step: StepState) -> [StepState] {
        let rows = steps.filter {
            $0.checklist == step.checklist
                && ($0.definition.base == id || $0.definition.id == id)
        }
        guard let target = step.definition.target else { return rows }
        let own = rows.filter { $0.definition.target?.isSame(as: target) == true }
        return own.isEmpty ? rows : own
    }
}
