extension Canvas {
    /// Draws one line of text, cleaned as by `SafeText`, and returns the columns used.
    ///
    /// Text that does not fit into `width` or the canvas ends in `…`. What lies left of column 0
    /// is left out, but counts.
    @discardableResult
    package mutating func draw(
        _ text: String,
        x: Int,
        y: Int,
        width: Int = .max,
        style: Style = .plain
    ) -> Int {
        var pen = Pen(x: x, y: y, width: width, canvas: self)
        write(text, style: style, pen: &pen)
        return pen.column - x
    }

    /// Draws several pieces of text in a row and returns the columns used.
    ///
    /// They are cut like a single text.
    @discardableResult
    package mutating func draw(_ spans: [TextSpan], x: Int, y: Int, width: Int = .max) -> Int {
        var pen = Pen(x: x, y: y, width: width, canvas: self)
        for span in spans {
            let start = pen.column
            write(span.text, style: span.style, pen: &pen)
            if let address = span.link, start < pen.column {
                note(address, start..<pen.column, y: y)
            }
        }
        return pen.column - x
    }

    private mutating func write(_ text: String, style: Style, pen: inout Pen) {
        guard !pen.isFull, pen.y >= 0, pen.y < height else { return }
        if pen.column >= 0, writeASCII(text, style: style, pen: &pen) { return }
        var reader = GlyphReader(text)
        while !pen.isFull, let glyph = reader.next() {
            write(glyph, style: style, pen: &pen)
        }
    }

    /// Draws `text` without decoding it if every byte is printable ASCII; else draws nothing.
    private mutating func writeASCII(_ text: String, style: Style, pen: inout Pen) -> Bool {
        let y = pen.y
        let row = y * width
        let room = pen.end - pen.column
        let drawn = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
            guard bytes.allSatisfy({ $0 &- 0x20 < 0x5F }) else { return nil }
            let count = min(bytes.count, room)
            let first = row + pen.column
            separate(before: first, row: row)
            separate(before: first + count, row: row)
            let blank = Cell.blank(style)
            cells.withUnsafeMutableBufferPointer { cells in
                for index in 0..<count {
                    cells[first + index] = blank.showing(ascii: bytes[index])
                }
            }
            return bytes.count
        }
        guard case .some(.some(let count)) = drawn else { return false }
        if count > 0 && room > 0 {
            pen.column += min(count, room)
            pen.last = pen.column - 1
            pen.lastStyle = style
        }
        if count > room { cut(&pen, style: style) }
        return true
    }

    private mutating func write(_ glyph: Glyph, style: Style, pen: inout Pen) {
        if pen.column + glyph.width > pen.end {
            cut(&pen, style: style)
            return
        }
        if pen.column >= 0 {
            put(glyph, x: pen.column, y: pen.y, style: style)
        } else if pen.column + glyph.width > 0 {
            put(.space, x: 0, y: pen.y, style: style)
        }
        pen.last = pen.column
        pen.lastStyle = style
        pen.column += glyph.width
    }

    /// Ends the line with `…`, in place of the last glyph if there is no column left.
    private mutating func cut(_ pen: inout Pen, style: Style) {
        pen.isFull = true
        guard pen.end > pen.start else { return }
        var place = pen.column
        var style = style
        if place >= pen.end {
            place = pen.last
            style = pen.lastStyle
        }
        if place >= 0 { put(.ellipsis, x: place, y: pen.y, style: style) }
        for rest in place + 1..<max(place + 1, pen.end) where rest >= 0 {
            put(.space, x: rest, y: pen.y, style: style)
        }
        pen.column = pen.end
    }
}

/// Where the next glyph of a line goes.
private struct Pen {
    let start: Int
    let y: Int
    /// The first column that may not be drawn.
    let end: Int
    var column: Int
    /// The column of the glyph drawn last, and its style.
    var last: Int
    var lastStyle = Style.plain
    var isFull: Bool

    init(x: Int, y: Int, width: Int, canvas: Canvas) {
        start = x
        self.y = y
        let room = max(0, canvas.width - x)
        end = x + min(max(0, width), room)
        column = x
        last = x
        isFull = end <= x || end <= 0
    }
}
