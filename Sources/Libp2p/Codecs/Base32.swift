/// Bytes in small letters and the digits 2 to 7, without padding (RFC 4648, base32 of multibase).
enum Base32 {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    /// The bytes; nil for anything that is no base32 in its one right form.
    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var pending = 0
        var bitCount = 0
        for character in text.utf8 {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            pending = pending << 5 | digit
            bitCount += 5
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            bytes.append(UInt8(pending >> bitCount))
            pending &= 1 << bitCount - 1
        }
        // Less than a character may be left over, and nothing may stand in it.
        return bitCount < 5 && pending == 0 ? bytes : nil
    }
}
