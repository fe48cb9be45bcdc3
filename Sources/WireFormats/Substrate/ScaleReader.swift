/// Reads SCALE, the encoding of Substrate's state (docs.polkadot.com, "SCALE codec"): numbers are
/// little-endian, compact numbers say their length in the lowest two bits.
struct ScaleReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The bytes of a storage value, `0x…`; its length is bounded by that of the answer.
    ///
    /// - Throws: `.absent` for `null`, `.unexpectedShape`.
    init(_ value: JSONValue) throws(WireFormatError) {
        let text = try value.requireString("storage value")
        let digits = Array(text.utf8.dropFirst(2))
        guard text.hasPrefix("0x"), digits.count.isMultiple(of: 2) else {
            throw value.mismatch("hexadecimal digits such as \"0x0c20\"")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.digit(digits[place]), let low = Self.digit(digits[place + 1])
            else { throw value.mismatch("hexadecimal digits such as \"0x0c20\"") }
            bytes.append(high << 4 | low)
        }
        self.init(bytes)
    }

    /// How many bytes were not read yet.
    var remaining: Int { bytes.count - index }

    mutating func byte() throws(WireFormatError) -> UInt8 { try take(1)[0] }

    /// An unsigned number of this many bytes, at most 16.
    mutating func number(bytes count: Int) throws(WireFormatError) -> UInt128 {
        let taken = try take(count)
        return taken.enumerated().reduce(0) { $0 | UInt128($1.element) << UInt128(8 * $1.offset) }
    }

    mutating func u32() throws(WireFormatError) -> UInt32 {
        UInt32(truncatingIfNeeded: try number(bytes: 4))
    }

    /// A compact number of at most eight bytes.
    mutating func compact() throws(WireFormatError) -> UInt64 {
        let first = try byte()
        switch first & 3 {
        case 0: return UInt64(first >> 2)
        case 1: return UInt64(first >> 2) | UInt64(try byte()) << 6
        case 2:
            let rest = try number(bytes: 3)
            return UInt64(first >> 2) | UInt64(rest) << 6
        default:
            let length = Int(first >> 2) + 4
            guard length <= 8 else { throw Self.malformed("a number of at most eight bytes") }
            return UInt64(try number(bytes: length))
        }
    }

    /// A text with its length in front.
    mutating func text(limit: Int) throws(WireFormatError) -> String {
        let length = try compact()
        guard length <= UInt64(limit) else {
            throw Self.malformed("a text of at most \(limit) bytes")
        }
        return String(decoding: try take(Int(length)), as: UTF8.self)
    }

    mutating func take(_ count: Int) throws(WireFormatError) -> ArraySlice<UInt8> {
        guard count <= remaining else { throw Self.malformed("more bytes") }
        defer { index += count }
        return Array(bytes[index..<index + count])[...]
    }

    static func malformed(_ expected: String) -> WireFormatError {
        .unexpectedText(expected: expected, seen: "a SCALE value of another form")
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x57
        case 0x41...0x46: byte - 0x37
        default: nil
        }
    }
}
