/// Text for who has it read aloud: words where the screen has signs.
package enum SpokenText {
    /// Returns `text` without box drawing, blocks, marks and arrows; what has a meaning is a word.
    ///
    /// Nothing in it steers a terminal, as in `SafeText`.
    package static func of(_ text: String) -> String {
        var result = ""
        for scalar in SafeText.clean(text, limit: .max).unicodeScalars {
            if let word = words[scalar] {
                result += " \(word) "
            } else if isSign(scalar) {
                result += " "
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result.split(separator: " ").joined(separator: " ")
            .replacing(" ,", with: ",").replacing(" ;", with: ";")
    }

    private static let words: [Unicode.Scalar: String] = [
        "→": "to", "←": "from", "↔": "with", "≥": "at least", "≤": "at most", "≠": "not",
        "✓": "ok", "✗": "failed", "−": "-", "–": "-", "×": "times", "…": "...", "·": ",",
    ]

    /// Arrows, pictures of controls, technical and geometric signs, frames, blocks and braille.
    private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2190...0x243F, 0x2500...0x27BF, 0x2800...0x28FF, 0x2900...0x2BFF: true
        default: false
        }
    }
}
