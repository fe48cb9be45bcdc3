package import Primitives

/// Names of nodes as people read them: a few of them, or all as long as there is room.
package enum NodeNames {
    /// How many names a line tells.
    private static let told = 6
    /// The characters that a list of all names may take before it is shortened.
    private static let roomOfAll = 900

    /// The first names and the number of the others, such as `a, b, c, d, e, f and 3 more`.
    package static func few(of nodes: [NodeID]) -> String {
        joined(nodes.map(\.rawValue), atMost: told)
    }

    /// All names, as ranges (`n1 to n200`) where they are too many to be told one by one; the
    /// number of the others when even those are too many.
    package static func all(of nodes: [NodeID]) -> String {
        let names = nodes.map(\.rawValue)
        let whole = names.joined(separator: ", ")
        guard whole.utf16.count > roomOfAll else { return whole }
        let ranges = ranges(of: names)
        var room = roomOfAll
        var shown: [String] = []
        var count = 0
        for range in ranges {
            room -= range.text.utf16.count + 2
            guard room >= 0 else { break }
            shown.append(range.text)
            count += range.count
        }
        let rest = names.count - count
        let text = shown.joined(separator: ", ")
        return rest == 0 ? text : "\(text) and \(rest) more"
    }

    /// Whether a line names a node: its name stands in it, not as a part of a longer word.
    static func isNamed(_ node: NodeID, in line: String) -> Bool {
        let name = Array(node.rawValue.utf8)
        let text = Array(line.utf8)
        guard !name.isEmpty, text.count >= name.count else { return false }
        func isWord(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
                0x80...:
                true
            default: false
            }
        }
        for start in 0...(text.count - name.count)
        where text[start..<start + name.count].elementsEqual(name) {
            let end = start + name.count
            let isBegun = start > 0 && isWord(text[start - 1])
            let isLonger = end < text.count && isWord(text[end])
            if !isBegun, !isLonger { return true }
        }
        return false
    }

    private static func joined(_ names: [String], atMost limit: Int) -> String {
        let text = names.prefix(limit).joined(separator: ", ")
        return names.count > limit ? "\(text) and \(names.count - limit) more" : text
    }

    /// Neighbours whose names end in consecutive numbers are one range.
    private static func ranges(of names: [String]) -> [(text: String, count: Int)] {
        var ranges: [(first: String, last: String, count: Int)] = []
        for name in names {
            if let last = ranges.last, follows(name, last.last) {
                ranges[ranges.count - 1] = (last.first, name, last.count + 1)
            } else {
                ranges.append((name, name, 1))
            }
        }
        return ranges.map { range in
            switch range.count {
            case 1: (range.first, 1)
            case 2: ("\(range.first), \(range.last)", 2)
            default: ("\(range.first) to \(range.last)", range.count)
            }
        }
    }

    private static func follows(_ name: String, _ before: String) -> Bool {
        guard let (stem, number) = numbered(name), let (other, previous) = numbered(before) else {
            return false
        }
        return stem == other && number == previous + 1
    }

    /// A name that ends in a number of at most nine digits, apart from that number.
    private static func numbered(_ name: String) -> (stem: Substring, number: Int)? {
        let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
        guard digits > 0, digits < 10, let number = Int(name.suffix(digits)) else { return nil }
        return (name.dropLast(digits), number)
    }
}

extension Finding {
    /// A line about the finding's one node with the node's name, for where it stands among others.
    package func named(_ line: String) -> String {
        guard let node = nodes.first, !NodeNames.isNamed(node, in: line) else { return line }
        return "\(node): \(line)"
    }

    /// The finding with words that stand by themselves: whoever reads only them knows where it is.
    package func namingNodes() -> Finding {
        guard !nodes.isEmpty, !nodes.contains(where: { NodeNames.isNamed($0, in: text) }) else {
            return self
        }
        var finding = self
        finding.text = nodes.count == 1 ? named(text) : "\(text) (on \(NodeNames.few(of: nodes)))"
        return finding
    }
}
