import CellGrid
import CommandTable

/// Draws the help over the whole body of the screen.
enum HelpBox {
    /// Where the lines lie.
    static func list(in area: Rect) -> Rect {
        let inside = area.inset(columns: 2, rows: 1)
        return Rect(
            x: inside.x,
            y: inside.y + 1,
            width: inside.width,
            height: max(0, inside.height - 1)
        )
    }

    static func draw(
        _ help: Help,
        _ model: AppModel,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let inside = DialogFrame.draw("Help", area, theme, on: &canvas)
        let prompt = canvas.draw("/ ", x: inside.x, y: inside.y, style: theme[.key])
        let field = Rect(
            x: inside.x + prompt,
            y: inside.y,
            width: max(1, inside.width - prompt),
            height: 1
        )
        if help.editor.text.isEmpty {
            canvas.draw(
                "type words, or a key to see what it does",
                x: field.x,
                y: field.y,
                width: field.width,
                style: theme[.muted]
            )
        }
        let cursor = TextField.draw(
            help.editor,
            in: field,
            style: theme[.text],
            isFocused: true,
            on: &canvas
        )
        let list = list(in: area)
        let first = help.first(in: list)
        for (place, line) in help.lines.dropFirst(first).prefix(list.height).enumerated() {
            let rect = Rect(x: list.x, y: list.y + place, width: list.width, height: 1)
            let isSelected = first + place == help.selection
            draw(line, isSelected: isSelected, model, theme, in: rect, on: &canvas)
        }
        if help.lines.isEmpty, list.height > 0 {
            canvas.draw("nothing is called that", x: list.x, y: list.y, style: theme[.muted])
        }
        return cursor
    }

    private static func draw(
        _ line: Help.Line,
        isSelected: Bool,
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        let selection = theme[.selection]
        if isSelected {
            canvas.fill(rect, style: selection)
            canvas.draw("▸", x: rect.x, y: rect.y, style: selection)
        }
        func draw(_ text: String, at x: Int, width: Int, _ role: ThemeRole) {
            canvas.draw(
                text,
                x: rect.x + x,
                y: rect.y,
                width: max(0, min(width, rect.width - x)),
                style: isSelected ? selection : theme[role]
            )
        }
        switch line {
        case .blank: break
        case .heading(let title): draw(title, at: 0, width: rect.width, .title)
        case .mark(let mark, let meaning):
            draw(mark, at: 1, width: 9, .key)
            draw(meaning, at: 11, width: rect.width, .text)
        case .command(let name, let keys, let place):
            guard let row = model.row(named: name) else { break }
            let refusal = model.refusal(of: row)
            draw(keys, at: 1, width: 16, refusal == nil ? .key : .disabled)
            let titleWidth = min(42, max(20, rect.width - 34))
            draw(row.title, at: 18, width: titleWidth, refusal == nil ? .text : .disabled)
            let isEverywhere = place == CommandRow.Context.anywhere.title.lowercased()
            let line = row.commandLine.map { "tocsin \($0)" } ?? (isEverywhere ? "" : place)
            draw(
                refusal.map { "not now: \($0)" } ?? line,
                at: 19 + titleWidth,
                width: rect.width,
                .muted
            )
        }
    }
}
