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
        case .form(let form): FormBox.draw(form, theme, in: area, on: &canvas)
        case .choice(let choice): draw(choice, theme, in: area, on: &canvas)
        case .confirmation(let confirmation): draw(confirmation, theme, in: area, on: &canvas)
        case .palette(let palette): draw(palette, model, theme, in: area, on: &canvas)
        case .help(let help): HelpBox.draw(help, model, theme, in: area, on: &canvas)
        case .entry(let card): EntryBox.draw(card, model, theme, in: area, on: &canvas)
        }
    }

    /// Columns of a choice.
    private static let choiceWidth = 52

    /// Where the lines to choose from lie, and which of them is the first; nil when there are none.
    static func lines(
        of dialog: Dialog,
        _ model: AppModel,
        in area: Rect
    ) -> (area: Rect, first: Int)? {
        switch dialog {
        case .form, .confirmation, .entry: return nil
        case .help(let help):
            let list = HelpBox.list(in: area)
            return (list, help.first(in: list))
        case .choice(let choice):
            let inside = place(of: choice, in: area).inset(columns: 2, rows: 1)
            return (inside, first(of: choice, in: inside))
        case .palette(let palette):
            let inside = DialogFrame.rect(rows: PaletteBox.rowCount, width: 76, in: area)
                .inset(columns: 2, rows: 1)
            let list = PaletteBox.list(palette, in: inside)
            return list.height > 0 ? (list, PaletteBox.first(palette, in: list)) : nil
        }
    }

    private static func place(of choice: Choice, in area: Rect) -> Rect {
        DialogFrame.rect(rows: choice.options.count, width: choiceWidth, in: area)
    }

    private static func first(of choice: Choice, in inside: Rect) -> Int {
        ScreenList.firstRow(
            selection: choice.selection,
            count: choice.options.count,
            height: inside.height
        )
    }

    private static func draw(
        _ choice: Choice,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let inside = DialogFrame.draw(choice.title, place(of: choice, in: area), theme, on: &canvas)
        let first = first(of: choice, in: inside)
        for (row, option) in choice.options.dropFirst(first).prefix(inside.height).enumerated() {
            let index = first + row
            let isSelected = index == choice.selection
            let style = theme[isSelected ? .selection : .text]
            let y = inside.y + row
            canvas.draw(isSelected ? "▸" : " ", x: inside.x, y: y, style: style)
            let digit = choice.digit(at: index).map { "\($0)" } ?? " "
            canvas.draw(digit, x: inside.x + 2, y: y, style: theme[.key])
            canvas.draw(
                DisplayWidth.pad(option.label, to: inside.width - 5, alignment: .leading),
                x: inside.x + 4,
                y: y,
                width: inside.width - 4,
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
        let most = DialogFrame.mostRows(in: area) - Confirmation.answerRows
        let shown = max(0, min(rows.count, most))
        let first = max(0, min(confirmation.scroll, rows.count - shown))
        let place = "rows \(first + 1)–\(first + shown) of \(rows.count)"
        let inside = DialogFrame.draw(
            shown < rows.count ? "\(confirmation.title) ─ \(place)" : confirmation.title,
            DialogFrame.rect(
                rows: rows.count + Confirmation.answerRows,
                width: Confirmation.boxWidth,
                in: area
            ),
            theme,
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
        drawAnswers(confirmation, theme, in: inside, on: &canvas)
        return nil
    }

    private static func drawAnswers(
        _ confirmation: Confirmation,
        _ theme: Theme,
        in inside: Rect,
        on canvas: inout Canvas
    ) {
        let y = inside.maxY - 1
        func answer(_ text: String, isOn: Bool, x: Int) -> Int {
            canvas.draw(
                " \(isOn ? "▸" : " ") \(text) ",
                x: x,
                y: y,
                width: max(0, inside.maxX - x),
                style: theme[isOn ? .selection : .text]
            )
        }
        let used = answer(confirmation.refusalWord, isOn: !confirmation.isOnVerb, x: inside.x)
        let verb = "\(Confirmation.yes): \(confirmation.verb)"
        _ = answer(verb, isOn: confirmation.isOnVerb, x: inside.x + used + 2)
    }

    private static func draw(
        _ palette: Palette,
        _ model: AppModel,
        _ theme: Theme,
        in area: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        let rect = DialogFrame.rect(rows: PaletteBox.rowCount, width: 76, in: area)
        let inside = DialogFrame.draw(palette.title, rect, theme, on: &canvas)
        return PaletteBox.draw(palette, model, theme, in: inside, on: &canvas)
    }
}
