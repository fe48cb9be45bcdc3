import CellGrid
package import Reports

/// A table as lines: columns as wide as their widest cell, foreign text made safe.
///
/// Where that is wider than the terminal, columns that can be spared go, names are cut in their
/// middle, and the last column, which is a sentence, goes on below itself or has its own lines.
package struct TableLayout {
    /// The headings and the rows, as texts, of the columns that are shown.
    private var rows: [[String]]
    private var widths: [Int]
    /// In how many columns the sentence of a row stands below the row; nil when it is beside.
    private var below: Int?

    /// Columns between two others.
    private static let gap = "  "
    /// The last column is not made narrower than this while others can be spared.
    private static let sentenceWidth = 28
    /// In fewer columns a sentence is hard to read.
    private static let readableWidth = 20
    /// The last column gets so much room from names that are longer than `longName`.
    private static let easySentenceWidth = 44
    private static let longName = 24
    /// No column is made narrower than this, nor than its heading.
    private static let leastWidth = 8

    /// The lines of a table in so many columns, in any number if nil; nothing but what the table
    /// says instead when it has no rows.
    package static func lines(of table: ReportTable, width: Int?) -> [String] {
        guard !table.rows.isEmpty else { return table.empty.map { [$0] } ?? [] }
        var layout = TableLayout(table)
        if let width { layout.fit(into: width, sparing: table.spare) }
        return layout.lines
    }

    private init(_ table: ReportTable) {
        let cells = table.rows.map { $0.map(Self.text) }
        // A column that nobody has anything in only takes room.
        let filled = table.headings.indices.filter { column in
            cells.contains { !["", "-"].contains($0[column]) }
        }
        let rows = ([table.headings] + cells).map { row in filled.map { row[$0] } }
        self.rows = rows
        widths = filled.indices.map { column in
            rows.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
    }

    private static func text(_ cell: ReportTable.Cell) -> String {
        switch cell {
        case .text(let text): SafeText.clean(text)
        case .course(let values): Sparkline.blocks(values, width: values.count)
        }
    }

    /// The columns of the whole when the last one has these.
    private func width(last: Int) -> Int {
        widths.dropLast().reduce(0, +) + last + Self.gap.count * max(0, widths.count - 1)
    }

    private mutating func fit(into limit: Int, sparing spare: [String]) {
        for heading in spare where width(last: min(widths.last ?? 0, Self.sentenceWidth)) > limit {
            guard let column = rows[0].firstIndex(of: heading) else { continue }
            widths.remove(at: column)
            for row in rows.indices { rows[row].remove(at: column) }
        }
        cut(to: Self.longName, for: Self.easySentenceWidth, in: limit)
        cut(to: Self.leastWidth, for: Self.sentenceWidth, in: limit)
        let room = limit - width(last: 0)
        guard let sentence = widths.last, sentence > room else { return }
        if room < Self.readableWidth, widths.count > 1 {
            below = max(Self.leastWidth, limit - Self.gap.count)
            widths[widths.count - 1] = 0
        } else {
            widths[widths.count - 1] = max(Self.leastWidth, room)
        }
    }

    /// Cuts the widest of the other columns, none below `least`, until the last one has its room.
    private mutating func cut(to least: Int, for sentence: Int, in limit: Int) {
        let wanted = min(widths.last ?? 0, sentence)
        let floors = rows[0].map { max(least, DisplayWidth.of($0)) }
        while width(last: wanted) > limit {
            let widest = widths.indices.dropLast().filter { widths[$0] > floors[$0] }
                .max { widths[$0] < widths[$1] }
            guard let widest else { return }
            widths[widest] -= 1
        }
    }

    private var lines: [String] {
        guard let below else { return rows.flatMap(lines) }
        return rows.enumerated().flatMap { place, row in
            let names = row.dropLast() + [""]
            let sentence = place == 0 ? [] : DisplayWidth.wrap(row[row.count - 1], width: below)
            return lines(of: Array(names)) + sentence.map { Self.gap + $0 }
        }
    }

    private func lines(of row: [String]) -> [String] {
        let names = zip(row, widths).dropLast().map { text, width in
            DisplayWidth.pad(DisplayWidth.truncateMiddle(text, to: width), to: width) + Self.gap
        }
        guard let sentence = row.last, let width = widths.last else { return [] }
        guard DisplayWidth.of(sentence) > width else { return [names.joined() + sentence] }
        let indent = String(repeating: " ", count: self.width(last: 0))
        return DisplayWidth.wrap(sentence, width: width).enumerated().map { place, part in
            (place == 0 ? names.joined() : indent) + part
        }
    }
}
