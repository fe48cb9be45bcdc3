import Primitives
import IncidentLog
import CellGrid
import CommandTable
import FleetModel
import Monitoring

/// The checklist: every step with its state, and the raw reading next to the tick.
enum ChecklistPane {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let steps = model.incident?.steps ?? []
        let done = steps.count(where: \.isDone)
        canvas.frame(
            rect,
            title: [
                TextSpan("Checklist ─ ", style: theme[.title]),
                TextSpan("\(done)/\(steps.count)", style: theme[.muted]),
                TextSpan(model.filterNote(.checklist), style: theme[.key]),
            ],
            style: theme[.border]
        )
        let inside = rect.inset(1)
        guard !inside.isEmpty else { return }
        if steps.isEmpty {
            canvas.draw(
                model.emptyWords("No checklist; declare an incident with one."),
                x: inside.x + 1,
                y: inside.y,
                width: inside.width - 1,
                style: theme[.muted]
            )
            return
        }
        let area = rows(in: rect)
        let ids = model.rows(.checklist)
        let selection = model.cursor(in: .checklist).place(in: ids)
        let first = ScreenList.firstRow(
            selection: selection,
            count: ids.count,
            height: area.height
        )
        let shown = ids.dropFirst(first).prefix(area.height)
        for (row, id) in shown.enumerated() {
            guard let step = model.incident?.step(StepID(id)) else { continue }
            let line = Rect(x: area.x, y: area.y + row, width: area.width, height: 1)
            draw(step, first + row == selection, model, theme, in: line, on: &canvas)
        }
        if area.height < inside.height {
            drawDetail(model, theme, y: inside.maxY - 1, in: inside, on: &canvas)
        }
    }

    /// Where the rows of the steps lie: above what the chosen one sees.
    static func rows(in rect: Rect) -> Rect {
        let inside = rect.inset(1)
        let detail = inside.height > 2 ? 1 : 0
        return Rect(
            x: inside.x,
            y: inside.y,
            width: inside.width,
            height: max(1, inside.height - detail)
        )
    }

    private static func draw(
        _ step: StepState,
        _ isSelected: Bool,
        _ model: AppModel,
        _ theme: Theme,
        in line: Rect,
        on canvas: inout Canvas
    ) {
        let look = look(of: step, model)
        let status = status(of: step, model)
        let statusWidth = min(DisplayWidth.of(status), line.width / 2)
        canvas.draw(isSelected ? "▸" : " ", x: line.x, y: line.y, style: theme[.key])
        canvas.draw(String(look.mark), x: line.x + 1, y: line.y, style: theme[look.role])
        let textRole: ThemeRole =
            step.isDone ? .muted : step.progress == .pending ? .text : look.role
        canvas.draw(
            step.definition.title,
            x: line.x + 3,
            y: line.y,
            width: max(0, line.width - statusWidth - 5),
            style: theme[textRole]
        )
        canvas.draw(
            status,
            x: line.maxX - statusWidth - 1,
            y: line.y,
            width: statusWidth,
            style: theme[look.role == .text ? .muted : look.role]
        )
        if isSelected, model.focus == .checklist {
            canvas.select(line, theme[.selection])
        }
    }

    private static func reading(of step: StepState, _ model: AppModel) -> StepReading? {
        model.incident.flatMap { model.snapshot.steps[$0.id]?[step.definition.id] }
    }

    private static func look(
        of step: StepState,
        _ model: AppModel
    ) -> (mark: Character, role: ThemeRole) {
        switch step.progress {
        case .passed, .verified: ("✓", step.isOverridden ? .changed : .good)
        case .failed: ("✗", .critical)
        case .skipped: ("–", .muted)
        case .regressed: ("↺", .critical)
        case .pending:
            reading(of: step, model)?.evaluation.truth == .holds ? ("◌", .changed) : ("·", .text)
        }
    }

    /// `auto 13:59`, `hanno 14:00`, `6:40 of 10m`, `needs franck`.
    private static func status(of step: StepState, _ model: AppModel) -> String {
        switch step.progress {
        case .passed, .verified, .failed, .skipped, .regressed:
            guard let actor = step.actor, let at = step.at else { return "" }
            let name = actor.kind == .automatic ? "auto" : actor.name
            if step.progress == .passed, let confirmer = step.definition.signOff {
                return "\(name) \(model.minute(at)), needs \(confirmer)"
            }
            if let progress = holdProgress(of: step, model), !step.progress.isSettled {
                return "\(step.progress.rawValue) \(progress)"
            }
            let word = step.progress.isSettled ? "" : "\(step.progress.rawValue) "
            return word + "\(name) \(model.minute(at))"
        case .pending:
            guard step.condition != nil else { return "by hand" }
            return holdProgress(of: step, model) ?? "auto"
        }
    }

    private static func holdProgress(of step: StepState, _ model: AppModel) -> String? {
        guard let condition = step.condition, let reading = reading(of: step, model),
            reading.evaluation.truth == .holds, condition.hold > .zero
        else { return nil }
        return "\(reading.held.clock) of \(condition.hold.brief)"
    }

    /// What the step under the cursor sees, or what was given as proof.
    private static func drawDetail(
        _ model: AppModel,
        _ theme: Theme,
        y: Int,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        guard let step = model.step else { return }
        var words: [String] = []
        if let condition = step.condition {
            words.append(condition.source)
            if let reading = reading(of: step, model) {
                words.append("now: \(reading.evaluation.reading)")
            }
        }
        if let remark = step.remark { words.append(remark) }
        canvas.draw(
            " " + words.joined(separator: " │ "),
            x: rect.x,
            y: y,
            width: rect.width,
            style: theme[.muted]
        )
    }
}

extension ScreenList {
    /// The steps of the incident shown.
    static let checklist = ScreenList(
        context: .checklist,
        rows: { .names($0.incident?.steps.map(\.definition.id.rawValue) ?? []) },
        texts: { model in
            (model.incident?.steps ?? []).map { step in
                [step.definition.id.rawValue, step.definition.title, step.progress.rawValue]
                    .joined(separator: " ")
            }
        },
        row: lines(of: .checklist) { _, rect in ChecklistPane.rows(in: rect) }
    )
}
