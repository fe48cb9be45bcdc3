/// How the text of a filter chooses among the rows of a list.
struct RowFilter: Sendable {
    /// What can be written, beside the field.
    let hint: String
    /// What is wrong with a text; nil when it can be used.
    let problem: @Sendable (AppModel, String) -> String?
    /// The rows that a text leaves.
    let rows: @Sendable (AppModel, String) -> ListRows

    /// Leaves the rows whose texts have all words.
    static func words(
        _ rows: @escaping @Sendable (AppModel) -> ListRows,
        _ texts: @escaping @Sendable (AppModel) -> [String]
    ) -> Self {
        Self(hint: "all of them, in any order; empty: all", problem: { _, _ in nil }) {
            model,
            text in
            let filter = ListFilter(text)
            return .names(zip(rows(model), texts(model)).filter { filter($0.1) }.map(\.0))
        }
    }
}

/// The words that rows of a list must have, all of them, in any order and case.
struct ListFilter {
    private let words: [String]

    init(_ text: String) {
        words = text.lowercased().split(separator: " ").map(String.init)
    }

    /// Whether a row with this text is listed.
    func callAsFunction(_ text: String) -> Bool {
        guard !words.isEmpty else { return true }
        var lowered: String?
        return words.allSatisfy { word in
            if let found = Self.find(word, in: text) { return found }
            let whole = lowered ?? text.lowercased()
            lowered = whole
            return whole.contains(word)
        }
    }

    /// Whether a text has a word, by bytes; nil where letters beyond ASCII need Unicode's rules.
    ///
    /// A fleet has thousands of names, and each key looks through all of them.
    private static func find(_ word: String, in text: String) -> Bool? {
        text.utf8.withContiguousStorageIfAvailable { text -> Bool? in
            word.utf8.withContiguousStorageIfAvailable { word -> Bool? in
                guard text.allSatisfy({ $0 < 0x80 }) else { return nil }
                guard word.count <= text.count else { return false }
                return (0...text.count - word.count).contains { start in
                    word.indices.allSatisfy { lower(text[start + $0]) == word[$0] }
                }
            } ?? nil
        } ?? nil
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
