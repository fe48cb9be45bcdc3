import CellGrid

/// A text being typed; the part around the cursor is in sight.
///
/// One row moves to the left under the cursor; several rows wrap.
enum TextField {
    static func draw(
        _ editor: LineEditor,
        in rect: Rect,
        style: Style,
        isFocused: Bool,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let wrapped = WrappedText(
            editor,
            width: rect.height > 1 ? max(1, rect.width - 1) : .max
        )
        let place = wrapped.cursor
        let firstRow = max(0, place.row - rect.height + 1)
        let shift = max(0, place.column - rect.width + 1)
        for (index, line) in wrapped.lines.dropFirst(firstRow).prefix(rect.height).enumerated() {
            let isCurrent = index + firstRow == place.row
            let text = isCurrent && shift > 0 ? dropColumns(line, shift) : line
            canvas.draw(text, x: rect.x, y: rect.y + index, width: rect.width, style: style)
        }
        return isFocused ? (rect.x + place.column - shift, rect.y + place.row - firstRow) : nil
    }

    private static func dropColumns(_ text: String, _ columns: Int) -> String {
        var rest = Substring(text)
        var dropped = 0
        while dropped < columns, let first = rest.first {
            dropped += DisplayWidth.of(String(first))
            rest = rest.dropFirst()
        }
        return String(rest)
    }
}
