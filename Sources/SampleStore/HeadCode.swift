/// The stored form of one poll before it is sealed into a block: metrics by number, values whole
/// or as bit patterns; quick to write, and still half as long as plain numbers.
enum HeadCode {
    /// More samples of one poll are not kept.
    static let sampleLimit = 4096
    /// More metrics than this are not told apart.
    static let metricLimit = 65_535

    /// The samples of one poll.
    static func bytes(of samples: [(metric: Int, value: Double)]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(samples.count * 5)
        for (metric, value) in samples.prefix(sampleLimit) {
            append(UInt64(metric), to: &bytes)
            let isNegativeZero = value == 0 && value.sign == .minus
            if let whole = Int64(exactly: value), abs(value) < 4e15, !isNegativeZero {
                append(IntegerCode.zigzag(whole) << 1, to: &bytes)
            } else {
                append(1, to: &bytes)
                withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
            }
        }
        return bytes
    }

    /// Reads the samples of one poll.
    static func samples(
        from bytes: [UInt8]
    ) throws(SampleCodeError) -> [(metric: Int, value: Double)] {
        var rest = bytes[...]
        var samples: [(metric: Int, value: Double)] = []
        while !rest.isEmpty {
            guard samples.count < sampleLimit else { throw .damaged }
            let metric = try number(from: &rest)
            guard metric <= UInt64(metricLimit) else { throw .damaged }
            let code = try number(from: &rest)
            if code & 1 == 0 {
                samples.append((Int(metric), Double(IntegerCode.unzigzag(code >> 1))))
                continue
            }
            guard rest.count >= 8 else { throw .truncated }
            let pattern = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            samples.append((Int(metric), Double(bitPattern: pattern)))
            rest = rest.dropFirst(8)
        }
        return samples
    }

    /// Seven bits a byte, the lowest first; the highest bit tells that more follow.
    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func number(
        from bytes: inout ArraySlice<UInt8>
    ) throws(SampleCodeError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard let byte = bytes.popFirst() else { throw .truncated }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw .damaged
    }
}
