/// Why stored samples could not be read.
enum SampleCodeError: Error, Equatable {
    /// The bytes end before what they announce.
    case truncated
    /// The bytes are not what was written.
    case damaged
}

/// Bits put one after the other, the highest first.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var pendingBits = 0

    /// Appends the lowest `bits` of a number, 0 to 64 of them.
    mutating func write(_ value: UInt64, bits: Int) {
        if bits > 32 {
            write(value >> 32, bits: bits - 32)
            write(value, bits: 32)
            return
        }
        pending = pending << UInt64(bits) | (value & ((1 << UInt64(bits)) - 1))
        pendingBits += bits
        while pendingBits >= 8 {
            pendingBits -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> UInt64(pendingBits)))
        }
    }

    /// Appends a number of unknown size: six bits of width, then the number without leading zeros.
    mutating func write(sized value: UInt64) {
        let width = max(1, 64 - value.leadingZeroBitCount)
        write(UInt64(width - 1), bits: 6)
        write(value, bits: width)
    }

    /// Fills the last byte with zeros and gives all bytes.
    mutating func finish() -> [UInt8] {
        if pendingBits > 0 { write(0, bits: 8 - pendingBits) }
        return bytes
    }
}

/// Reads what a `BitWriter` wrote; damaged bytes are an error, never a trap.
struct BitReader {
    private let bytes: ArraySlice<UInt8>
    private var next: Int
    /// The bits to be read next, from the highest on.
    private var window: UInt64 = 0
    private var windowBits = 0

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        next = bytes.startIndex
    }

    private mutating func refill() {
        while windowBits <= 56, next < bytes.endIndex {
            window |= UInt64(bytes[next]) << UInt64(56 - windowBits)
            next += 1
            windowBits += 8
        }
    }

    private mutating func drop(_ bits: Int) {
        window = bits < 64 ? window << UInt64(bits) : 0
        windowBits -= bits
    }

    /// The next bits, 0 to 64 of them.
    mutating func read(bits: Int) throws(SampleCodeError) -> UInt64 {
        if bits > 32 {
            let high = try read(bits: bits - 32)
            return high << 32 | (try read(bits: 32))
        }
        guard bits > 0 else { return 0 }
        if windowBits < bits { refill() }
        guard windowBits >= bits else { throw .truncated }
        let value = window >> UInt64(64 - bits)
        drop(bits)
        return value
    }

    /// A number written with its width.
    mutating func readSized() throws(SampleCodeError) -> UInt64 {
        let width = Int(try read(bits: 6)) + 1
        return try read(bits: width)
    }

    /// How many ones come before the next zero, which is dropped too.
    ///
    /// - Parameter limit: After this many ones, below 57, no zero is expected.
    mutating func readOnes(limit: Int) throws(SampleCodeError) -> Int {
        if windowBits <= limit { refill() }
        let ones = (~window).leadingZeroBitCount
        if ones >= limit {
            guard windowBits >= limit else { throw .truncated }
            drop(limit)
            return limit
        }
        guard ones < windowBits else { throw .truncated }
        drop(ones + 1)
        return ones
    }
}
