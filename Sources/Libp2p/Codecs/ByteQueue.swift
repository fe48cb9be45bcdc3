/// Bytes that came in and are not read yet, taken from the front in messages.
///
/// No `Deque`: parsers are handed slices, which have to lie in one piece.
struct ByteQueue {
    private var bytes: [UInt8] = []
    private var start = 0

    var count: Int { bytes.count - start }

    mutating func append(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// The next bytes, at most this many, without taking them.
    func peek(_ count: Int) -> ArraySlice<UInt8> {
        bytes[start..<min(bytes.count, start + count)]
    }

    /// The next bytes; nil while there are fewer.
    mutating func take(_ count: Int) -> [UInt8]? {
        guard count <= self.count else { return nil }
        let taken = Array(bytes[start..<start + count])
        drop(count)
        return taken
    }

    /// Everything that is there.
    mutating func takeAll() -> [UInt8] {
        let taken = Array(bytes[start...])
        bytes = []
        start = 0
        return taken
    }

    mutating func drop(_ count: Int) {
        start += min(count, self.count)
        // Moved seldom, so that many small messages do not cost a move each.
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            start = 0
        } else if start > 65_536 {
            bytes.removeFirst(start)
            start = 0
        }
    }

    /// A message behind its length as a varint; nil while it is not complete.
    mutating func takeDelimited(
        _ what: String,
        limitBytes: Int
    ) throws(Libp2pError) -> [UInt8]? {
        guard let length = try UnsignedVarint(atStartOf: peek(UnsignedVarint.lengthLimit))
        else { return nil }
        guard length.value <= UInt64(limitBytes) else {
            throw .tooLarge(what: what, limitBytes: limitBytes)
        }
        guard count >= length.byteCount + Int(length.value) else { return nil }
        drop(length.byteCount)
        return take(Int(length.value))
    }
}
