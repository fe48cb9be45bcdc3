/// A number in groups of seven bits, the lowest first (multiformats `unsigned-varint`).
struct UnsignedVarint: Equatable {
    /// At most 9 bytes, hence below 2⁶³; protobuf's ten-byte form is of negative numbers only.
    static let lengthLimit = 9

    let value: UInt64
    /// How many bytes it took.
    let byteCount: Int

    /// Reads a number; nil while the bytes end before it does.
    init?(atStartOf bytes: ArraySlice<UInt8>) throws(Libp2pError) {
        var value: UInt64 = 0
        var count = 0
        for byte in bytes.prefix(Self.lengthLimit) {
            value |= UInt64(byte & 0x7F) << UInt64(7 * count)
            count += 1
            if byte < 0x80 {
                self.value = value
                byteCount = count
                return
            }
        }
        guard count < Self.lengthLimit else {
            throw .malformed("a length or number has more than 63 bits")
        }
        return nil
    }

    /// The bytes of a number.
    static func bytes(of value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        return bytes
    }
}

extension [UInt8] {
    /// The bytes behind their length as a varint.
    var delimited: [UInt8] { UnsignedVarint.bytes(of: UInt64(count)) + self }
}
