import CellGrid

/// What the screens that are one list have in common: a frame, a cursor, rows that scroll.
enum ListFrame {
    /// Whether there is room for a frame and a row or two inside; rows come first.
    static func hasFrame(in rect: Rect) -> Bool { rect.height >= 4 }

    static func draw(
        _ title: String,
        rows: [[TextSpan]],
        empty: String,
        selection: Int,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        canvas.fill(rect, style: theme[.text])
        var inside = Rect(
            x: rect.x + 2,
            y: rect.y,
            width: max(0, rect.width - 2),
            height: rect.height
        )
        if hasFrame(in: rect) {
            canvas.frame(rect, title: title, style: theme[.border], titleStyle: theme[.title])
            inside = rect.inset(columns: 2, rows: 1)
        }
        guard !rows.isEmpty else {
            canvas.draw(
                empty,
                x: inside.x,
                y: inside.y,
                width: inside.width,
                style: theme[.muted]
            )
            return
        }
        let first = max(0, min(selection - inside.height + 1, rows.count - inside.height))
        for (row, spans) in rows.dropFirst(first).prefix(max(0, inside.height)).enumerated() {
            let y = inside.y + row
            let isSelected = first + row == selection
            canvas.draw(isSelected ? "▸" : " ", x: rect.x + 1, y: y, style: theme[.key])
            canvas.draw(spans, x: inside.x, y: y, width: inside.width)
        }
    }
}
