import CellGrid
import CommandTable

/// Draws the palette: what is typed, and what matches it with the letters that were meant.
enum PaletteBox {
    /// Rows of the box without its frame.
    static let rowCount = 15

    /// Columns of the labels.
    private static func labelWidth(_ palette: Palette, in inside: Rect) -> Int {
        let widest = palette.rows.prefix(200).map { DisplayWidth.of($0.label) }.max() ?? 0
        return min(max(18, widest + 2), inside.width / 2)
    }

    /// Where the rows lie below the line that is typed and what its command takes.
    static func list(_ palette: Palette, in inside: Rect) -> Rect {
        let top = min(inside.height, 1 + usage(palette, width: inside.width).count)
        return Rect(
            x: inside.x,
            y: inside.y + top,
            width: inside.width,
            height: max(0, inside.height - top)
        )
    }

    /// The first row shown.
    static func first(_ palette: Palette, in list: Rect) -> Int {
        ScreenList.firstRow(
            selection: palette.selection,
            count: palette.rows.count,
            height: list.height
        )
    }

    private static func usage(_ palette: Palette, width: Int) -> ArraySlice<String> {
        palette.usage.map { DisplayWidth.wrap($0, width: width).prefix(2) } ?? []
    }

    static func draw(
        _ palette: Palette,
        _ model: AppModel,
        _ theme: Theme,
        in inside: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        canvas.draw(": ", x: inside.x, y: inside.y, style: theme[.key])
        let field = Rect(x: inside.x + 2, y: inside.y, width: inside.width - 2, height: 1)
        let cursor = TextField.draw(
            palette.editor,
            in: field,
            style: theme[.input],
            isFocused: true,
            on: &canvas
        )
        for (place, line) in usage(palette, width: inside.width).enumerated() {
            canvas.draw(
                line,
                x: inside.x,
                y: inside.y + 1 + place,
                width: inside.width,
                style: theme[.muted]
            )
        }
        let list = list(palette, in: inside)
        let first = first(palette, in: list)
        let label = labelWidth(palette, in: inside)
        for (place, row) in palette.rows.dropFirst(first).prefix(list.height).enumerated() {
            let line = Rect(x: list.x, y: list.y + place, width: list.width, height: 1)
            let isSelected = first + place == palette.selection
            draw(row, label: label, isSelected: isSelected, model, theme, in: line, on: &canvas)
        }
        if palette.rows.isEmpty, palette.usage == nil, list.height > 0 {
            canvas.draw(
                palette.emptyWords,
                x: list.x,
                y: list.y,
                width: list.width,
                style: theme[.muted]
            )
        }
        if let problem = palette.problem {
            let last = Rect(x: inside.x, y: inside.maxY - 1, width: inside.width, height: 1)
            canvas.fill(last, style: theme[.warning])
            canvas.draw(
                "! \(problem)",
                x: last.x,
                y: last.y,
                width: last.width,
                style: theme[.warning]
            )
        }
        return cursor
    }

    private static func draw(
        _ row: PaletteRow,
        label: Int,
        isSelected: Bool,
        _ model: AppModel,
        _ theme: Theme,
        in line: Rect,
        on canvas: inout Canvas
    ) {
        let command = command(of: row, model)
        let refusal = command.flatMap { model.refusal(of: $0) }
        let style = theme[isSelected ? .selection : refusal == nil ? .text : .disabled]
        let name = theme[isSelected ? .selection : refusal == nil ? .key : .disabled]
        let mark = isSelected ? style : theme[.match]
        if isSelected { canvas.fill(line, style: style) }
        canvas.draw(isSelected ? "▸" : " ", x: line.x, y: line.y, style: style)
        let marks = row.markedParts
        canvas.draw(
            Self.spans(row.label, marks.label, name, mark),
            x: line.x + 1,
            y: line.y,
            width: label - 1
        )
        let keys = command?.keys.first?.description ?? ""
        let keyWidth = command == nil ? 0 : 10
        let detail = refusal.map { "not now: \($0)" } ?? row.detail
        canvas.draw(
            Self.spans(detail, refusal == nil ? marks.detail : [], style, mark),
            x: line.x + label + 1,
            y: line.y,
            width: max(0, line.width - label - 1 - keyWidth)
        )
        canvas.draw(keys, x: line.maxX - 9, y: line.y, width: 9, style: name)
    }

    private static func command(of row: PaletteRow, _ model: AppModel) -> CommandRow? {
        guard case .command(let name) = row.outcome else { return nil }
        return model.row(named: name)
    }

    /// A text with its marked letters in another style.
    static func spans(_ text: String, _ marks: [Int], _ plain: Style, _ marked: Style)
        -> [TextSpan]
    {
        guard !marks.isEmpty else { return [TextSpan(text, style: plain)] }
        let marks = Set(marks)
        var spans: [TextSpan] = []
        for (place, character) in text.enumerated() {
            let style = marks.contains(place) ? marked : plain
            if spans.last?.style == style {
                spans[spans.count - 1].text.append(character)
            } else {
                spans.append(TextSpan(String(character), style: style))
            }
        }
        return spans
    }
}
