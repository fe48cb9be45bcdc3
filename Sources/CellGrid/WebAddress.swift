/// The web addresses in a text that a person may want to follow.
package enum WebAddress {
    /// The longest one that becomes a link, as terminals have it (the specification of OSC 8).
    static let longest = 2083

    /// All that may stand in an address (RFC 3986), as bytes.
    private static let allowed: [Bool] = {
        let bytes = Set(
            Array("-._~:/?#[]@!$&'()*+,;=%".utf8) + Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
                + Array(UInt8(ascii: "A")...UInt8(ascii: "Z"))
                + Array(UInt8(ascii: "0")...UInt8(ascii: "9"))
        )
        return (0..<128).map { bytes.contains(UInt8($0)) }
    }()

    /// The addresses with `http` or `https`, in their order.
    static func all(in text: String) -> [String] {
        guard text.contains("://") else { return [] }
        let scalars = Array(text.unicodeScalars)
        var found: [String] = []
        var place = 0
        while place < scalars.count {
            guard let start = scheme(scalars, at: place) else {
                place += 1
                continue
            }
            var end = start
            while end < scalars.count, isAllowed(scalars[end]) { end += 1 }
            place = end
            // A mark would be torn from the last letter.
            if end < scalars.count, isMark(scalars[end]) { continue }
            end = withoutPunctuation(scalars, from: start, to: end)
            let address = scalars[start - schemeLength(scalars, before: start)..<end]
            if end > start, address.count <= longest {
                found.append(String(String.UnicodeScalarView(address)))
            }
        }
        return found
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && allowed[Int(scalar.value)]
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return false }
        return switch ScalarKind(of: scalar.value) {
        case .mark, .hidden: true
        case .narrow, .wide: false
        }
    }

    private static let schemes = ["http://", "https://"].map { Array($0.unicodeScalars) }

    /// The place behind a scheme that begins here; nil where none does, or in the middle of a word.
    private static func scheme(_ scalars: [Unicode.Scalar], at place: Int) -> Int? {
        guard scalars[place] == "h" else { return nil }
        if place > 0, scalars[place - 1].isASCII, scalars[place - 1].properties.isAlphabetic {
            return nil
        }
        return schemes.first { scalars[place...].starts(with: $0) }.map { place + $0.count }
    }

    private static func schemeLength(_ scalars: [Unicode.Scalar], before end: Int) -> Int {
        schemes.first { scalars[..<end].suffix($0.count).elementsEqual($0) }?.count ?? 0
    }

    /// The end without what belongs to the sentence around the address.
    private static func withoutPunctuation(
        _ scalars: [Unicode.Scalar],
        from start: Int,
        to end: Int
    ) -> Int {
        var end = end
        while end > start {
            switch scalars[end - 1] {
            case ".", ",", ";", ":", "!", "?", "'": end -= 1
            case ")" where !scalars[start..<end].contains("("): end -= 1
            case "]" where !scalars[start..<end].contains("["): end -= 1
            default: return end
            }
        }
        return end
    }
}

extension TextSpan {
    /// The lines that a text was wrapped or cut into, with its web addresses as links; where a line
    /// shows a part of one, that leads to the whole.
    package static func linked(_ lines: [String], of text: String, style: Style) -> [[TextSpan]] {
        let addresses = WebAddress.all(in: text)
        guard !addresses.isEmpty else { return lines.map { [TextSpan($0, style: style)] } }
        var cutter = LinkCutter(lines)
        for address in addresses { cutter.find(address) }
        return cutter.spans(style)
    }
}

/// Finds addresses in lines one after the other, over the ends of lines.
private struct LinkCutter {
    private let lines: [[Unicode.Scalar]]
    private var links: [[(range: Range<Int>, address: String)]]
    private var line = 0
    private var place = 0

    init(_ lines: [String]) {
        self.lines = lines.map { Array($0.unicodeScalars) }
        links = Array(repeating: [], count: lines.count)
    }

    mutating func find(_ address: String) {
        let wanted = Array(address.unicodeScalars)
        for line in line..<lines.count {
            let start = line == self.line ? place : 0
            for place in start..<max(start, lines[line].count) {
                guard let parts = parts(of: wanted, line, place) else { continue }
                for part in parts { links[part.line].append((part.range, address)) }
                self.line = parts[parts.count - 1].line
                self.place = parts[parts.count - 1].range.upperBound
                return
            }
        }
    }

    /// The parts of an address that begins at this place; nil where it does not.
    private func parts(
        of wanted: [Unicode.Scalar],
        _ line: Int,
        _ place: Int
    ) -> [(line: Int, range: Range<Int>)]? {
        var parts: [(line: Int, range: Range<Int>)] = []
        var (rest, line, place) = (wanted[...], line, place)
        while !rest.isEmpty {
            guard line < lines.count else { return nil }
            let shown = lines[line][place...]
            let same = zip(shown, rest).prefix { $0 == $1 }.count
            guard same > 0 else { return nil }
            let end = place + same
            parts.append((line, place..<end))
            rest = rest.dropFirst(same)
            if rest.isEmpty { return parts }
            if end == lines[line].count - 1, lines[line][end] == "…" {
                parts[parts.count - 1].range = place..<end + 1
                return parts
            }
            guard end == lines[line].count else { return nil }
            (line, place) = (line + 1, 0)
        }
        return parts
    }

    func spans(_ style: Style) -> [[TextSpan]] {
        zip(lines, links).map { scalars, links in
            func text(_ range: Range<Int>) -> String {
                String(String.UnicodeScalarView(scalars[range]))
            }
            var spans: [TextSpan] = []
            var end = 0
            for link in links {
                if link.range.lowerBound > end {
                    spans.append(TextSpan(text(end..<link.range.lowerBound), style: style))
                }
                spans.append(TextSpan(text(link.range), style: style, link: link.address))
                end = link.range.upperBound
            }
            if end < scalars.count || spans.isEmpty {
                spans.append(TextSpan(text(end..<scalars.count), style: style))
            }
            return spans
        }
    }
}
