/// The number of terminal columns text takes, by our own table and therefore the same everywhere.
///
/// All functions measure and return text as `Canvas` draws it, that is cleaned as by `SafeText`.
package enum DisplayWidth {
    /// Where padding leaves the text.
    package enum Alignment: Hashable, Sendable {
        /// Text at the left.
        case leading
        /// Text at the right, as for numbers.
        case trailing
        /// Text in the middle; an odd column goes to the right.
        case centre
    }

    /// Columns `text` takes when drawn.
    package static func of(_ text: String) -> Int {
        if text.isPrintableASCII { return text.utf8.count }
        var reader = GlyphReader(text)
        var columns = 0
        while let glyph = reader.next() { columns += glyph.width }
        return columns
    }

    /// Columns of one scalar: 0 for a combining mark, 2 for a wide one, else 1.
    package static func of(_ scalar: Unicode.Scalar) -> Int {
        switch ScalarKind(of: scalar.value) {
        case .mark: 0
        case .narrow, .hidden: 1
        case .wide: 2
        }
    }

    /// Returns `text` cut to at most `columns`, ending in `…` when something was cut.
    package static func truncate(_ text: String, to columns: Int) -> String {
        guard columns > 0 else { return "" }
        if text.utf8.count <= columns && text.isPrintableASCII { return text }
        var reader = GlyphReader(text)
        var glyphs: [Glyph] = []
        var used = 0
        while let glyph = reader.next() {
            if used + glyph.width > columns {
                while used > columns - 1, let dropped = glyphs.popLast() { used -= dropped.width }
                glyphs.append(.ellipsis)
                break
            }
            glyphs.append(glyph)
            used += glyph.width
        }
        var result = ""
        for glyph in glyphs { Glyph.append(glyph.cluster, to: &result) }
        return result
    }

    /// Returns `text` cut or filled up with spaces to exactly `columns`.
    package static func pad(
        _ text: String,
        to columns: Int,
        alignment: Alignment = .leading
    ) -> String {
        let text = truncate(text, to: columns)
        let missing = max(0, columns - of(text))
        if missing == 0 { return text }
        let left =
            switch alignment {
            case .leading: 0
            case .trailing: missing
            case .centre: missing / 2
            }
        return String(repeating: " ", count: left) + text
            + String(repeating: " ", count: missing - left)
    }

    /// Breaks `text` into lines of at most `width` columns, at spaces where possible.
    ///
    /// Line ends in the text break too, and an empty line stays; a word longer than a line is
    /// cut. There is always at least one line.
    package static func wrap(_ text: String, width: Int) -> [String] {
        guard width > 0 else { return [""] }
        // Most lines: one paragraph that fits as it is.
        if text.utf8.count <= width && text.isPrintableASCII {
            return [withoutTrailingSpaces(text)]
        }
        return text.split(omittingEmptySubsequences: false) { $0.isNewline }
            .flatMap { wrapParagraph(String($0), width: width) }
    }

    private static func wrapParagraph(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line: [Glyph] = []
        var used = 0
        /// Number of glyphs up to and without the last space in `line`.
        var breakIndex: Int?
        var reader = GlyphReader(text)
        while let next = reader.next() {
            // A wide glyph in a column of one has no room at all; it is shown as a replacement.
            let glyph = next.width > width ? Glyph.replacement : next
            if used + glyph.width > width {
                if glyph == .space {
                    lines.append(string(of: line[...]))
                    line.removeAll()
                    used = 0
                    breakIndex = nil
                    continue
                }
                let end = breakIndex ?? line.count
                lines.append(string(of: line[..<end]))
                line.removeSubrange(..<min(line.count, breakIndex.map { $0 + 1 } ?? end))
                used = line.reduce(0) { $0 + $1.width }
                breakIndex = nil
            }
            if glyph == .space { breakIndex = line.count }
            line.append(glyph)
            used += glyph.width
        }
        lines.append(string(of: line[...]))
        return lines
    }

    private static func string(of glyphs: ArraySlice<Glyph>) -> String {
        var text = ""
        for glyph in glyphs { Glyph.append(glyph.cluster, to: &text) }
        return withoutTrailingSpaces(text)
    }

    private static func withoutTrailingSpaces(_ text: String) -> String {
        var text = text
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
