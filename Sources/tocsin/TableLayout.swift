import CellGrid
import Reports

/// A table as lines: columns as wide as their widest cell, foreign text made safe.
enum TableLayout {
    /// The lines; nothing but what the table says instead when it has no rows.
    static func lines(of table: ReportTable) -> [String] {
        let rows = table.rows.map { $0.map(text) }
        guard !rows.isEmpty else { return table.empty.map { [$0] } ?? [] }
        // A column that nobody has anything in only takes room.
        let filled = table.headings.indices.filter { column in
            rows.contains { !["", "-"].contains($0[column]) }
        }
        let all = ([table.headings] + rows).map { row in filled.map { row[$0] } }
        let widths = filled.indices.map { column in
            all.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        return all.map { row in
            zip(row, widths).enumerated().map { column, cell in
                let isLast = column == row.count - 1
                return isLast ? cell.0 : DisplayWidth.pad(cell.0, to: cell.1, alignment: .leading)
            }.joined(separator: "  ")
        }
    }

    private static func text(_ cell: ReportTable.Cell) -> String {
        switch cell {
        case .text(let text): SafeText.clean(text)
        case .course(let values): Sparkline.blocks(values, width: values.count)
        }
    }
}
