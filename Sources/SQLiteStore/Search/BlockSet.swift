internal import FoundationEssentials

/// Some of the entries of a block: entries whose numbers differ only in the last 12 bits.
///
/// Stored are up to 255 of them as their offsets, two bytes each in little-endian order, and more
/// of them as a bit for each.
struct BlockSet: Equatable {
    /// How many bits of an entry's number are its place in its block.
    static let bits = 12
    /// How many entries a block has; the first block lacks number 0.
    static let size = 1 << bits

    private static let wordCount = size / 64
    private static let byteCount = size / 8

    private var words: [UInt64]

    /// None of a block.
    init() {
        words = Array(repeating: 0, count: Self.wordCount)
    }

    /// The block that an entry is in.
    static func block(of sequence: Int64) -> Int64 { sequence >> Int64(bits) }

    /// The place of an entry in its block.
    static func offset(of sequence: Int64) -> Int { Int(sequence & Int64(size - 1)) }

    /// The numbers that a block may have.
    static func numbers(of block: Int64) -> ClosedRange<Int64> {
        max(1, block << Int64(bits))...(block << Int64(bits) + Int64(size - 1))
    }

    /// What was stored; nil when it is something else.
    init?(_ stored: Data) {
        self.init()
        let bytes = [UInt8](stored)
        if bytes.count == Self.byteCount {
            for (place, byte) in bytes.enumerated() {
                words[place / 8] |= UInt64(byte) << UInt64(place % 8 * 8)
            }
            return
        }
        guard bytes.count % 2 == 0, bytes.count < Self.byteCount else { return nil }
        var before = -1
        for place in stride(from: 0, to: bytes.count, by: 2) {
            let offset = Int(bytes[place]) | Int(bytes[place + 1]) << 8
            guard offset > before, offset < Self.size else { return nil }
            insert(offset)
            before = offset
        }
    }

    /// How it is stored.
    var stored: Data {
        let count = words.reduce(0) { $0 + $1.nonzeroBitCount }
        var bytes: [UInt8] = []
        if 2 * count < Self.byteCount {
            bytes.reserveCapacity(2 * count)
            for offset in offsets {
                bytes.append(UInt8(offset & 0xFF))
                bytes.append(UInt8(offset >> 8))
            }
        } else {
            bytes.reserveCapacity(Self.byteCount)
            for word in words {
                for shift in stride(from: 0, to: 64, by: 8) {
                    bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
                }
            }
        }
        return Data(bytes)
    }

    /// Whether there is none.
    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// The places in the block, in order.
    var offsets: [Int] {
        var offsets: [Int] = []
        for (place, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                offsets.append(place * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return offsets
    }

    /// Adds the entry at a place below `size`.
    mutating func insert(_ offset: Int) { words[offset / 64] |= 1 << UInt64(offset % 64) }

    /// Adds or takes away all at these places.
    mutating func set(_ offsets: Range<Int>, _ isIn: Bool) {
        for offset in offsets {
            let bit: UInt64 = 1 << UInt64(offset % 64)
            if isIn { words[offset / 64] |= bit } else { words[offset / 64] &= ~bit }
        }
    }

    /// Adds those of another set.
    mutating func formUnion(_ other: BlockSet) {
        for place in words.indices { words[place] |= other.words[place] }
    }

    /// Leaves only those of another set too.
    mutating func formIntersection(_ other: BlockSet) {
        for place in words.indices { words[place] &= other.words[place] }
    }
}
