import CellGrid

/// A table for people: columns as wide as their widest cell, foreign text made safe.
struct Table {
    private let headings: [String]
    private var rows: [[String]] = []

    init(_ headings: String...) {
        self.headings = headings
    }

    mutating func add(_ cells: String...) {
        rows.append(cells.map { SafeText.clean($0) })
    }

    /// Writes the table; nothing but `empty` when it has no rows.
    func show(empty: String) {
        guard !rows.isEmpty else {
            Output.line(empty)
            return
        }
        // A column that nobody has anything in only takes room.
        let filled = headings.indices.filter { column in
            rows.contains { !["", "-"].contains($0[column]) }
        }
        let all = ([headings] + rows).map { row in filled.map { row[$0] } }
        let widths = filled.indices.map { column in
            all.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        for row in all {
            var text = ""
            for (column, cell) in row.enumerated() {
                let isLast = column == row.count - 1
                text +=
                    isLast ? cell : DisplayWidth.pad(cell, to: widths[column], alignment: .leading)
                if !isLast { text += "  " }
            }
            Output.line(text)
        }
    }
}
