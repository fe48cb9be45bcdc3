import Primitives

/// Texts that are hard to cut, the same in every run.
package struct OddTexts {
    private var random: SeededGenerator

    private static let pieces = [
        "word", "Überprüfung", "我们回到旧版本", "ノードが応答しません", "👩\u{200D}💻", "🇩🇪", "❤\u{FE0F}",
        "e\u{301}\u{323}", "https://status.example.org/incidents/7?from=a&to=b#now", "\"quoted\"",
        "back\\slash", "<b>&amp;</b>", "@everyone", "tab\tbed", "\u{202E}reversed", "\u{1B}[1m",
        "नमस्ते", "\u{1}",
    ]
    private static let gaps = [" ", " ", " ", "", "\n", "\r\n", "\n\n", "\u{2028}", "  "]

    /// The texts that follow from this seed.
    package init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// A text of at most about so many characters: pieces with white space between most of them.
    package mutating func next(longest: Int) -> String {
        let length = Int.random(in: 1...longest, using: &random)
        var text = ""
        var count = 0
        while count < length {
            let piece = Self.pieces.randomElement(using: &random) ?? ""
            let times = Int.random(in: 1...40, using: &random) == 1 ? 300 : 1
            text += String(repeating: piece, count: times)
            text += Self.gaps.randomElement(using: &random) ?? ""
            count += piece.utf8.count * times
        }
        return text
    }
}
