import CellGrid

/// The screen of a terminal that is fed what a program sends.
///
/// It knows the sequences of the terminal types that the tests open and no others: what it does
/// not know is kept in `complaints`.
struct VirtualTerminal {
    /// How a place looks; colours by number, -1 for the terminal's own.
    struct Pen: Hashable {
        var foreground: Int32 = -1
        var background: Int32 = -1
        var attributes: Style.Attributes = []
        /// Where a click leads: an index into `links`, or -1.
        var link = -1
    }

    /// What one column of one row shows.
    struct Place: Hashable {
        var base: UInt32
        var firstMark: UInt32 = 0
        var secondMark: UInt32 = 0
        /// 1 or 2 columns; 0 for the second half of a wide glyph.
        var width = 1
        var pen: Pen
    }

    /// A hyperlink as the terminal was told of it.
    struct Link: Hashable {
        var address: String
        /// What belongs together has one name.
        var name: String
    }

    private(set) var width: Int
    private(set) var height: Int
    private(set) var places: [Place]
    private(set) var cursor = (x: 0, y: 0)
    private(set) var isCursorShown = true
    /// Which reports the program asked for: DEC's private modes that are on.
    private(set) var modes: Set<Int> = [7]
    private(set) var links: [Link] = []
    /// What was not understood.
    private(set) var complaints: [String] = []

    var pen = Pen()
    var isInserting = false
    var isDrawingLines = false
    var margins: ClosedRange<Int>
    /// The column behind the last one is only reached by the next glyph.
    private var wraps = false
    private var last: (base: UInt32, x: Int, y: Int)?
    private var saved = (x: 0, y: 0, pen: Pen(), wraps: false)

    /// A terminal that shows something else everywhere.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        places = []
        margins = 0...max(0, height - 1)
        spoil()
    }

    /// Gives it another size; nobody knows what it shows then.
    mutating func resize(width: Int, height: Int) {
        self.width = width
        self.height = height
        margins = 0...max(0, height - 1)
        cursor = (min(cursor.x, width - 1), min(cursor.y, height - 1))
        wraps = false
        spoil()
    }

    private mutating func spoil() {
        let odd = Place(base: 0x58, pen: Pen(foreground: 1, attributes: .underline))
        places = Array(repeating: odd, count: width * height)
    }

    mutating func complain(_ text: String) {
        if complaints.count < 10 { complaints.append(text) }
    }

    mutating func setMode(_ mode: Int, _ isOn: Bool) {
        if isOn { modes.insert(mode) } else { modes.remove(mode) }
        if mode == 25 { isCursorShown = isOn }
    }

    /// Begins a hyperlink, or ends it with an empty address.
    mutating func link(_ link: Link) {
        guard !link.address.isEmpty else {
            pen.link = -1
            return
        }
        pen.link = links.firstIndex(of: link) ?? links.count
        if pen.link == links.count { links.append(link) }
    }

    // MARK: Glyphs

    mutating func show(_ scalar: Unicode.Scalar) {
        if isDrawingLines, (0x5F...0x7E).contains(scalar.value) {
            complain("a glyph of the other character set")
        }
        switch DisplayWidth.of(scalar) {
        case 0: mark(scalar.value)
        case let columns: show(scalar.value, columns: columns)
        }
    }

    private mutating func mark(_ scalar: UInt32) {
        guard let last else { return complain("a mark on nothing") }
        let index = last.y * width + last.x
        if places[index].firstMark == 0 {
            places[index].firstMark = scalar
        } else if places[index].secondMark == 0 {
            places[index].secondMark = scalar
        } else {
            complain("a third mark")
        }
    }

    private mutating func show(_ base: UInt32, columns: Int) {
        if wraps || cursor.x + columns > width, modes.contains(7) {
            cursor.x = 0
            lineFeed()
        }
        guard cursor.x + columns <= width else { return complain("a glyph beyond the margin") }
        if isInserting { insertColumns(columns) }
        let index = cursor.y * width + cursor.x
        tear(at: cursor.x, in: cursor.y)
        tear(at: cursor.x + columns, in: cursor.y)
        places[index] = Place(base: base, width: columns, pen: pen)
        if columns == 2 { places[index + 1] = Place(base: 0, width: 0, pen: pen) }
        last = (base, cursor.x, cursor.y)
        wraps = cursor.x + columns == width && modes.contains(7)
        cursor.x = min(cursor.x + columns, width - 1)
    }

    mutating func repeatLast(_ count: Int) {
        guard let last else { return complain("nothing to repeat") }
        for _ in 0..<count { show(last.base, columns: 1) }
    }

    /// Blanks a wide glyph that spans the border before a column.
    private mutating func tear(at x: Int, in y: Int) {
        guard x > 0, x < width, places[y * width + x].width == 0 else { return }
        for index in [y * width + x - 1, y * width + x] {
            places[index] = Place(base: 0x20, pen: places[index].pen)
        }
    }

    // MARK: The cursor

    mutating func move(x: Int, y: Int) {
        cursor = (min(max(0, x), width - 1), min(max(0, y), height - 1))
        wraps = false
    }

    mutating func lineFeed() {
        wraps = false
        if cursor.y == margins.upperBound {
            scroll(margins, by: 1)
        } else if cursor.y < height - 1 {
            cursor.y += 1
        }
    }

    mutating func reverseLineFeed() {
        wraps = false
        if cursor.y == margins.lowerBound {
            scroll(margins, by: -1)
        } else if cursor.y > 0 {
            cursor.y -= 1
        }
    }

    mutating func tab(by count: Int) {
        move(x: count > 0 ? (cursor.x / 8 + count) * 8 : (cursor.x - 1) / 8 * 8, y: cursor.y)
    }

    mutating func save() {
        saved = (cursor.x, cursor.y, pen, wraps)
    }

    mutating func restore() {
        move(x: saved.x, y: saved.y)
        let link = pen.link
        pen = saved.pen
        // No part of what DECSC keeps.
        pen.link = link
        wraps = saved.wraps
    }

    // MARK: Erasing and moving

    /// What erasing leaves: the background, on the terminals whose types say so and on tmux too.
    private var blank: Place {
        Place(base: 0x20, pen: Pen(background: pen.background))
    }

    mutating func erase(_ columns: Range<Int>, in y: Int) {
        let range = columns.clamped(to: 0..<width)
        tear(at: range.lowerBound, in: y)
        tear(at: range.upperBound, in: y)
        for x in range { places[y * width + x] = blank }
        wraps = false
    }

    mutating func eraseRows(_ rows: Range<Int>) {
        for y in rows.clamped(to: 0..<height) { erase(0..<width, in: y) }
    }

    /// Moves the rows up, or down when the count is negative.
    mutating func scroll(_ rows: ClosedRange<Int>, by count: Int) {
        let blankRow = ArraySlice(repeating: blank, count: width)
        var kept = rows.map { places[$0 * width..<($0 + 1) * width] }
        let moved = min(abs(count), kept.count)
        let blanks = Array(repeating: blankRow, count: moved)
        if count > 0 {
            kept = kept.dropFirst(moved) + blanks
        } else {
            kept = blanks + kept.dropLast(moved)
        }
        places.replaceSubrange(
            rows.lowerBound * width..<(rows.upperBound + 1) * width,
            with: kept.joined()
        )
        last = nil
    }

    /// Inserts rows at the cursor, or deletes them when the count is negative.
    mutating func insertRows(_ count: Int) {
        guard margins.contains(cursor.y) else { return complain("rows outside of the margins") }
        scroll(cursor.y...margins.upperBound, by: -count)
        move(x: 0, y: cursor.y)
    }

    mutating func insertColumns(_ count: Int) {
        let start = cursor.y * width
        tear(at: cursor.x, in: cursor.y)
        let count = min(count, width - cursor.x)
        tear(at: width - count, in: cursor.y)
        var row = Array(places[start..<start + width])
        row.removeLast(count)
        row.insert(contentsOf: Array(repeating: blank, count: count), at: cursor.x)
        places.replaceSubrange(start..<start + width, with: row)
        wraps = false
    }

    mutating func deleteColumns(_ count: Int) {
        let start = cursor.y * width
        let count = min(count, width - cursor.x)
        tear(at: cursor.x, in: cursor.y)
        tear(at: cursor.x + count, in: cursor.y)
        var row = Array(places[start..<start + width])
        row.removeSubrange(cursor.x..<cursor.x + count)
        row += Array(repeating: blank, count: count)
        places.replaceSubrange(start..<start + width, with: row)
        wraps = false
    }
}
