import Primitives

/// Text on its way to a channel: what people read in a room must not be reordered, hidden or
/// steered by whoever is behind a title, a name or a node's answer.
enum ChannelText {
    /// A heading: one line.
    static func line(_ text: String) -> String {
        UnsafeText.replacing(in: text) { scalar in
            endsLine(scalar) || scalar == "\t" ? " " : UnsafeText.picture(of: scalar)
        }
    }

    /// A body: its lines stay lines.
    static func body(_ text: String) -> String {
        UnsafeText.replacing(in: withPlainLineEnds(text)) { scalar in
            if scalar == "\t" { return "\t" }
            return endsLine(scalar) ? "\n" : UnsafeText.picture(of: scalar)
        }
    }

    /// The text with CR LF made LF; not by characters, which take long to compare.
    private static func withPlainLineEnds(_ text: String) -> String {
        guard text.unicodeScalars.contains("\r") else { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n", kept.last == "\r" { kept.removeLast() }
            kept.append(scalar)
        }
        return String(kept)
    }

    /// Line ends of all sorts (Unicode Standard Annex 14, classes BK, CR, LF and NL).
    private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}
