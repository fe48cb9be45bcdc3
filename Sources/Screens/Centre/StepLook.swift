import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// How a step stands in a row: its mark, its colour, and who or what brought it there.
struct StepLook {
    /// One character that tells the states apart without colour.
    let mark: Character
    let role: ThemeRole
    /// `auto 13:59`, `hanno 14:00`, `6:40 of 10m`, `needs franck`.
    let status: String

    /// - Parameter isShort: Whether what the mark says already is left out of the words.
    init(_ step: StepState, _ model: AppModel, isShort: Bool = false) {
        let reading = Self.reading(of: step, model)
        (mark, role) =
            switch step.progress {
            case .passed, .verified: ("✓", step.isOverridden ? .changed : .good)
            case .failed: ("✗", .critical)
            case .skipped: ("–", .muted)
            case .regressed: ("↺", .critical)
            case .pending: reading?.evaluation.truth == .holds ? ("◌", .changed) : ("·", .text)
            }
        status = Self.status(of: step, reading, model, isShort: isShort)
    }

    /// What the condition of a step sees now; nil when nothing was judged yet.
    static func reading(of step: StepState, _ model: AppModel) -> StepReading? {
        model.incident.flatMap { model.snapshot.steps[$0.id]?[step.definition.id] }
    }

    private static func status(
        of step: StepState,
        _ reading: StepReading?,
        _ model: AppModel,
        isShort: Bool
    ) -> String {
        let held = holdProgress(of: step, reading)
        switch step.progress {
        case .passed, .verified, .failed, .skipped, .regressed:
            guard let actor = step.actor, let at = step.at else { return "" }
            let name = actor.kind == .automatic ? "auto" : actor.name
            if step.progress == .passed, let confirmer = step.definition.signOff {
                return "\(name) \(model.momentAndAge(at)), needs \(confirmer)"
            }
            let word =
                step.progress.isSettled || isShort ? "" : "\(step.progress.rawValue) "
            if let held, !step.progress.isSettled { return word + held }
            return word + "\(name) \(model.minute(at))"
        case .pending:
            guard step.condition != nil else { return "by hand" }
            return held ?? "auto"
        }
    }

    private static func holdProgress(of step: StepState, _ reading: StepReading?) -> String? {
        guard let condition = step.condition, let reading, reading.evaluation.truth == .holds,
            condition.hold > .zero
        else { return nil }
        // What has held long enough only waits for being written down.
        return "\(min(reading.held, condition.hold).clock) of \(condition.hold.brief)"
    }
}
