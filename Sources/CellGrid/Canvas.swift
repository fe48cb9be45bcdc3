/// A grid of cells that screens draw into and that a terminal, a test or a file shows.
///
/// Drawing outside of the grid is allowed and does nothing.
package struct Canvas: Equatable, Sendable {
    /// Columns, at least 0.
    package let width: Int
    /// Rows, at least 0.
    package let height: Int
    /// The cells row by row, `width * height` of them.
    package internal(set) var cells: [Cell]
    /// Whether the mouse is left to the terminal while this is shown, so that its own selection
    /// works.
    package var leavesMouse = false
    /// What was drawn as a link, also what something was drawn over since.
    var links: [CellLink] = []

    /// Makes a canvas of spaces.
    package init(width: Int, height: Int, style: Style = .plain) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = Array(repeating: .blank(style), count: self.width * self.height)
    }

    /// The whole canvas.
    package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

    /// The cell at a place inside of the canvas.
    package subscript(x: Int, y: Int) -> Cell {
        precondition(bounds.contains(x: x, y: y), "The cell lies outside of the canvas.")
        return cells[y * width + x]
    }

    /// Whether row `y`, which both canvases must have, is the same in a canvas as wide.
    package func row(_ y: Int, equals other: Canvas) -> Bool {
        let range = y * width..<(y + 1) * width
        guard cells[range] == other.cells[range] else { return false }
        return links.isEmpty && other.links.isEmpty || links(inRow: y) == other.links(inRow: y)
    }

    /// Replaces the part inside `rect` by spaces in `style`, box lines included.
    package mutating func fill(_ rect: Rect, style: Style) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        for y in area.y..<area.maxY {
            let row = y * width
            separate(before: row + area.x, row: row)
            separate(before: row + area.maxX, row: row)
            for index in row + area.x..<row + area.maxX { cells[index] = .blank(style) }
        }
    }

    /// Changes the style of every cell inside `rect`, for selection bars and the like.
    package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        var known: (from: Style, to: Style)?
        for y in area.y..<area.maxY {
            for x in area.x..<area.maxX {
                let style = cells[y * width + x].style
                let changed: Style
                if let known, known.from == style {
                    changed = known.to
                } else {
                    changed = change(style)
                    known = (style, changed)
                }
                cells[y * width + x].style = changed
            }
        }
    }

    /// Makes sure that no wide glyph spans the border before the cell at `index`, by blanking
    /// one that does.
    mutating func separate(before index: Int, row: Int) {
        guard index > row, index < row + width, cells[index].width == 0 else { return }
        cells[index - 1] = .blank(cells[index - 1].style)
        cells[index] = .blank(cells[index].style)
    }

    /// Writes a glyph that lies wholly inside of the canvas.
    mutating func put(_ glyph: Glyph, x: Int, y: Int, style: Style) {
        let row = y * width
        let index = row + x
        separate(before: index, row: row)
        separate(before: index + glyph.width, row: row)
        cells[index] = Cell(cluster: glyph.cluster, width: glyph.width, style: style)
        if glyph.width == 2 { cells[index + 1] = .trail(style) }
    }
}
