/// The order in which people count: `node-2` before `node-10`, `v0.9` before `v0.10`.
///
/// Digits are compared as numbers, everything else by its bytes, letters in any case.
enum NaturalOrder {
    /// How two texts stand to one another: below 0 when the left one comes first, 0 when they are
    /// alike.
    static func compare(_ left: String, _ right: String) -> Int {
        var left = left.utf8[...]
        var right = right.utf8[...]
        while let first = left.first, let second = right.first {
            if isDigit(first), isDigit(second) {
                let (one, other) = (number(&left), number(&right))
                // Without leading zeros, the longer number is the greater one.
                if one.count != other.count { return one.count - other.count }
                if let (a, b) = zip(one, other).first(where: { $0 != $1 }) {
                    return Int(a) - Int(b)
                }
            } else {
                let (one, other) = (lower(first), lower(second))
                if one != other { return Int(one) - Int(other) }
                left.removeFirst()
                right.removeFirst()
            }
        }
        return left.count - right.count
    }

    private static func number(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
        let digits = text.prefix(while: isDigit)
        text = text[digits.endIndex...]
        return digits.drop { $0 == UInt8(ascii: "0") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
