/// The encoding of bytes in printable characters (RFC 4648, section 4).
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The bytes as text, padded with `=`.
    package static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = 0
            for place in 0..<3 {
                let index = start + place
                bits = bits << 8 | (index < bytes.count ? Int(bytes[index]) : 0)
            }
            for place in 0..<4 {
                let isPadding = place > group.count
                let digit = alphabet[bits >> (18 - 6 * place) & 63]
                output.append(isPadding ? UInt8(ascii: "=") : digit)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
