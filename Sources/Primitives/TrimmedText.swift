extension StringProtocol {
    /// The text without white space at both ends.
    package var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// The text with every run of white space made one space.
    package var oneLine: String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
