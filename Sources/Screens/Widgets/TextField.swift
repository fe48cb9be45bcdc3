import CellGrid

/// A text being typed, over one or more rows; the part around the cursor is in sight.
enum TextField {
    static func draw(
        _ editor: LineEditor,
        in rect: Rect,
        style: Style,
        isFocused: Bool,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let before = editor.textBeforeCursor.split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        )
        let lines = editor.text.split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        )
        let row = before.count - 1
        let firstRow = max(0, row - rect.height + 1)
        let column = DisplayWidth.of(SafeText.clean(String(before.last ?? "")))
        let shift = max(0, column - rect.width + 1)
        for (index, line) in lines.dropFirst(firstRow).prefix(rect.height).enumerated() {
            let isCurrent = index + firstRow == row
            let text = isCurrent && shift > 0 ? dropColumns(String(line), shift) : String(line)
            canvas.draw(text, x: rect.x, y: rect.y + index, width: rect.width, style: style)
        }
        return isFocused ? (rect.x + column - shift, rect.y + row - firstRow) : nil
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
