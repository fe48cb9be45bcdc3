/// Rows of block and braille characters, put together by their bytes: a screen of plots has
/// thousands of them.
enum ScalarRow {
    /// A text of so many scalars, each a space or one of U+0800 to U+FFFF that is no surrogate.
    static func text(_ count: Int, _ scalar: (Int) -> UInt32) -> String {
        String(unsafeUninitializedCapacity: count * 3) { bytes in
            var length = 0
            for place in 0..<count {
                let value = scalar(place)
                if value == 0x20 {
                    bytes[length] = 0x20
                    length += 1
                    continue
                }
                bytes[length] = UInt8(0xE0 | value >> 12)
                bytes[length + 1] = UInt8(0x80 | value >> 6 & 0x3F)
                bytes[length + 2] = UInt8(0x80 | value & 0x3F)
                length += 3
            }
            return length
        }
    }
}
