extension Span<UInt8> {
    /// The bytes that are spelled here in octal, and where they end; nil when none are.
    ///
    /// rsyslog writes control characters so (`#011`, "$EscapeControlCharactersOnReceive") and
    /// bytes beyond ASCII (`#342#234#223`, "$Escape8BitCharactersOnReceive"); others write the
    /// latter with backslashes. Bytes beyond ASCII count only when they make up a character
    /// (RFC 3629, section 4), for a hash before a number is common in logs.
    func spelledBytes(at start: Int) -> (end: Int, bytes: [UInt8])? {
        let mark = self[start]
        guard mark == UInt8(ascii: "#") || mark == UInt8(ascii: "\\"),
            let first = octalByte(at: start, behind: mark)
        else { return nil }
        if first < 0x80 {
            guard mark == UInt8(ascii: "#") else { return nil }
            switch first {
            case 0x09, 0x0A, 0x0D: return (start + 4, [first])
            // Shifts between sets of characters.
            case 0x0E, 0x0F: return (start + 4, [])
            default: return nil
            }
        }
        let length: Int
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return nil
        }
        var bytes = [first]
        while bytes.count < length {
            guard let next = octalByte(at: start + 4 * bytes.count, behind: mark),
                (0x80...0xBF).contains(next)
            else { return nil }
            bytes.append(next)
        }
        return (start + 4 * length, bytes)
    }

    /// The byte of three octal digits behind the mark here.
    private func octalByte(at start: Int, behind mark: UInt8) -> UInt8? {
        guard start + 3 < count, self[start] == mark else { return nil }
        var value = 0
        for place in start + 1...start + 3 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(self[place]) else { return nil }
            value = value * 8 + Int(self[place] - UInt8(ascii: "0"))
        }
        return UInt8(exactly: value)
    }
}
