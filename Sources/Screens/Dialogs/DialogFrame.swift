import CellGrid

/// Where the box of a dialog lies: below what is wrong now, which stays in sight.
enum DialogFrame {
    /// Rows at the top of the area that a box leaves free, when it is high enough.
    private static func free(in area: Rect) -> Int {
        area.height >= 18 ? min(7, area.height / 3) : 0
    }

    /// How many rows of content a box can have.
    static func mostRows(in area: Rect) -> Int {
        max(0, area.height - free(in: area) - 2)
    }

    /// The box with its border around so many rows.
    static func rect(rows: Int, width: Int = 72, in area: Rect) -> Rect {
        let width = min(width, area.width)
        let height = min(rows + 2, area.height - free(in: area))
        let top = max(free(in: area), (area.height - height) / 3)
        return Rect(
            x: area.x + (area.width - width) / 2,
            y: area.y + max(0, min(top, area.height - height)),
            width: width,
            height: max(0, height)
        )
    }

    /// Draws an empty box and returns its inside.
    static func draw(
        _ title: String,
        _ rect: Rect,
        _ theme: Theme,
        on canvas: inout Canvas
    ) -> Rect {
        // A blank first, so that the frame does not join lines of the panes beneath.
        canvas.fill(rect, style: theme[.text])
        canvas.frame(rect, title: title, style: theme[.borderFocus], titleStyle: theme[.title])
        return rect.inset(columns: 2, rows: 1)
    }
}
