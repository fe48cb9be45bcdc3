/// Short, harmless excerpts of hostile text for error sentences.
enum TextSnippet {
    /// The longest excerpt, in Unicode scalars.
    static let lengthLimit = 60

    /// The beginning of `bytes` from `start`, up to the end of its line.
    static func of(_ bytes: Span<UInt8>, from start: Int = 0) -> String {
        guard start < bytes.count else { return "" }
        // One scalar has at most four bytes, and one more shows that something was cut.
        let end = min(bytes.count, start + 4 * (lengthLimit + 1))
        let lineEnd = bytes.position(of: UInt8(ascii: "\n"), in: start..<end)
        return clean(bytes.text(start..<lineEnd))
    }

    /// The text with control, format and separator scalars replaced, cut at `lengthLimit`.
    static func clean(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(lengthLimit) {
            result.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
        }
        let isCut = text.unicodeScalars.dropFirst(lengthLimit).first != nil
        return isCut ? String(result) + "…" : String(result)
    }

    /// Control characters drive the terminal; format characters turn the direction of the line.
    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        default:
            true
        }
    }
}
