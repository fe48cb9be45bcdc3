/// Three characters that follow one another in a text, as a number: what a search index is made of.
///
/// Texts that contain a word have all grams of the word.
///
/// Swift compares characters by their canonical form, `é` as one scalar or as two alike. A
/// character of one scalar that is no other one's variant stands for itself. Any other is in no
/// gram, and marks its text as `unusual`: it may be the same as a usual one.
package struct SearchGram: Hashable, Sendable {
    /// Three ASCII characters below 2^21; a hash of others from there; `unusual` is 2^22.
    package let code: UInt32
    /// Whether a text that is `unusual` may have this gram without showing it.
    package var mayHide: Bool { code >= Self.firstHash }

    private static let firstHash: UInt32 = 1 << 21
    /// What a text with an unusual character has.
    package static let unusual = SearchGram(code: 1 << 22)

    private init(code: UInt32) {
        self.code = code
    }

    private init(_ one: UInt32, _ two: UInt32, _ three: UInt32) {
        if one | two | three < 0x80 {
            code = one << 14 | two << 7 | three
        } else {
            let packed = UInt64(one) << 42 | UInt64(two) << 21 | UInt64(three)
            // Multiplicative hashing by 2^64 divided by the golden ratio (Knuth, volume 3, 6.4).
            let mixed = packed &* 0x9E37_79B9_7F4A_7C15
            code = Self.firstHash | UInt32(mixed >> 43)
        }
    }

    /// The grams of a text.
    package static func all(of text: String) -> Set<SearchGram> {
        var grams: Set<SearchGram> = []
        var (one, two): (UInt32?, UInt32?) = (nil, nil)
        func add(_ next: UInt32?) {
            if let one, let two, let next { grams.insert(SearchGram(one, two, next)) }
            (one, two) = (two, next)
        }
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 { add(UInt32(byte)) }
            return grams
        }
        for character in text {
            if character == "\r\n" {
                add(0x0D)
                add(0x0A)
                continue
            }
            let number = plainNumber(of: character)
            if number == nil { grams.insert(unusual) }
            add(number)
        }
        return grams
    }

    /// The number of a character that stands for itself; nil of an unusual one.
    private static func plainNumber(of character: Character) -> UInt32? {
        // The two variants of ASCII characters that stay in lowercase:
        // https://www.unicode.org/Public/UNIDATA/UnicodeData.txt
        switch character {
        case ";": return 0x3B
        case "`": return 0x60
        default: break
        }
        let scalars = character.unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else { return nil }
        return scalar.properties.changesWhenNFKCCaseFolded ? nil : scalar.value
    }
}
