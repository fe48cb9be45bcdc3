/// Reads decimal numbers without making a `String` first where that gives the same result.
enum DecimalNumber {
    /// Longer spellings are refused: no program prints a number that long.
    private static let lengthLimit = 512

    /// The number spelled by the bytes of `range`; infinite when it is too large for a `Double`.
    ///
    /// Accepts what Go's `strconv.ParseFloat` accepts for the text format: decimal and
    /// hexadecimal numbers, `NaN`, `Inf` and `Infinity` in any case.
    @inline(__always)
    static func parse(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
        parseShort(bytes, range) ?? parseAny(bytes, range)
    }

    /// Digits with at most one point, mantissa below 2^53 and power of ten within 22.
    ///
    /// Then mantissa and power are both exact and one division rounds correctly (Clinger 1990).
    @inline(__always)
    private static func parseShort(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
        var position = range.lowerBound
        let end = range.upperBound
        guard position < end, end - position <= 18 else { return nil }
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var mantissa: UInt64 = 0
        var digits = 0
        var fractionDigits = 0
        var isInFraction = false
        while position < end {
            let byte = bytes[position]
            position += 1
            if byte.isDigit {
                mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
                digits += 1
                if isInFraction { fractionDigits += 1 }
            } else if byte == UInt8(ascii: "."), !isInFraction {
                isInFraction = true
            } else {
                return nil
            }
        }
        guard digits > 0, mantissa < 1 << 53 else { return nil }
        var value = Double(mantissa)
        if fractionDigits > 0 { value /= powersOfTen[fractionDigits] }
        return isNegative ? -value : value
    }

    @inline(never)
    private static func parseAny(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
        guard !range.isEmpty, range.count <= lengthLimit else { return nil }
        // `Double` also reads C's `nan(...)`, which is no number on any page.
        guard bytes.position(of: UInt8(ascii: "("), in: range) == range.upperBound else {
            return nil
        }
        return Double(bytes.text(range))
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18,
    ]
}
