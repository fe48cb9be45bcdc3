/// A rectangle of cells; sizes are never negative.
package struct Rect: Hashable, Sendable {
    /// The leftmost column.
    package var x: Int
    /// The top row.
    package var y: Int
    /// Columns, at least 0.
    package var width: Int
    /// Rows, at least 0.
    package var height: Int

    /// Makes a rectangle; a negative size counts as 0.
    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The first column to the right of the rectangle.
    package var maxX: Int { x + width }

    /// The first row below the rectangle.
    package var maxY: Int { y + height }

    /// Whether it holds no cell.
    package var isEmpty: Bool { width == 0 || height == 0 }

    /// Whether the cell at `x`, `y` lies inside.
    package func contains(x: Int, y: Int) -> Bool {
        x >= self.x && x < maxX && y >= self.y && y < maxY
    }

    /// The rectangle smaller by `amount` on all four sides, as the inside of a frame is.
    package func inset(_ amount: Int) -> Rect {
        inset(columns: amount, rows: amount)
    }

    /// The rectangle smaller by `columns` at the left and right and by `rows` above and below.
    package func inset(columns: Int, rows: Int) -> Rect {
        Rect(
            x: x + min(columns, width),
            y: y + min(rows, height),
            width: width - 2 * columns,
            height: height - 2 * rows
        )
    }

    /// The part shared with `other`, possibly empty.
    package func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(
            x: left,
            y: top,
            width: min(maxX, other.maxX) - left,
            height: min(maxY, other.maxY) - top
        )
    }

    /// Splits into rectangles from top to bottom, one for each length.
    /// - Parameter overlap: Rows that neighbours share; 1 lets frames share their border.
    package func rows(_ lengths: [Length], overlap: Int = 0) -> [Rect] {
        Length.split(height, into: lengths, overlap: overlap).map {
            Rect(x: x, y: y + $0.start, width: width, height: $0.length)
        }
    }

    /// Splits into rectangles from left to right, one for each length.
    /// - Parameter overlap: Columns that neighbours share; 1 lets frames share their border.
    package func columns(_ lengths: [Length], overlap: Int = 0) -> [Rect] {
        Length.split(width, into: lengths, overlap: overlap).map {
            Rect(x: x + $0.start, y: y, width: $0.length, height: height)
        }
    }
}
