/// Reads foreign text as glyphs that are safe to draw and whose width every terminal agrees on.
///
/// This is the only way from text to cells, so cleaning, measuring and drawing cannot disagree:
/// - control characters become their pictures (`␛`), line ends `⏎`, TAB a space;
/// - invisible, private and unassigned scalars become `□`, as does a regional pair (a flag);
/// - of an emoji sequence (joined, with a skin tone or a presentation selector) only the first
///   scalar remains, because terminals disagree about the width of the rest;
/// - a base keeps two marks; a base with more than four loses them all.
struct GlyphReader: IteratorProtocol {
    private var scalars: String.UnicodeScalarView.Iterator
    private var lookahead: UInt32?
    private var owesReplacement = false

    init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
    }

    mutating func next() -> Glyph? {
        if owesReplacement {
            owesReplacement = false
            return .replacement
        }
        guard let base = take() else { return nil }
        if base < 0x20 || base == 0x7F { return control(base) }
        if base == 0x2028 || base == 0x2029 { return Glyph(cluster: 0x23CE, width: 1) }
        if isRegional(base) {
            if let second = peek(), isRegional(second) { lookahead = nil }
            return .replacement
        }
        switch ScalarKind(of: base) {
        case .narrow: return cluster(startingWith: base, width: 1)
        case .wide: return cluster(startingWith: base, width: 2)
        case .mark, .hidden: return .replacement
        }
    }

    private mutating func control(_ scalar: UInt32) -> Glyph {
        switch scalar {
        case 0x09: return .space
        case 0x0A: return Glyph(cluster: 0x23CE, width: 1)
        case 0x0D where peek() == 0x0A:
            lookahead = nil
            return Glyph(cluster: 0x23CE, width: 1)
        case 0x7F: return Glyph(cluster: 0x2421, width: 1)
        default: return Glyph(cluster: UInt64(0x2400 + scalar), width: 1)
        }
    }

    private mutating func cluster(startingWith base: UInt32, width: Int) -> Glyph {
        var packed = UInt64(base)
        var followers = 0
        var isDisputed = false
        let isEmoji = Self.isEmoji(base)
        while let scalar = peek(), scalar >= 0x300 {
            if isEmoji && scalar == 0x200D {
                lookahead = nil
                guard let joined = peek(), Self.isEmoji(joined) else {
                    owesReplacement = true
                    break
                }
                isDisputed = true
            } else if isSelector(scalar) && (isEmoji || Self.isKeycapBase(base)) {
                isDisputed = true
            } else if isEmoji && isSkinTone(scalar) {
                isDisputed = true
            } else if ScalarKind(of: scalar) == .mark {
                followers += 1
                if followers <= 2 { packed |= UInt64(scalar) << UInt64(21 * followers) }
            } else {
                break
            }
            lookahead = nil
        }
        if isDisputed || followers > 4 { packed = UInt64(base) }
        return Glyph(cluster: packed, width: width)
    }

    private mutating func take() -> UInt32? {
        if let scalar = lookahead {
            lookahead = nil
            return scalar
        }
        return scalars.next()?.value
    }

    private mutating func peek() -> UInt32? {
        if lookahead == nil { lookahead = scalars.next()?.value }
        return lookahead
    }

    private func isRegional(_ scalar: UInt32) -> Bool {
        scalar >= 0x1F1E6 && scalar <= 0x1F1FF
    }

    private func isSelector(_ scalar: UInt32) -> Bool {
        scalar == 0xFE0E || scalar == 0xFE0F
    }

    private func isSkinTone(_ scalar: UInt32) -> Bool {
        scalar >= 0x1F3FB && scalar <= 0x1F3FF
    }

    private static func isKeycapBase(_ scalar: UInt32) -> Bool {
        scalar == 0x23 || scalar == 0x2A || (scalar >= 0x30 && scalar <= 0x39)
    }

    /// Blocks whose scalars take part in emoji sequences; a superset does no harm.
    private static func isEmoji(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x1F000...0x1FAFF, 0x2190...0x2BFF, 0x203C, 0x2049, 0x2122, 0x2139: true
        case 0xA9, 0xAE, 0x3030, 0x303D, 0x3297, 0x3299: true
        default: false
        }
    }
}

extension String {
    /// Whether every byte is a printable ASCII character, so that text, glyphs and columns are
    /// one and the same.
    var isPrintableASCII: Bool {
        let answer = utf8.withContiguousStorageIfAvailable { bytes in
            bytes.allSatisfy { $0 &- 0x20 < 0x5F }
        }
        return answer ?? utf8.allSatisfy { $0 &- 0x20 < 0x5F }
    }
}
