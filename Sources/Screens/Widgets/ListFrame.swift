import CellGrid

/// What the screens that are one list have in common: a frame, a cursor, rows that scroll.
enum ListFrame {
    /// Whether there is room for a frame and a row or two inside; rows come first.
    static func hasFrame(in rect: Rect) -> Bool { rect.height >= 4 }

    /// Where the rows lie.
    static func inside(_ rect: Rect) -> Rect {
        hasFrame(in: rect)
            ? rect.inset(columns: 2, rows: 1)
            : Rect(x: rect.x + 2, y: rect.y, width: max(0, rect.width - 2), height: rect.height)
    }

    /// Draws rows, that of the cursor among them.
    ///
    /// - Parameters:
    ///   - rows: What the rows tell of, all of them.
    ///   - mark: The look of the row under the cursor; nil where it does not show.
    ///   - row: The text of a row, asked for where it is in sight.
    static func draw<Row>(
        _ title: String,
        rows: [Row],
        empty: String,
        selection: Int,
        mark: ThemeRole?,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas,
        row: (Row) -> [TextSpan]
    ) {
        // A border that another frame shares is left to be joined.
        canvas.fill(hasFrame(in: rect) ? rect.inset(1) : rect, style: theme[.text])
        if hasFrame(in: rect) {
            canvas.frame(rect, title: title, style: theme[.border], titleStyle: theme[.title])
        }
        let inside = inside(rect)
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
        let first = ScreenList.firstRow(
            selection: selection,
            count: rows.count,
            height: inside.height
        )
        for (place, shown) in rows.dropFirst(first).prefix(max(0, inside.height)).enumerated() {
            let y = inside.y + place
            let spans = row(shown)
            let shown = first + place == selection ? mark : nil
            canvas.draw(shown == nil ? " " : "▸", x: rect.x + 1, y: y, style: theme[.key])
            canvas.draw(spans, x: inside.x, y: y, width: inside.width)
            guard let shown else { continue }
            let line = Rect(x: rect.x + 1, y: y, width: inside.maxX - rect.x - 1, height: 1)
            canvas.select(line, theme[shown])
        }
    }
}
