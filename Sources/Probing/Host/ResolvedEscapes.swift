extension Span<UInt8> {
    /// The bytes from `start` with the escapes of JSON and Go's quoted strings resolved (RFC 8259,
    /// section 7; Go specification, "String literals"); what is no such escape stays as it is.
    ///
    /// With `untilQuote` up to the first quote that is not escaped; `isEnded` is false when there
    /// is none.
    func withEscapesResolved(
        from start: Int,
        untilQuote: Bool = false
    ) -> (bytes: [UInt8], isEnded: Bool) {
        var output: [UInt8] = []
        output.reserveCapacity(count - start)
        var place = start
        while place < count {
            if untilQuote, self[place] == UInt8(ascii: "\"") { return (output, true) }
            if self[place] == UInt8(ascii: "\\"), let escape = escape(at: place) {
                output.append(contentsOf: escape.bytes)
                place = escape.end
            } else {
                output.append(self[place])
                place += 1
            }
        }
        return (output, !untilQuote)
    }

    /// What the backslash here and the bytes behind it mean; nil when it means itself.
    private func escape(at start: Int) -> (bytes: [UInt8], end: Int)? {
        guard start + 1 < count else { return nil }
        let kind = self[start + 1]
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([kind], start + 2)
        case UInt8(ascii: "n"): return ([0x0A], start + 2)
        case UInt8(ascii: "r"): return ([0x0D], start + 2)
        case UInt8(ascii: "t"): return ([0x09], start + 2)
        case UInt8(ascii: "x"):
            guard let byte = hexadecimal(2, at: start + 2) else { return nil }
            return ([UInt8(byte)], start + 4)
        case UInt8(ascii: "u"): return character(at: start)
        default: return nil
        }
    }

    /// The character of one `\u` escape, or of the two that make up one beyond U+FFFF.
    private func character(at start: Int) -> (bytes: [UInt8], end: Int)? {
        guard let unit = hexadecimal(4, at: start + 2) else { return nil }
        if let scalar = Unicode.Scalar(unit) { return (Array(String(scalar).utf8), start + 6) }
        guard (0xD800...0xDBFF).contains(unit), start + 7 < count,
            self[start + 6] == UInt8(ascii: "\\"), self[start + 7] == UInt8(ascii: "u"),
            let trail = hexadecimal(4, at: start + 8), (0xDC00...0xDFFF).contains(trail),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + trail - 0xDC00)
        else { return nil }
        return (Array(String(scalar).utf8), start + 12)
    }

    private func hexadecimal(_ digits: Int, at start: Int) -> UInt32? {
        guard start + digits <= count else { return nil }
        var value: UInt32 = 0
        for place in start..<start + digits {
            guard let digit = Character(Unicode.Scalar(self[place])).hexDigitValue else {
                return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
