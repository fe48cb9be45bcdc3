/// A plot of braille dots, two by four for each cell, over a range of values.
package struct DotGrid: Sendable {
    /// Cells in a row.
    package let width: Int
    /// Rows of cells.
    package let height: Int
    private let scale: PlotScale
    /// The dots of each cell, row by row.
    private var cells: [UInt8]

    /// A plot without dots.
    ///
    /// - Parameter range: What the bottom and the top stand for; with both the same, all is at the
    ///   bottom.
    package init(width: Int, height: Int, within range: ClosedRange<Double>) {
        self.width = max(0, width)
        self.height = max(0, height)
        scale = PlotScale(low: range.lowerBound, high: range.upperBound)
        cells = Array(repeating: 0, count: self.width * self.height)
    }

    /// The dots of one level over the other that values of the range take.
    private var levels: Int { height * 4 }

    /// The row of cells that a value of the range lies in, from the top.
    package func row(of value: Double) -> Int {
        height - 1 - scale.level(of: value, levels: levels) / 4
    }

    /// Draws a course as a line.
    ///
    /// - Parameters:
    ///   - columns: The least and the greatest value of each column of dots, two for each cell that
    ///     is drawn into; nil is a gap. Fewer stand at the right, of more the first are left out.
    ///   - stride: How many cells there are to each that is drawn into: 2 gives a broken line.
    package mutating func line(_ columns: [ClosedRange<Double>?], every stride: Int = 1) {
        var previous: ClosedRange<Int>?
        for (column, values) in placed(columns, every: stride) {
            guard let values else {
                previous = nil
                continue
            }
            let levels = levels(of: values)
            let (bottom, top) = (levels.lowerBound, levels.upperBound)
            // From beside the level before, so that steep parts are lines and not loose dots.
            let from = previous.map { $0.upperBound < bottom ? $0.upperBound + 1 : bottom }
            let upTo = previous.map { $0.lowerBound > top ? $0.lowerBound - 1 : top }
            set(column, (from ?? bottom)...(upTo ?? top))
            previous = levels
        }
    }

    /// Draws a course as an area that stands on the bottom.
    ///
    /// - Parameter columns: As for a line.
    package mutating func area(_ columns: [ClosedRange<Double>?]) {
        for case (let column, let values?) in placed(columns, every: 1) {
            set(column, 0...levels(of: values).upperBound)
        }
    }

    /// Sets the dots between two values in a column of dots.
    package mutating func mark(_ column: Int, _ values: ClosedRange<Double>) {
        guard column >= 0, column < width * 2 else { return }
        set(column, levels(of: values))
    }

    /// The rows as text, the top row first.
    package var rows: [String] {
        (0..<height).map { row in
            var text = ""
            for bits in cells[row * width..<(row + 1) * width] {
                Glyph.append(Self.cluster(bits), to: &text)
            }
            return text
        }
    }

    /// The columns of dots in which values are drawn, from the left.
    private func placed(
        _ columns: [ClosedRange<Double>?],
        every stride: Int
    ) -> [(Int, ClosedRange<Double>?)] {
        let room = height > 0 ? (width + stride - 1) / stride * 2 : 0
        let shown = columns.suffix(room)
        return shown.enumerated().map { index, values in
            let place = room - shown.count + index
            return (place / 2 * stride * 2 + place % 2, values)
        }
    }

    private func levels(of values: ClosedRange<Double>) -> ClosedRange<Int> {
        let bottom = scale.level(of: values.lowerBound, levels: levels)
        return bottom...max(bottom, scale.level(of: values.upperBound, levels: levels))
    }

    private mutating func set(_ column: Int, _ levels: ClosedRange<Int>) {
        guard height > 0 else { return }
        for level in levels {
            let row = height - 1 - level / 4
            cells[row * width + column / 2] |= Self.bit(column: column % 2, level: level % 4)
        }
    }

    /// The bit of a dot in a braille pattern, `level` counted from the bottom (Unicode 8-dot
    /// numbering: 1 2 3 7 down the left, 4 5 6 8 down the right).
    private static func bit(column: Int, level: Int) -> UInt8 {
        let left: [UInt8] = [0x40, 0x04, 0x02, 0x01]
        let right: [UInt8] = [0x80, 0x20, 0x10, 0x08]
        return column == 0 ? left[level] : right[level]
    }

    /// A blank braille pattern is not a space to a search or a screen reader.
    fileprivate static func cluster(_ bits: UInt8) -> UInt64 {
        bits == 0 ? 0x20 : 0x2800 + UInt64(bits)
    }

    fileprivate func bits(_ column: Int, _ row: Int) -> UInt8 { cells[row * width + column] }
}

/// What the bottom and the top of a plot stand for.
struct PlotScale: Sendable {
    let low: Double
    let high: Double

    /// The level of a value among so many, from the bottom; all are the lowest when there is
    /// nothing between low and high.
    func level(of value: Double, levels: Int) -> Int {
        // Halves first, because the difference of two finite numbers may be infinite.
        let span = high / 2 - low / 2
        guard span > 0 else { return 0 }
        let part = (value / 2 - low / 2) / span
        return max(0, min(levels - 1, Int(part * Double(levels - 1) + 0.5)))
    }
}

extension Canvas {
    /// Draws the dots of a plot; cells without any stay as they are.
    package mutating func draw(_ grid: DotGrid, x: Int, y: Int, style: Style) {
        let area = Rect(x: x, y: y, width: grid.width, height: grid.height).intersection(bounds)
        guard !area.isEmpty else { return }
        for row in area.y..<area.maxY {
            for column in area.x..<area.maxX {
                let bits = grid.bits(column - x, row - y)
                guard bits != 0 else { continue }
                let glyph = Glyph(cluster: DotGrid.cluster(bits), width: 1)
                put(glyph, x: column, y: row, style: style)
            }
        }
    }
}
