/// Reads a JSON string that holds escapes.
struct JSONUnescaper {
    /// Behind the opening quote at first, behind the closing one at the end.
    var position: Int
    private var output: [UInt8] = []

    init(position: Int) {
        self.position = position
    }

    /// The text up to the closing quote; nil when there is none or an escape is unknown.
    ///
    /// Raw control characters are let through as data, lone surrogates become U+FFFD.
    mutating func text(_ bytes: Span<UInt8>) -> String? {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return StreamSafeText.text(output.span)
            case UInt8(ascii: "\\"):
                guard takeEscape(bytes) else { return nil }
            default:
                output.append(bytes[position])
                position += 1
            }
        }
        return nil
    }

    private mutating func takeEscape(_ bytes: Span<UInt8>) -> Bool {
        guard position + 1 < bytes.count else { return false }
        let escape = bytes[position + 1]
        if escape == UInt8(ascii: "u") { return takeUnicode(bytes) }
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(escape)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        default: return false
        }
        position += 2
        return true
    }

    private mutating func takeUnicode(_ bytes: Span<UInt8>) -> Bool {
        guard let unit = codeUnit(bytes, at: position) else { return false }
        position += 6
        var scalar = Unicode.Scalar(UInt32(unit))
        if UTF16.isLeadSurrogate(unit), let trail = codeUnit(bytes, at: position),
            UTF16.isTrailSurrogate(trail)
        {
            position += 6
            scalar = Unicode.Scalar(
                0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(trail) - 0xDC00
            )
        }
        output.append(contentsOf: String(scalar ?? "\u{FFFD}").utf8)
        return true
    }

    /// The four hexadecimal digits of a `\u` escape.
    private func codeUnit(_ bytes: Span<UInt8>, at start: Int) -> UInt16? {
        guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"),
            bytes[start + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for index in start + 2..<start + 6 {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
                return nil
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
