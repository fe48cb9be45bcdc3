/// The text of an IPv6 address in its one recommended form (RFC 5952).
enum IPv6Text {
    /// The address of eight groups.
    static func text(_ groups: [Int]) -> String {
        var best: Range<Int>?
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start > max(1, best?.count ?? 1) { best = start..<end }
            start = max(end, start + 1)
        }
        func joined(_ part: ArraySlice<Int>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let best else { return joined(groups[...]) }
        return joined(groups[..<best.lowerBound]) + "::" + joined(groups[best.upperBound...])
    }

    /// The eight groups of an address in any usual form; nil when the text is none.
    static func groups(of text: String) -> [Int]? {
        func read(_ part: Substring) -> [Int]? {
            guard !part.isEmpty else { return [] }
            var groups: [Int] = []
            for word in part.split(separator: ":", omittingEmptySubsequences: false) {
                guard (1...4).contains(word.utf8.count), word.allSatisfy(\.isHexDigit),
                    let group = Int(word, radix: 16)
                else { return nil }
                groups.append(group)
            }
            return groups
        }
        guard let gap = text.firstRange(of: "::") else {
            return read(text[...]).flatMap { $0.count == 8 ? $0 : nil }
        }
        guard let head = read(text[..<gap.lowerBound]), let tail = read(text[gap.upperBound...]),
            head.count + tail.count < 8
        else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }
}
