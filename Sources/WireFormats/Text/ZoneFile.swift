/// The data of a time zone as the tz database compiles them (TZif, RFC 9636).
package struct ZoneFile: Equatable, Sendable {
    /// The offset before the first change, in seconds east of UTC.
    package let first: Int
    /// The changes of the offset, the oldest first: when, in seconds since 1970, and to what.
    package let changes: [(at: Int64, offset: Int)]
    /// The last year for which changes are worked out by the rule at the end of the file.
    private static let lastYear = 2100
    /// No file of a zone has more changes than this.
    private static let changeLimit = 10_000

    /// Reads a file of version 2 or later; nil when it is none.
    package init?(_ bytes: Span<UInt8>) {
        guard let old = Header(bytes, at: 0), old.version >= 0x32,
            let header = Header(bytes, at: old.end(timeSize: 4)),
            header.changes <= Self.changeLimit, header.types > 0
        else { return nil }
        let times = header.start
        let places = times + header.changes * 8
        let types = places + header.changes
        let end = header.end(timeSize: 8)
        guard end <= bytes.count else { return nil }
        func offset(of type: Int) -> Int {
            Int(Int32(truncatingIfNeeded: Self.number(bytes, at: types + type * 6, count: 4)))
        }
        var changes: [(at: Int64, offset: Int)] = []
        for place in 0..<header.changes {
            let type = Int(bytes[places + place])
            guard type < header.types else { return nil }
            changes.append((Self.number(bytes, at: times + place * 8, count: 8), offset(of: type)))
        }
        first = offset(of: 0)
        var text: [UInt8] = []
        var position = end + 1
        while position < bytes.count, bytes[position] != 0x0A, text.count < 100 {
            text.append(bytes[position])
            position += 1
        }
        let rule = ZoneRule(String(decoding: text, as: UTF8.self))
        let listed = changes.last?.at ?? .min
        let later = rule?.changes(in: 1970...Self.lastYear).filter { $0.at > listed } ?? []
        self.changes = changes + later
    }

    /// A number with its greatest byte first.
    private static func number(_ bytes: Span<UInt8>, at place: Int, count: Int) -> Int64 {
        var value: UInt64 = 0
        for index in place..<place + count { value = value << 8 | UInt64(bytes[index]) }
        return Int64(bitPattern: value)
    }

    /// Whether two files say the same.
    package static func == (left: Self, right: Self) -> Bool {
        left.first == right.first
            && left.changes.elementsEqual(right.changes) { $0 == $1 }
    }

    /// The numbers in front of each of the two parts of a file.
    private struct Header {
        let start: Int
        let version: UInt8
        private let utFlags: Int
        private let standardFlags: Int
        private let leaps: Int
        let changes: Int
        let types: Int
        private let characters: Int

        init?(_ bytes: Span<UInt8>, at place: Int) {
            guard place >= 0, place + 44 <= bytes.count,
                [0x54, 0x5A, 0x69, 0x66].indices.allSatisfy({
                    bytes[place + $0] == [0x54, 0x5A, 0x69, 0x66][$0]
                })
            else { return nil }
            version = bytes[place + 4]
            func count(_ index: Int) -> Int {
                Int(ZoneFile.number(bytes, at: place + 20 + index * 4, count: 4))
            }
            utFlags = count(0)
            standardFlags = count(1)
            leaps = count(2)
            changes = count(3)
            types = count(4)
            characters = count(5)
            start = place + 44
        }

        func end(timeSize: Int) -> Int {
            start + changes * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4)
                + standardFlags + utFlags
        }
    }
}
