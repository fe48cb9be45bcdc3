import CellGrid

/// A text being typed as it lies in rows of a width, every character of it in its place.
struct WrappedText {
    /// The rows.
    let lines: [String]
    /// The row and the column of the cursor.
    let cursor: (row: Int, column: Int)

    /// Wraps behind spaces where it can, else in the word.
    init(_ editor: LineEditor, width: Int) {
        let characters = Array(editor.text)
        let rows = Self.rows(of: characters, width: width)
        lines = rows.map { String(characters[$0.range]) }
        // In front of a row that was wrapped the cursor stands in that row, not behind the last.
        let row = rows.firstIndex { row in
            editor.cursor < row.range.upperBound
                || editor.cursor == row.range.upperBound && row.isEnded
        }
        let place = row ?? rows.count - 1
        let before = characters[rows[place].range.lowerBound..<editor.cursor]
        cursor = (place, before.reduce(0) { $0 + Self.width(of: $1) })
    }

    /// Some characters, and whether their row ends there by itself.
    private typealias Row = (range: Range<Int>, isEnded: Bool)

    private static func rows(of characters: [Character], width: Int) -> [Row] {
        var rows: [Row] = []
        var (start, columns) = (0, 0)
        var afterSpace: Int?
        for (place, character) in characters.enumerated() {
            if character.isNewline {
                rows.append((start..<place, true))
                (start, columns, afterSpace) = (place + 1, 0, nil)
                continue
            }
            let added = Self.width(of: character)
            if columns + added > width, place > start {
                let end = afterSpace ?? place
                rows.append((start..<end, false))
                columns = characters[end..<place].reduce(0) { $0 + Self.width(of: $1) }
                (start, afterSpace) = (end, nil)
            }
            columns += added
            if character == " " { afterSpace = place + 1 }
        }
        return rows + [(start..<characters.count, true)]
    }

    private static func width(of character: Character) -> Int {
        if character.isASCII { return 1 }
        return DisplayWidth.of(SafeText.clean(String(character)))
    }
}
