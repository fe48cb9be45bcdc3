extension DisplayWidth {
    /// Returns `text` cut to at most `columns` with `…` in its middle when something was cut, for
    /// names that differ at their ends.
    package static func truncateMiddle(_ text: String, to columns: Int) -> String {
        guard columns > 0 else { return "" }
        guard of(text) > columns else { return SafeText.clean(text, limit: .max) }
        var reader = GlyphReader(text)
        var glyphs: [Glyph] = []
        while let glyph = reader.next() { glyphs.append(glyph) }
        // The end tells names apart: it gets the odd column.
        let tail = fitting(glyphs.reversed(), in: columns / 2)
        let head = fitting(glyphs, in: columns - 1 - tail.reduce(0) { $0 + $1.width })
        var result = ""
        for glyph in head + [.ellipsis] + tail.reversed() {
            Glyph.append(glyph.cluster, to: &result)
        }
        return result
    }

    /// The first glyphs that so many columns have room for.
    private static func fitting(_ glyphs: [Glyph], in columns: Int) -> [Glyph] {
        var used = 0
        return Array(
            glyphs.prefix { glyph in
                used += glyph.width
                return used <= columns
            }
        )
    }
}
