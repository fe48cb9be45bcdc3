package import FleetModel
package import Primitives

/// What happened to the checklist.
package enum ChecklistEvent: EventFamily {
    /// A checklist was copied into the incident, after those that it had.
    case attached(checklist: ChecklistDefinition)
    /// A step passed, by itself or by hand; `overrides` tells that a person ticked an automatic
    /// step.
    case passed(
        step: StepID,
        evidence: Evidence?,
        automatic: Bool,
        overrides: Bool,
        note: String? = nil
    )
    /// Somebody confirmed a step that had passed.
    case verified(step: StepID, note: String?, evidence: Evidence? = nil)
    /// A step failed.
    case failed(step: StepID, reason: String)
    /// A step was left out on purpose.
    case skipped(step: StepID, reason: String)
    /// A step that had passed no longer holds; `reading` is what was measured.
    case regressed(step: StepID, reading: String)
    /// Somebody set a step back to pending.
    case reopened(step: StepID)
    /// Work on a step began, for the first time or again.
    case started(step: StepID, attempt: Int, reason: String? = nil)
    /// The commander lets the incident go on without a step, until a moment if one is given.
    case waived(step: StepID, reason: String, until: Timestamp? = nil)
    /// A step has nothing to do with this incident.
    case dismissed(step: StepID, reason: String)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case attached
        case passed
        case verified
        case failed
        case skipped
        case regressed
        case reopened
        case started
        case waived
        case dismissed
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .attached: .attached
        case .passed: .passed
        case .verified: .verified
        case .failed: .failed
        case .skipped: .skipped
        case .regressed: .regressed
        case .reopened: .reopened
        case .started: .started
        case .waived: .waived
        case .dismissed: .dismissed
        }
    }

    /// The step that it is about; nil for a whole list.
    package var step: StepID? {
        switch self {
        case .attached: nil
        case .passed(let step, _, _, _, _), .verified(let step, _, _), .failed(let step, _),
            .skipped(let step, _), .regressed(let step, _), .reopened(let step),
            .started(let step, _, _), .waived(let step, _, _), .dismissed(let step, _):
            step
        }
    }
}

extension ChecklistEvent {
    /// The event with `mark` in the place of every text; nil when it has none.
    func redacted(as mark: String) -> Self? {
        switch self {
        case .attached(var checklist):
            checklist.name = mark
            for index in checklist.steps.indices { checklist.steps[index].removeTexts(mark) }
            return .attached(checklist: checklist)
        case .passed(let step, let evidence, let automatic, let overrides, let note):
            guard evidence != nil || note != nil else { return nil }
            return .passed(
                step: step,
                evidence: evidence?.redacted(as: mark),
                automatic: automatic,
                overrides: overrides,
                note: note.map { _ in mark }
            )
        case .verified(let step, let note, let evidence):
            guard evidence != nil || note != nil else { return nil }
            return .verified(
                step: step,
                note: note.map { _ in mark },
                evidence: evidence?.redacted(as: mark)
            )
        case .failed(let step, _): return .failed(step: step, reason: mark)
        case .skipped(let step, _): return .skipped(step: step, reason: mark)
        case .regressed(let step, _): return .regressed(step: step, reading: mark)
        case .reopened: return nil
        case .started(let step, let attempt, let reason):
            return reason.map { _ in .started(step: step, attempt: attempt, reason: mark) }
        case .waived(let step, _, let until):
            return .waived(step: step, reason: mark, until: until)
        case .dismissed(let step, _): return .dismissed(step: step, reason: mark)
        }
    }
}

extension StepDefinition {
    /// Puts `mark` in the place of what people wrote; what is sensed, and of which, stays.
    fileprivate mutating func removeTexts(_ mark: String) {
        title = mark
        if expect != nil { expect = mark }
        if command != nil { command = mark }
        if destroys != nil { destroys = mark }
    }

    /// Takes over the texts of a step that lost them.
    mutating func takeTexts(of other: StepDefinition) {
        title = other.title
        expect = other.expect
        command = other.command
        destroys = other.destroys
    }
}
