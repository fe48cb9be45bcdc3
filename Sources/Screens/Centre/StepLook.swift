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
            switch step.standing(at: model.now) {
            case .passed, .verified: ("✓", step.isOverridden ? .changed : .good)
            case .failed: ("✗", .critical)
            case .skipped: ("–", .muted)
            case .notApplicable: ("⊘", .muted)
            case .waived: ("◇", .changed)
            case .waiverExpired: ("◆", .critical)
            case .regressed: ("↺", .critical)
            case .stale: ("◷", .stale)
            case .running: ("◐", .changed)
            case .pending: reading?.evaluation.truth == .holds ? ("◌", .changed) : ("·", .text)
            }
        status = Self.status(of: step, reading, model, isShort: isShort)
    }

    /// One character that tells the kinds apart.
    static func mark(of kind: StepKind) -> Character {
        switch kind {
        case .auto: "≈"
        case .manual: "☐"
        case .command: "$"
        case .poll: "?"
        case .hold: "⏸"
        }
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
        let held = holdProgress(of: step, reading, model)
        let standing = step.standing(at: model.now)
        switch standing {
        case .passed, .verified, .failed, .skipped, .regressed, .running, .waived, .notApplicable,
            .stale, .waiverExpired:
            guard let actor = step.actor, let at = step.at else { return "" }
            let name = actor.kind == .automatic ? "auto" : actor.name
            if step.awaitsConfirmation(at: model.now), let confirmer = step.definition.confirmer {
                return "\(name) \(model.momentAndAge(at)), needs \(confirmer)"
            }
            let word = standing.isPlain || isShort ? "" : "\(standing.words) "
            if let held, !step.progress.isSettled { return word + held }
            return word + "\(name) \(model.minute(at))"
        case .pending:
            if model.incident?.obstacle(to: step, at: model.now) != nil { return "waits" }
            guard step.definition.isSensed else {
                return step.definition.kind == .manual
                    ? "by hand" : step.definition.kind.rawValue
            }
            return held ?? (step.condition == nil ? "hold" : "auto")
        }
    }

    private static func holdProgress(
        of step: StepState,
        _ reading: StepReading?,
        _ model: AppModel
    ) -> String? {
        if let hold = step.definition.hold, let startedAt = step.startedAt {
            return "\(min(model.now - startedAt, hold).clock) of \(hold.brief)"
        }
        guard let condition = step.condition, let reading, reading.evaluation.truth == .holds,
            condition.hold > .zero
        else { return nil }
        // What has held long enough only waits for being written down.
        return "\(min(reading.held, condition.hold).clock) of \(condition.hold.brief)"
    }
}

extension StepState.Standing {
    /// Whether the mark says it all.
    fileprivate var isPlain: Bool {
        switch self {
        case .passed, .verified, .skipped: true
        case .pending, .running, .failed, .waived, .notApplicable, .regressed, .stale,
            .waiverExpired:
            false
        }
    }

    /// The standing in words.
    fileprivate var words: String { rawValue.replacing("-", with: " ") }
}
