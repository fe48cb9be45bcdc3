/// Reads the parts of a DNS message (RFC 1035, section 4.1), whatever bytes came.
struct DNSReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    /// The longest name, in bytes of its uncompressed form (RFC 1035, 3.1).
    private static let nameLimitBytes = 255
    private static let labelLimitBytes = 63

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    mutating func byte() throws(DNSMistake) -> UInt8 {
        guard position < bytes.count else { throw .tooShort }
        defer { position += 1 }
        return bytes[position]
    }

    /// A number of two bytes.
    mutating func number() throws(DNSMistake) -> Int {
        let high = try byte()
        return Int(high) << 8 | Int(try byte())
    }

    /// A number of four bytes.
    mutating func longNumber() throws(DNSMistake) -> Int {
        let high = try number()
        return high << 16 | (try number())
    }

    mutating func take(_ count: Int) throws(DNSMistake) -> ArraySlice<UInt8> {
        guard count >= 0, bytes.count - position >= count else { throw .tooShort }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// A name in lower case without the dot at its end; `.` for the root.
    ///
    /// Its end may be written as the place of an earlier name. Each such place lies before the
    /// one that led there, so that no row of them goes on for ever.
    mutating func name() throws(DNSMistake) -> String {
        var text = ""
        var place = position
        var end: Int?
        var earliest = position
        var length = 0
        while true {
            guard place < bytes.count else { throw .tooShort }
            let mark = Int(bytes[place])
            switch mark {
            case 0:
                position = end ?? place + 1
                return text.isEmpty ? "." : text
            case 0xC0...0xFF:
                guard place + 1 < bytes.count else { throw .tooShort }
                let target = (mark & 0x3F) << 8 | Int(bytes[place + 1])
                guard target < earliest else { throw .badName }
                end = end ?? place + 2
                (place, earliest) = (target, target)
            case 1...Self.labelLimitBytes:
                length += mark + 1
                guard length < Self.nameLimitBytes else { throw .badName }
                guard place + mark < bytes.count else { throw .tooShort }
                if !text.isEmpty { text += "." }
                text += Self.text(ofLabel: bytes[place + 1...place + mark])
                place += mark + 1
            // The two other kinds of labels are not in use (RFC 6891, section 5).
            default: throw .badName
            }
        }
    }

    /// A label in lower case; what is no letter, digit, hyphen or underscore is written as in zone
    /// files (RFC 1035, 5.1).
    private static func text(ofLabel label: ArraySlice<UInt8>) -> String {
        label.reduce(into: "") { text, byte in
            switch byte {
            case 0x41...0x5A: text.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
            case 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte)
                text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            }
        }
    }
}
