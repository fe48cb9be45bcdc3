/// A place in a file: line and column in code points, both from 1.
struct Place: Hashable, Comparable {
    var line: Int
    var column: Int

    static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A file's text as code points, which is how YAML counts columns.
struct SourceText {
    private(set) var scalars: [Unicode.Scalar]
    private let lineStarts: [Int]

    /// The text without the byte order mark that some editors put in front.
    init(_ text: String) {
        var scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        var starts = [0]
        for index in scalars.indices where Self.endsLine(scalars, at: index) {
            starts.append(index + 1)
        }
        self.scalars = scalars
        lineStarts = starts
    }

    /// The line breaks of YAML 1.1, with CRLF as one.
    private static func endsLine(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        switch scalars[index] {
        case "\n", "\u{85}", "\u{2028}", "\u{2029}": true
        case "\r": index + 1 == scalars.count || scalars[index + 1] != "\n"
        default: false
        }
    }

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    func place(at index: Int) -> Place {
        let line = lineStarts.partitioningIndex { $0 > index }
        return Place(line: line, column: index - lineStarts[line - 1] + 1)
    }

    func index(of place: Place) -> Int? {
        guard place.line >= 1, place.line <= lineStarts.count else { return nil }
        let index = lineStarts[place.line - 1] + place.column - 1
        return index < scalars.count ? index : nil
    }

    /// The place itself, or the end of the last text when it is beyond that: a parser notices
    /// what is missing only after blank lines and the file's end.
    func clamped(_ place: Place) -> Place {
        let last = scalars.lastIndex { !$0.properties.isWhitespace }
        let end = last.map { $0 + 1 } ?? 0
        guard let index = index(of: place), index < end else { return self.place(at: end) }
        return place
    }

    /// The line's text, without its end.
    func line(_ number: Int) -> String {
        guard number >= 1, number <= lineStarts.count else { return "" }
        let end = number < lineStarts.count ? lineStarts[number] : scalars.count
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[lineStarts[number - 1]..<end])
        while let last = view.last, last == "\n" || last == "\r" { view.removeLast() }
        return String(view)
    }

    mutating func replace(at index: Int, with scalar: Unicode.Scalar) {
        scalars[index] = scalar
    }

    /// Where the code point at `offset` of a scalar's text was written.
    ///
    /// Exact for scalars on one line, plain or quoted; the scalar's own place for others.
    func place(ofOffset offset: Int, in scalar: YAMLScalar, at place: Place) -> Place {
        guard var index = index(of: place) else { return place }
        let written: Range<Int>
        switch scalar.style {
        case .plain:
            written = index..<index + offset
            guard written.upperBound <= scalars.count,
                scalars[written].elementsEqual(scalar.text.unicodeScalars.prefix(offset))
            else { return place }
        case .singleQuoted, .doubleQuoted:
            index += 1
            for _ in 0..<offset {
                guard index < scalars.count else { return place }
                index += escapeLength(at: index, isDouble: scalar.style == .doubleQuoted)
            }
            written = index..<index
        case .block: return place
        }
        guard written.upperBound <= scalars.count else { return place }
        let found = self.place(at: written.upperBound)
        return found.line == place.line ? found : place
    }

    /// How many code points write one in a quoted scalar (YAML 1.1, section 5.7).
    private func escapeLength(at index: Int, isDouble: Bool) -> Int {
        guard isDouble else { return scalars[index] == "'" ? 2 : 1 }
        guard scalars[index] == "\\", index + 1 < scalars.count else { return 1 }
        switch scalars[index + 1] {
        case "x": return 4
        case "u": return 6
        case "U": return 10
        default: return 2
        }
    }
}

extension [Int] {
    /// The first index whose element fulfils a condition that all later elements fulfil too.
    fileprivate func partitioningIndex(_ belongsToEnd: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongsToEnd(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
