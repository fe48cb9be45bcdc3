import CellGrid

/// Draws one entry of the log, whole.
enum EntryBox {
    static func draw(
        _ card: EntryCard,
        _ model: AppModel,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let width = min(Confirmation.boxWidth, area.width) - 4
        let rows = model.lines(of: card).flatMap { line in
            line.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .flatMap { line in
                    let parts = DisplayWidth.wrap(String(line), width: max(8, width))
                    return TextSpan.linked(parts, of: String(line), style: theme[.text])
                }
        }
        let rect = DialogFrame.rect(rows: rows.count, width: Confirmation.boxWidth, in: area)
        let inside = DialogFrame.draw("Entry \(card.number)", rect, theme, on: &canvas)
        let first = max(0, min(card.scroll, rows.count - inside.height))
        for (place, row) in rows.dropFirst(first).prefix(inside.height).enumerated() {
            let y = inside.y + place
            canvas.draw(row, x: inside.x, y: y, width: inside.width)
            guard first + place < 2 else { continue }
            let line = Rect(x: inside.x, y: y, width: inside.width, height: 1)
            canvas.restyle(line) { _ in theme[.muted] }
        }
        return nil
    }
}
