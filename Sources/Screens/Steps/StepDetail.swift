import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// One step: where it stands and who brought it there, what it sees, what is missing.
enum StepDetail {
    static func of(_ step: StepState, _ model: AppModel, _ theme: Theme, width: Int) -> Detail {
        let definition = step.definition
        var detail = Detail("Step \(definition.id)", theme, width: width)
        let look = StepLook(step, model)
        detail.add("\(look.mark) \(definition.title)", look.role == .muted ? .text : look.role)
        detail.add("state", state(of: step, model))
        let kind = step.condition == nil ? "done and ticked by hand" : "checks itself"
        detail.add("kind", definition.signOff.map { "\(kind); \($0) confirms it" } ?? kind)
        if let remark = step.remark {
            let word = step.isDone || step.progress == .passed ? "evidence" : "reason"
            detail.add(word, remark)
        }
        if step.isOverridden { detail.add("by hand", "a person overrode what it checks", .changed) }
        if let words = missing(step, model) { detail.add("missing", words, .warning) }
        if let condition = step.condition {
            detail.head("Condition")
            detail.add(condition.source)
            let reading = StepLook.reading(of: step, model)
            detail.add("now", reading?.evaluation.reading ?? "not judged yet")
            if let reading, condition.hold > .zero {
                detail.add("held", held(reading, for: condition.hold))
            }
        }
        detail.nodes(definition.nodes, model) { model.assessment($0).reasons.first ?? "" }
        let subject = EntryIndex.Subject.step(definition.id, of: model.incidentID)
        detail.history("Log of this step", of: subject, model)
        return detail
    }

    private static func state(of step: StepState, _ model: AppModel) -> String {
        guard let at = step.at else { return step.progress.rawValue }
        let by =
            step.actor.map { $0.kind == .automatic ? " by itself" : " by \($0.name)" } ?? ""
        return "\(step.progress.rawValue)\(by), \(model.told(at))"
    }

    /// For how long the condition has held, beside what it has to.
    private static func held(_ reading: StepReading, for hold: Duration) -> String {
        guard reading.evaluation.truth == .holds else {
            return "not now; it has to for \(hold.brief)"
        }
        return reading.held < hold
            ? "\(reading.held.brief) of \(hold.brief)"
            : "\(reading.held.brief), \(hold.brief) are enough"
    }

    /// What stands between the step and its end; nil when nothing does.
    private static func missing(_ step: StepState, _ model: AppModel) -> String? {
        if step.progress == .passed, let confirmer = step.definition.signOff {
            return "\(confirmer) has not confirmed it yet"
        }
        guard !step.isDone, !step.progress.isSettled else { return nil }
        guard let condition = step.condition else { return "somebody who does it and ticks it" }
        guard let reading = StepLook.reading(of: step, model) else { return "a reading of it" }
        switch reading.evaluation.truth {
        case .holds:
            let left = max(.zero, condition.hold - reading.held)
            return left > .zero ? "it has to hold for \(left.brief) more" : nil
        case .fails: return reading.evaluation.reading
        case .unknown: return "it is not known: \(reading.evaluation.reading)"
        }
    }
}
