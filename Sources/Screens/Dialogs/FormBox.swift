import CellGrid

/// Draws a form: its fields, the one being typed into, and what was wrong with the last try.
enum FormBox {
    static func draw(
        _ form: Form,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let heights = form.fields.map { $0.isLong ? 5 : 1 }
        let rect = DialogFrame.rect(rows: heights.reduce(0, +) + 1, in: area)
        let inside = DialogFrame.draw(form.title, rect, theme, on: &canvas)
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
            let place = draw(field, isFocused: isFocused, theme, in: rect, on: &canvas)
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
        _ field: Form.Field,
        isFocused: Bool,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        canvas.fill(rect, style: theme[.input])
        if field.editor.text.isEmpty {
            canvas.draw(
                field.hint,
                x: rect.x,
                y: rect.y,
                width: rect.width,
                style: theme[.muted]
            )
        }
        return TextField.draw(
            field.editor,
            in: rect,
            style: theme[.input],
            isFocused: isFocused,
            on: &canvas
        )
    }
}
