import CellGrid
import CommandTable

/// Draws what asks the person before anything else goes on, in a box over the screen.
enum DialogBox {
    /// Draws the dialog and returns where the cursor stands.
    static func draw(
        _ dialog: Dialog,
        _ model: AppModel,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        switch dialog {
        case .form(let form): draw(form, theme, in: area, on: &canvas)
        case .choice(let choice): draw(choice, theme, in: area, on: &canvas)
        case .confirmation(let confirmation): draw(confirmation, theme, in: area, on: &canvas)
        case .palette(let palette): draw(palette, model, theme, in: area, on: &canvas)
        }
    }

    private static func box(
        _ title: String,
        rows: Int,
        width: Int = 72,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> Rect {
        let rect = frame(rows: rows, width: width, in: area)
        // A blank first, so that the frame does not join lines of the panes beneath.
        canvas.fill(rect, style: theme[.text])
        canvas.frame(rect, title: title, style: theme[.borderFocus], titleStyle: theme[.title])
        return rect.inset(columns: 2, rows: 1)
    }

    private static func frame(rows: Int, width: Int = 72, in area: Rect) -> Rect {
        let width = min(width, area.width)
        let height = min(rows + 2, area.height)
        return Rect(
            x: area.x + (area.width - width) / 2,
            y: area.y + max(0, (area.height - height) / 3),
            width: width,
            height: height
        )
    }

    /// Columns of a choice, and rows of the palette with its line.
    private static let (choiceWidth, paletteRows) = (52, 15)

    /// Where the lines to choose from lie, and which of them is the first; nil when there are none.
    static func lines(
        of dialog: Dialog,
        _ model: AppModel,
        in area: Rect
    ) -> (area: Rect, first: Int)? {
        switch dialog {
        case .form, .confirmation: return nil
        case .choice(let choice):
            let count = choice.options.count
            let inside = frame(rows: count, width: choiceWidth, in: area)
                .inset(columns: 2, rows: 1)
            let first = ScreenList.firstRow(
                selection: choice.selection,
                count: count,
                height: inside.height
            )
            return (inside, first)
        case .palette(let palette):
            let inside = frame(rows: paletteRows, in: area).inset(columns: 2, rows: 1)
            guard !palette.isTelling(in: model), inside.height > 1 else { return nil }
            let rows = Rect(
                x: inside.x,
                y: inside.y + 1,
                width: inside.width,
                height: inside.height - 1
            )
            return (rows, max(0, palette.selection - rows.height + 1))
        }
    }

    private static func draw(
        _ form: Form,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let heights = form.fields.map { $0.isLong ? 5 : 1 }
        let total = heights.reduce(0, +) + 1
        let inside = box(form.title, rows: total, theme, in: area, on: &canvas)
        let label = (form.fields.map { DisplayWidth.of($0.label) }.max() ?? 0) + 2
        var cursor: (x: Int, y: Int)?
        var y = inside.y
        for (index, field) in form.fields.enumerated() {
            let isFocused = index == form.focus
            canvas.draw(
                field.label,
                x: inside.x,
                y: y,
                style: theme[isFocused ? .strong : .muted]
            )
            let rect = Rect(
                x: inside.x + label,
                y: y,
                width: max(1, inside.width - label),
                height: max(1, min(heights[index], inside.maxY - y))
            )
            canvas.fill(rect, style: theme[.input])
            if field.editor.text.isEmpty {
                canvas.draw(
                    field.hint,
                    x: rect.x,
                    y: y,
                    width: rect.width,
                    style: theme[.muted]
                )
            }
            let place = TextField.draw(
                field.editor,
                in: rect,
                style: theme[.input],
                isFocused: isFocused,
                on: &canvas
            )
            if let place { cursor = place }
            y += heights[index]
        }
        if let problem = form.problem {
            canvas.draw(
                "! \(problem)",
                x: inside.x,
                y: min(y, inside.maxY - 1),
                width: inside.width,
                style: theme[.warning]
            )
        }
        return cursor
    }

    private static func draw(
        _ choice: Choice,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let inside = box(
            choice.title,
            rows: choice.options.count,
            width: choiceWidth,
            theme,
            in: area,
            on: &canvas
        )
        let first = ScreenList.firstRow(
            selection: choice.selection,
            count: choice.options.count,
            height: inside.height
        )
        for (row, option) in choice.options.dropFirst(first).prefix(inside.height).enumerated() {
            let index = first + row
            let isSelected = index == choice.selection
            let style = theme[isSelected ? .selection : .text]
            let number = index < 9 ? "\(index + 1)" : " "
            canvas.draw(number, x: inside.x, y: inside.y + row, style: theme[.key])
            canvas.draw(
                DisplayWidth.pad(option.label, to: inside.width - 3, alignment: .leading),
                x: inside.x + 2,
                y: inside.y + row,
                width: inside.width - 2,
                style: style
            )
        }
        return nil
    }

    private static func draw(
        _ confirmation: Confirmation,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let rows = confirmation.rows(areaWidth: area.width)
        let shown = max(0, min(rows.count, area.height - 2))
        let first = max(0, min(confirmation.scroll, rows.count - shown))
        let place = "rows \(first + 1)–\(first + shown) of \(rows.count)"
        let inside = box(
            shown < rows.count ? "\(confirmation.title) ─ \(place)" : confirmation.title,
            rows: rows.count,
            width: Confirmation.boxWidth,
            theme,
            in: area,
            on: &canvas
        )
        for (row, line) in rows.dropFirst(first).prefix(shown).enumerated() {
            canvas.draw(
                line,
                x: inside.x,
                y: inside.y + row,
                width: inside.width,
                style: theme[.text]
            )
        }
        return nil
    }

    private static func draw(
        _ palette: Palette,
        _ model: AppModel,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let matches = palette.matches(in: model)
        let inside = box("Commands", rows: paletteRows, theme, in: area, on: &canvas)
        canvas.draw(": ", x: inside.x, y: inside.y, style: theme[.key])
        let field = Rect(x: inside.x + 2, y: inside.y, width: inside.width - 2, height: 1)
        let cursor = TextField.draw(
            palette.editor,
            in: field,
            style: theme[.input],
            isFocused: true,
            on: &canvas
        )
        if let problem = palette.problem {
            canvas.draw(
                "! \(problem)",
                x: inside.x,
                y: inside.maxY - 1,
                width: inside.width,
                style: theme[.warning]
            )
        }
        if palette.isTelling(in: model), let (row, _) = model.typedCall(palette.editor.text) {
            draw(model.candidates(row, palette.editor.text), row, theme, in: inside, on: &canvas)
            return cursor
        }
        let visible = max(0, inside.height - 1)
        let first = max(0, palette.selection - visible + 1)
        for (row, match) in matches.dropFirst(first).prefix(visible).enumerated() {
            let y = inside.y + 1 + row
            let isSelected = first + row == palette.selection
            let refusal = model.refusal(of: match)
            let style = theme[isSelected ? .selection : refusal == nil ? .text : .muted]
            let text = match.title + (refusal.map { " (\($0))" } ?? "")
            let keys = match.keys.first?.description ?? ""
            canvas.draw(
                DisplayWidth.pad(match.name, to: 20, alignment: .leading),
                x: inside.x,
                y: y,
                style: theme[.key]
            )
            canvas.draw(
                DisplayWidth.pad(
                    DisplayWidth.truncate(text, to: inside.width - 30),
                    to: inside.width - 30,
                    alignment: .leading
                ),
                x: inside.x + 20,
                y: y,
                style: style
            )
            canvas.draw(keys, x: inside.maxX - 9, y: y, width: 9, style: theme[.muted])
        }
        return cursor
    }

    /// What a typed command takes, and what its last word can become.
    private static func draw(
        _ candidates: [String],
        _ row: CommandRow,
        _ theme: Theme,
        in inside: Rect,
        on canvas: inout Canvas
    ) {
        let usage = row.arguments.map(\.usage).joined(separator: " ")
        let lines = DisplayWidth.wrap("\(row.title): \(row.name) \(usage)", width: inside.width)
        for (place, line) in lines.prefix(3).enumerated() {
            canvas.draw(
                line,
                x: inside.x,
                y: inside.y + 1 + place,
                width: inside.width,
                style: theme[.muted]
            )
        }
        let top = inside.y + 1 + min(3, lines.count)
        for (place, candidate) in candidates.enumerated() where top + place < inside.maxY - 1 {
            canvas.draw(
                candidate,
                x: inside.x + 2,
                y: top + place,
                width: inside.width - 2,
                style: theme[.text]
            )
        }
    }
}
