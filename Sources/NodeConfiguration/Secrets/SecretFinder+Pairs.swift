/// Names with their values: `name=value`, `Name: value`, `"name":"value"`, `<name>value</name>`.
extension SecretFinder {
    /// The longest name that is looked at.
    private static let limitName = 128

    /// What one table of pairs says: its parts may name one another.
    private struct Neighbours {
        var namesSecret = false
        /// Where a value begins, and the sign before it.
        var value: (start: Int, sign: Int)?
    }

    mutating func findPairs() {
        var neighbours = Neighbours()
        var place = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "{"), UInt8(ascii: "}"): neighbours = Neighbours()
            case UInt8(ascii: "<"):
                // The end of an element of XML, or of a table of attributes.
                neighbours = Neighbours()
            case UInt8(ascii: "-"):
                if isItem(place) { neighbours = Neighbours() }
            case UInt8(ascii: "="), UInt8(ascii: ":"):
                if let name = self.name(before: place) {
                    place = max(place, takePair(name, at: place, &neighbours))
                }
            case UInt8(ascii: ">"):
                if let end = takeElement(place) { place = end }
            default: break
            }
            place += 1
        }
    }

    /// Whether a dash begins an item of a list of YAML.
    private func isItem(_ place: Int) -> Bool {
        guard byte(place + 1) == 0x20 else { return false }
        var before = place
        while before > 0, bytes[before - 1] == 0x20 { before -= 1 }
        return before == 0 || bytes[before - 1] == 0x0A
            || bytes[before - 1] == UInt8(ascii: "n")
                && byte(before - 2) == UInt8(ascii: "\\")
    }

    /// Takes a pair by the place of its sign; gives the last place that was read.
    private mutating func takePair(
        _ name: String,
        at sign: Int,
        _ neighbours: inout Neighbours
    ) -> Int {
        guard let start = valueStart(after: sign) else { return sign }
        let word = name.lowercased()
        let isNameWord = SecretPairs.nameWords.contains(word)
        let isValueWord = SecretPairs.valueWords.contains(word)
        if isNameWord, namesSecret(at: start) {
            neighbours.namesSecret = true
            if let (start, sign) = neighbours.value {
                add(value(at: start, extent(of: sign, start)), isNamed: true)
            }
        }
        if isValueWord, neighbours.namesSecret {
            let value = self.value(at: start, extent(of: sign, start))
            add(value, isNamed: true)
            return max(sign, value.upperBound - 1)
        }
        if isValueWord { neighbours.value = (start, sign) }
        guard SecretWords.names(name) else { return sign }
        if let block = self.block(at: start, of: sign) {
            add(block)
            return block.upperBound - 1
        }
        let words = ["authorization", "cookie", "set-cookie", "proxy-authorization"]
        let isHeader = words.contains(word)
        var value = self.value(at: start, isHeader ? .header : extent(of: sign, start))
        if let credentials = self.credentials(in: value) { value = credentials }
        add(value, isNamed: true)
        return max(sign, value.upperBound - 1)
    }

    /// Whether what begins at a place is the name of a secret.
    private func namesSecret(at start: Int) -> Bool {
        var first = start
        while let byte = byte(first), Self.isQuote(byte) || byte == UInt8(ascii: "\\") {
            first += 1
        }
        let name = bytes[first...].prefix(Self.limitName).prefix { Self.isName($0) }
        return !name.isEmpty && SecretWords.names(text(name.startIndex..<name.endIndex))
    }

    /// `name: value` may go over spaces, `name=value` may not.
    private func extent(of sign: Int, _ start: Int) -> Extent {
        bytes[sign] == UInt8(ascii: ":") && start > sign + 1 ? .line : .word
    }

    /// The name that ends before a sign, without quotes; nil when none does.
    private func name(before sign: Int) -> String? {
        var end = sign
        while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        guard end > 0, sign - end <= 8 else { return nil }
        let last = bytes[end - 1]
        if Self.isQuote(last) {
            let close = end - 1 - slashes(before: end - 1)
            var open = close
            while open > 0, close - open < Self.limitName, !Self.isQuote(bytes[open - 1]) {
                open -= 1
            }
            return open < close && open > 0 ? text(open..<close) : nil
        }
        // `form[password]=…`
        if last == UInt8(ascii: "]") { end -= 1 }
        var start = end
        while start > 0, end - start < Self.limitName, Self.isName(bytes[start - 1]) {
            start -= 1
        }
        return start < end ? text(start..<end) : nil
    }

    /// Where the value behind a sign begins; nil when the sign is that of an address or of
    /// nothing.
    private func valueStart(after sign: Int) -> Int? {
        var place = sign + 1
        if let next = byte(place), "=>:".utf8.contains(next), bytes[sign] != next { place += 1 }
        if bytes[sign] == UInt8(ascii: ":"), byte(place) == UInt8(ascii: "/"),
            byte(place + 1) == UInt8(ascii: "/")
        {
            return nil
        }
        // `NAME= value` gives an empty value; `name = value` and `name: value` give this one.
        let mayBeApart =
            bytes[sign] == UInt8(ascii: ":") || place > sign + 1
            || sign > 0 && Self.isSpace(bytes[sign - 1])
        if mayBeApart {
            while let next = byte(place), next == 0x20 || next == 0x09 { place += 1 }
        }
        return place < bytes.count ? place : nil
    }

    /// The lines of YAML that belong to `name:` or `name: |` alone on its line.
    private func block(at start: Int, of sign: Int) -> Range<Int>? {
        guard bytes[sign] == UInt8(ascii: ":") else { return nil }
        var place = start
        if let mark = byte(place), mark == UInt8(ascii: "|") || mark == UInt8(ascii: ">") {
            place += 1
            while let next = byte(place), "+-0123456789 ".utf8.contains(next) { place += 1 }
        }
        guard let newline = lineEnd(at: place) else { return nil }
        var line = sign
        while line > 0, !isLineStart(line) { line -= 1 }
        let indent = self.indent(at: line)
        var end = newline
        let first = end
        while end < bytes.count {
            let depth = self.indent(at: end)
            let isItem = depth == indent && byte(end + depth) == UInt8(ascii: "-")
            let isBlank = lineEnd(at: end + depth) != nil
            guard depth > indent || isItem || isBlank else { break }
            end += depth
            while end < bytes.count, lineEnd(at: end) == nil { end += 1 }
            end = lineEnd(at: end) ?? end
        }
        return first..<end
    }

    /// The place behind the end of a line, also of one written as `\n`.
    private func lineEnd(at place: Int) -> Int? {
        guard let byte = byte(place) else { return nil }
        if byte == 0x0A { return place + 1 }
        if byte == 0x0D, self.byte(place + 1) == 0x0A { return place + 2 }
        var next = place
        while self.byte(next) == UInt8(ascii: "\\") { next += 1 }
        return next > place && self.byte(next) == UInt8(ascii: "n") ? next + 1 : nil
    }

    private func isLineStart(_ place: Int) -> Bool {
        let before = bytes[place - 1]
        if before == 0x0A || Self.isQuote(before) { return true }
        return before == UInt8(ascii: "n") && byte(place - 2) == UInt8(ascii: "\\")
    }

    private func indent(at place: Int) -> Int {
        bytes[place...].prefix { $0 == 0x20 }.count
    }

    /// What stands between `<name …>` and the next tag, by the place of the `>`; gives its end.
    private mutating func takeElement(_ close: Int) -> Int? {
        var open = close
        while open > 0, close - open < 64, bytes[open] != UInt8(ascii: "<") {
            open -= 1
        }
        guard bytes[open] == UInt8(ascii: "<") else { return nil }
        let name = bytes[(open + 1)..<close].prefix { Self.isName($0) }
        guard !name.isEmpty, SecretWords.names(text(name.startIndex..<name.endIndex)) else {
            return nil
        }
        let end = bytes[(close + 1)...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        add(close + 1..<end, isNamed: true)
        return end - 1
    }
}

/// The schemes of HTTP credentials: `Bearer …`.
extension SecretFinder {
    private static let schemes: Set<String> = [
        "bearer", "basic", "digest", "token", "negotiate", "apikey", "bot", "geniekey", "splunk",
    ]

    /// What stands behind the scheme at the start of a value.
    private func credentials(in value: Range<Int>) -> Range<Int>? {
        let word = bytes[value].prefix { Self.isLetter($0) }
        guard !word.isEmpty, byte(word.endIndex) == 0x20,
            Self.schemes.contains(text(word.startIndex..<word.endIndex).lowercased())
        else { return nil }
        let start = bytes[word.endIndex..<value.upperBound].firstIndex { $0 != 0x20 }
        return start.map { $0..<value.upperBound }
    }
}
