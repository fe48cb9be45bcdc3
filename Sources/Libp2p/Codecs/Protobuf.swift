/// The fields of a protobuf message in their order, without any schema.
struct ProtobufReader {
    enum Value: Equatable {
        case number(UInt64)
        case bytes([UInt8])
        /// A number of fixed width, which none of the messages here uses.
        case other
    }

    private var rest: ArraySlice<UInt8>
    private var fieldCount = 0
    private static let fieldLimit = 20_000

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// The next field; nil at the end.
    mutating func next() throws(Libp2pError) -> (field: UInt64, value: Value)? {
        guard !rest.isEmpty else { return nil }
        fieldCount += 1
        guard fieldCount <= Self.fieldLimit else {
            throw .malformed("a protobuf message has more than \(Self.fieldLimit) fields")
        }
        let key = try number()
        switch key & 7 {
        case 0: return (key >> 3, .number(try number()))
        case 1: return (key >> 3, try skipped(8))
        case 2:
            let length = try number()
            guard length <= UInt64(rest.count) else { throw Self.cut }
            let bytes = Array(rest.prefix(Int(length)))
            rest = rest.dropFirst(Int(length))
            return (key >> 3, .bytes(bytes))
        case 5: return (key >> 3, try skipped(4))
        default: throw .malformed("a protobuf message has a field of an unknown type")
        }
    }

    private mutating func number() throws(Libp2pError) -> UInt64 {
        // The ten-byte form of negative numbers is not a varint of multiformats.
        if rest.count >= 10, rest.prefix(9).allSatisfy({ $0 >= 0x80 }) {
            let places = rest.prefix(9).enumerated()
            var value = places.reduce(UInt64(0)) { $0 | UInt64($1.1 & 0x7F) << UInt64(7 * $1.0) }
            guard let last = rest.dropFirst(9).first, last <= 1 else {
                throw .malformed("a number in a protobuf message has more than 64 bits")
            }
            value |= UInt64(last) << 63
            rest = rest.dropFirst(10)
            return value
        }
        guard let number = try UnsignedVarint(atStartOf: rest) else { throw Self.cut }
        rest = rest.dropFirst(number.byteCount)
        return number.value
    }

    private mutating func skipped(_ count: Int) throws(Libp2pError) -> Value {
        guard rest.count >= count else { throw Self.cut }
        rest = rest.dropFirst(count)
        return .other
    }

    private static let cut = Libp2pError.malformed("a protobuf message is cut off")
}

/// Builds a protobuf message, field by field.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ field: UInt64, _ number: UInt64) {
        bytes += UnsignedVarint.bytes(of: field << 3) + UnsignedVarint.bytes(of: number)
    }

    mutating func add(_ field: UInt64, _ content: [UInt8]) {
        bytes += UnsignedVarint.bytes(of: field << 3 | 2) + content.delimited
    }

    mutating func add(_ field: UInt64, _ text: String) {
        add(field, Array(text.utf8))
    }
}
