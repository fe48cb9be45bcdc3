/// A pattern of keys: `*` stands for any characters; without regard to case, on the whole key.
package struct KeyPattern: Sendable, Equatable {
    private let pattern: [UInt8]

    /// A pattern as written, such as `*.uptime`.
    package init(_ text: String) {
        pattern = Array(text.lowercased().utf8)
    }

    /// Whether a key matches.
    package func matches(_ key: String) -> Bool {
        let key = Array(key.lowercased().utf8)
        var place = 0
        var index = 0
        // Where the last star was, and what it has swallowed so far.
        var star: (after: Int, index: Int)?
        while index < key.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                place += 1
                star = (place, index)
            } else if place < pattern.count, pattern[place] == key[index] {
                place += 1
                index += 1
            } else if let last = star {
                place = last.after
                index = last.index + 1
                star = (last.after, index)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
