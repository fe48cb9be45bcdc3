/// The bytes of classic metric names: letters, digits, `_` and `:`, no digit in front.
enum MetricName {
    /// One bit for each ASCII code from 0 to 63: the digits and `:`.
    private static let lowMask: UInt64 = 0x07FF_0000_0000_0000
    /// One bit for each ASCII code from 64 to 127: the letters and `_`.
    private static let highMask: UInt64 = 0x07FF_FFFE_87FF_FFFE

    @inline(__always)
    static func isNameByte(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        let mask = byte < 64 ? lowMask : highMask
        return (mask >> UInt64(byte & 63)) & 1 == 1
    }

    /// The end of the name that begins at `range.lowerBound`; that bound when there is none.
    @inline(__always)
    static func end(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int {
        var position = range.lowerBound
        guard position < range.upperBound, !bytes[position].isDigit else { return position }
        while position < range.upperBound, isNameByte(bytes[position]) { position += 1 }
        return position
    }
}
