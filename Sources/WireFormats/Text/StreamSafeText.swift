/// Makes text of strangers from bytes without handing them a way to stall the program.
///
/// Comparing or hashing a `String` sorts every run of combining marks, which takes the square
/// of the run's length (Swift 6.3: minutes for one JSON name of ten megabytes). So runs are
/// broken as the Stream-Safe Text Format of Unicode Standard Annex 15 prescribes.
enum StreamSafeText {
    /// How many combining marks may follow one another.
    private static let runLimit = 30
    /// Ends a run and is invisible (combining grapheme joiner).
    private static let joiner: Unicode.Scalar = "\u{34F}"
    /// Texts no longer than this hold no run worth breaking.
    private static let shortLength = 64

    /// The bytes as text; invalid UTF-8 becomes U+FFFD.
    static func text(_ bytes: Span<UInt8>) -> String {
        let text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        return bytes.count <= shortLength || isASCII(bytes) ? text : broken(text)
    }

    private static func isASCII(_ bytes: Span<UInt8>) -> Bool {
        let raw = bytes.bytes
        var position = 0
        while position + 8 <= bytes.count {
            let word = raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            guard word & 0x8080_8080_8080_8080 == 0 else { return false }
            position += 8
        }
        while position < bytes.count {
            guard bytes[position] < 0x80 else { return false }
            position += 1
        }
        return true
    }

    private static func broken(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var run = 0
        for scalar in text.unicodeScalars {
            run = isMark(scalar) ? run + 1 : 0
            if run > runLimit {
                result.append(joiner)
                run = 1
            }
            result.append(scalar)
        }
        return String(result)
    }

    /// Whether the scalar takes part in the sorting; three starters decompose into marks.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x300: false
        case 0xF73, 0xF75, 0xF81: true
        default: scalar.properties.canonicalCombiningClass != .notReordered
        }
    }
}
