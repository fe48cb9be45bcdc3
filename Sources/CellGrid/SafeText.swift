/// Foreign text made safe to show: nothing in it can move the cursor, hide or reorder letters.
package enum SafeText {
    /// Returns `raw` with every unsafe scalar replaced by something visible, on one line.
    ///
    /// Control characters become their pictures (`␛`), line ends `⏎`, TAB a space, anything
    /// invisible or undefined `□`. Cleaning twice changes nothing more.
    /// - Parameter limit: Most glyphs kept; a longer text ends in `…`.
    package static func clean(_ raw: String, limit: Int = 4096) -> String {
        if raw.utf8.count <= limit && raw.isPrintableASCII { return raw }
        guard limit > 0 else { return "" }
        var reader = GlyphReader(raw)
        var text = ""
        var count = 0
        var last: Glyph?
        while let glyph = reader.next() {
            count += 1
            if count > limit {
                last = .ellipsis
                break
            }
            if let last { Glyph.append(last.cluster, to: &text) }
            last = glyph
        }
        if let last { Glyph.append(last.cluster, to: &text) }
        return text
    }
}
