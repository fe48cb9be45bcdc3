import CellGrid
import Primitives

/// A text that stands still while a person copies from it with the terminal's own selection.
struct BareView: Sendable {
    /// When it was taken.
    let moment: Timestamp
    /// What it says, a line each as they were written.
    let lines: [String]
    /// The same in rows of the screen.
    private(set) var rows: [String] = []
    /// The row at the top.
    private(set) var top = 0
    /// Where the lines begin among the rows.
    private var starts: [Int] = []
    private var size = (width: 0, height: 0)

    /// A text as it is at a moment, on a screen of this size, with the row of the cursor in sight.
    init(_ text: BareText, at moment: Timestamp, size: (width: Int, height: Int)) {
        self.moment = moment
        var (lines, cursor) = ([String](), 0)
        for (place, row) in text.rows.enumerated() {
            if place == text.cursor { cursor = lines.count }
            lines += row.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .map { SafeText.clean(String($0), limit: .max) }
        }
        self.lines = lines
        fit(size)
        guard starts.indices.contains(cursor) else { return }
        let last = (cursor + 1 < starts.count ? starts[cursor + 1] : rows.count) - 1
        top = ScreenList.firstRow(selection: last, count: rows.count, height: height)
        top = max(0, min(top, starts[cursor]))
    }

    /// Lays the text out for a screen of this size; the line at the top stays there.
    mutating func fit(_ size: (width: Int, height: Int)) {
        let line = starts.lastIndex { $0 <= top } ?? 0
        (rows, starts) = ([], [])
        for line in lines {
            starts.append(rows.count)
            rows += DisplayWidth.wrap(line, width: max(1, size.width))
        }
        self.size = size
        top = starts.indices.contains(line) ? starts[line] : 0
        scroll(by: 0)
    }

    /// The same on a screen of this size.
    func fitted(to size: (width: Int, height: Int)) -> BareView {
        guard size != self.size else { return self }
        var view = self
        view.fit(size)
        return view
    }

    /// Moves the text by rows, up to its ends.
    mutating func scroll(by count: Int) {
        top = max(0, min(top + count, rows.count - height))
    }

    /// Rows that the text has, above the last one.
    private var height: Int { max(0, size.height - 1) }

    /// The rows in sight.
    var shown: ArraySlice<String> { rows.dropFirst(top).prefix(height) }

    /// How many rows are above and below those in sight.
    var hidden: (above: Int, below: Int) {
        (top, max(0, rows.count - top - height))
    }
}
