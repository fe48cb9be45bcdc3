import Primitives

/// Text of the log as a part of a line of Markdown: nothing in it makes a heading, a link, a tag or
/// another line.
enum MarkdownText {
    private static let escaped: Set<Character> = ["\\", "`", "*", "<", ">", "[", "]", "|", "~"]

    /// The text on one line.
    static func inline(_ raw: String) -> String {
        let safe = UnsafeText.replacing(in: raw) { scalar in
            ["\n", "\t", "\r"].contains(scalar) ? " " : UnsafeText.picture(of: scalar)
        }
        let characters = Array(safe)
        var text = ""
        text.reserveCapacity(safe.utf8.count)
        var wasSpace = true
        for (place, character) in characters.enumerated() {
            if character.isWhitespace {
                if !wasSpace { text.append(" ") }
                wasSpace = true
                continue
            }
            wasSpace = false
            if escaped.contains(character) || character == "_" && isEmphasis(characters, place) {
                text.append("\\")
            }
            text += character == "&" ? "&amp;" : String(character)
        }
        return begun(text.hasSuffix(" ") ? String(text.dropLast()) : text)
    }

    /// The text without what would make its line a heading, an item or a number of a list.
    private static func begun(_ text: String) -> String {
        guard let first = text.first else { return text }
        if "#-+=".contains(first) { return "\\\(text)" }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text.dropFirst(digits.count)
        guard !digits.isEmpty, let mark = rest.first, ".)".contains(mark) else { return text }
        return "\(digits)\\\(rest)"
    }

    /// Whether an underscore would begin or end emphasis: inside a word it does not.
    private static func isEmphasis(_ characters: [Character], _ place: Int) -> Bool {
        func isWord(_ place: Int) -> Bool {
            characters.indices.contains(place)
                && (characters[place].isLetter || characters[place].isNumber)
        }
        return !(isWord(place - 1) && isWord(place + 1))
    }

    /// The text as code, which no character of it ends.
    static func code(_ raw: String) -> String {
        let safe = UnsafeText.replacing(in: raw, with: UnsafeText.picture(of:))
            .map { $0 == "`" ? "'" : $0 == "|" ? "¦" : $0 }
        return safe.isEmpty ? "" : "`\(String(safe))`"
    }

    /// A quotation of the text, a line for each of its lines.
    static func quoted(_ raw: String) -> [String] {
        raw.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { "> \(inline(String($0)))" }
    }

    /// A table of these headings and rows, whose cells are Markdown already; nothing without rows.
    static func table(_ headings: [String], _ rows: [[String]]) -> [String] {
        guard !rows.isEmpty else { return [] }
        func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
        return [line(headings), line(headings.map { _ in "---" })] + rows.map(line)
    }
}
