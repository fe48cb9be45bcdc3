extension Canvas {
    /// The canvas as lines of text, without the spaces at their ends, for golden files.
    package func text() -> String {
        layer { cell, line in Glyph.append(cell.cluster, to: &line) }
    }

    /// A layer of the same shape with one character for each column that names its style.
    package func styleLayer(_ name: (Style) -> Character) -> String {
        layer { cell, line in line.append(name(cell.style)) }
    }

    private func layer(_ append: (Cell, inout String) -> Void) -> String {
        (0..<height).map { y in
            var line = ""
            for x in 0..<width { append(cells[y * width + x], &line) }
            while line.last == " " { line.removeLast() }
            return line
        }
        .joined(separator: "\n")
    }
}
