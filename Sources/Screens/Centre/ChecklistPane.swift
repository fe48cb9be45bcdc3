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
        let done = steps.count { $0.isDone(at: model.now) }
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
        if model.rows(.checklist).isEmpty {
            canvas.draw(
                model.emptyWords(.checklist, "No checklist; declare an incident with one."),
                x: inside.x + 1,
                y: inside.y,
                width: inside.width - 1,
                style: theme[.muted]
            )
            return
        }
        let area = rows(in: rect)
        var y = area.y
        for row in ChecklistRows(model, width: area.width, height: area.height).rows {
            let place = Rect(x: area.x, y: y, width: area.width, height: row.lines.count)
            draw(row, model, theme, in: place, on: &canvas)
            y = place.maxY
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
        _ row: ChecklistRows.Row,
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        let (step, look) = (row.step, row.look)
        let isSelected = step.definition.id == model.step?.definition.id
        let statusWidth = ChecklistRows.statusWidth(look, width: rect.width)
        canvas.draw(isSelected ? "▸" : " ", x: rect.x, y: rect.y, style: theme[.key])
        canvas.draw(String(look.mark), x: rect.x + 1, y: rect.y, style: theme[look.role])
        canvas.draw(
            String(StepLook.mark(of: step.definition.kind)),
            x: rect.x + 2,
            y: rect.y,
            style: theme[.muted]
        )
        let textRole: ThemeRole =
            step.isDone(at: model.now) ? .muted : step.progress == .pending ? .text : look.role
        for (line, text) in row.lines.enumerated() {
            canvas.draw(
                text,
                x: rect.x + ChecklistRows.indent,
                y: rect.y + line,
                width: max(
                    0,
                    rect.width - ChecklistRows.indent - (line == 0 ? statusWidth + 2 : 1)
                ),
                style: theme[textRole]
            )
        }
        canvas.draw(
            look.status,
            x: rect.maxX - statusWidth - 1,
            y: rect.y,
            width: statusWidth,
            style: theme[look.role == .text ? .muted : look.role]
        )
        if isSelected, model.focus == .checklist {
            canvas.select(rect, theme[.selection])
        }
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
            if let reading = StepLook.reading(of: step, model) {
                words.append("now: \(reading.evaluation.reading)")
            }
        }
        if let remark = step.remark(toldAt: model.now) { words.append(remark) }
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
                [
                    step.definition.id.rawValue, step.definition.title,
                    step.standing(at: model.now).rawValue,
                ]
                .joined(separator: " ")
            }
        },
        row: { model, rect, y in
            let area = ChecklistPane.rows(in: rect)
            guard y >= area.y, y < area.maxY else { return nil }
            return ChecklistRows(model, width: area.width, height: area.height)
                .place(onLine: y - area.y)
        }
    )
}
