/// A text made ready to be looked through again and again.
struct FuzzyText: Equatable, Sendable {
    /// Its small letters, one for each of its characters; of a long text only the beginning.
    let letters: [UInt32]

    /// How much of a text is looked through.
    private static let limit = 160

    init(_ text: String) {
        // Of plain ASCII a byte is a character, but for the line end of two bytes.
        if text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) {
            letters = text.utf8.prefix(Self.limit).map {
                UInt32((0x41...0x5A).contains($0) ? $0 | 0x20 : $0)
            }
        } else {
            letters = text.prefix(Self.limit).map {
                $0.lowercased().unicodeScalars.first?.value ?? 0
            }
        }
    }
}
