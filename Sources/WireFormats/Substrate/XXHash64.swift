/// The hash xxHash64 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md, version 0.2.0), of which
/// Substrate makes its storage keys; not for secrets.
enum XXHash64 {
    private static let primes: [UInt64] = [
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9,
        0x85EB_CA77_C2B2_AE63, 0x27D4_EB2F_1656_67C5,
    ]

    /// The hash of these bytes.
    static func hash(_ bytes: [UInt8], seed: UInt64) -> UInt64 {
        var index = 0
        var result: UInt64
        if bytes.count >= 32 {
            var lanes = [
                seed &+ primes[0] &+ primes[1], seed &+ primes[1], seed, seed &- primes[0],
            ]
            while index + 32 <= bytes.count {
                for lane in lanes.indices {
                    lanes[lane] = round(lanes[lane], word(bytes, index, 8))
                    index += 8
                }
            }
            result =
                rotated(lanes[0], 1) &+ rotated(lanes[1], 7) &+ rotated(lanes[2], 12)
                &+ rotated(lanes[3], 18)
            for lane in lanes {
                result = (result ^ round(0, lane)) &* primes[0] &+ primes[3]
            }
        } else {
            result = seed &+ primes[4]
        }
        result &+= UInt64(bytes.count)
        while index + 8 <= bytes.count {
            result ^= round(0, word(bytes, index, 8))
            result = rotated(result, 27) &* primes[0] &+ primes[3]
            index += 8
        }
        if index + 4 <= bytes.count {
            result ^= word(bytes, index, 4) &* primes[0]
            result = rotated(result, 23) &* primes[1] &+ primes[2]
            index += 4
        }
        while index < bytes.count {
            result ^= UInt64(bytes[index]) &* primes[4]
            result = rotated(result, 11) &* primes[0]
            index += 1
        }
        result = (result ^ (result >> 33)) &* primes[1]
        result = (result ^ (result >> 29)) &* primes[2]
        return result ^ (result >> 32)
    }

    private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotated(lane &+ input &* primes[1], 31) &* primes[0]
    }

    private static func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value << count | value >> (64 - count)
    }

    private static func word(_ bytes: [UInt8], _ start: Int, _ count: Int) -> UInt64 {
        (0..<count).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
    }
}
