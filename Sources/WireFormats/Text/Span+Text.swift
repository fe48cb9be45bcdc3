import Glibc

extension Span where Element == UInt8 {
    /// The first position of `byte` in `range`, or the end of the range.
    @inline(__always)
    func position(of byte: UInt8, in range: Range<Int>) -> Int {
        precondition(range.upperBound <= count, "The range lies inside the span.")
        return withUnsafeBufferPointer { buffer in
            guard let base = UnsafeRawPointer(buffer.baseAddress),
                let hit = memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return range.upperBound }
            return UnsafeRawPointer(hit) - base
        }
    }

    /// The bytes of `range` as text; invalid UTF-8 becomes U+FFFD.
    func text(_ range: Range<Int>) -> String {
        StreamSafeText.text(extracting(range))
    }

    /// A copy of the bytes of `range`.
    func copy(_ range: Range<Int>) -> [UInt8] {
        extracting(range).withUnsafeBufferPointer { Array($0) }
    }

    /// Whether the bytes of `range` are those of `other`.
    @inline(__always)
    func holds(_ other: Span<UInt8>, at range: Range<Int>) -> Bool {
        guard range.count == other.count else { return false }
        return extracting(range).withUnsafeBufferPointer { left in
            other.withUnsafeBufferPointer { right in
                guard let mine = left.baseAddress, let theirs = right.baseAddress else {
                    return true
                }
                return memcmp(mine, theirs, left.count) == 0
            }
        }
    }

    /// Whether the bytes from `start` begin with the ASCII text `prefix`.
    func holdsPrefix(_ prefix: StaticString, at start: Int) -> Bool {
        guard start + prefix.utf8CodeUnitCount <= count else { return false }
        return prefix.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count where self[start + offset] != wanted[offset] {
                return false
            }
            return true
        }
    }

    /// The range without blanks, tabs and line ends on both sides.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, self[start].isBlankOrLineEnd { start += 1 }
        while end > start, self[end - 1].isBlankOrLineEnd { end -= 1 }
        return start..<end
    }

    /// The whole body as trimmed text.
    var trimmedText: String {
        text(trimmed(0..<count))
    }
}

extension UInt8 {
    @inline(__always)
    var isBlank: Bool {
        self == 0x20 || self == 0x09
    }

    @inline(__always)
    var isBlankOrLineEnd: Bool {
        self == 0x20 || (self >= 0x09 && self <= 0x0D)
    }

    /// An ASCII hexadecimal digit.
    var isHexadecimalDigit: Bool {
        isDigit || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "f"))
    }

    @inline(__always)
    var isDigit: Bool {
        self &- 0x30 < 10
    }
}
