/// A web address that some cells of one row lead to.
package struct CellLink: Hashable, Sendable {
    /// The first column.
    package let x: Int
    /// The row.
    package let y: Int
    /// What the cells showed when it was drawn: one scalar each.
    let shown: [UInt64]
    /// Where they lead.
    package let address: String

    /// The columns.
    package var columns: Range<Int> { x..<x + shown.count }
}

extension Canvas {
    /// Whether nothing was drawn as a link.
    package var hasNoLinks: Bool { links.isEmpty }

    /// The links of a row, without those whose cells something else was drawn over.
    package func links(inRow y: Int) -> [CellLink] {
        links.filter { $0.y == y && isShown($0) }
    }

    private func isShown(_ link: CellLink) -> Bool {
        let row = link.y * width
        return link.columns.upperBound <= width
            && zip(link.columns, link.shown).allSatisfy { cells[row + $0].cluster == $1 }
    }

    /// Notes that what was drawn in these columns of a row leads somewhere.
    mutating func note(_ address: String, _ columns: Range<Int>, y: Int) {
        let columns = columns.clamped(to: 0..<width)
        guard y >= 0, y < height, !columns.isEmpty else { return }
        var shown = columns.map { cells[y * width + $0].cluster }
        // What is behind a cut was filled with spaces.
        while shown.last == 0x20 { shown.removeLast() }
        guard !shown.isEmpty, shown.allSatisfy({ $0 > 0x20 && $0 < 0x7F || $0 == 0x2026 }) else {
            return
        }
        links.append(CellLink(x: columns.lowerBound, y: y, shown: shown, address: address))
    }
}
