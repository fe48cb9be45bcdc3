/// What has the form of a known token or key, wherever it stands.
extension SecretFinder {
    mutating func findForms() {
        findPEM()
        var place = 0
        while place < bytes.count {
            let isInside = byte(place - 1).map { Self.isLetter($0) || Self.isDigit($0) } ?? false
            if !isInside, let end = SecretForms.end(ofTokenAt: place, in: bytes) {
                add(place..<end)
                place = end
            } else {
                place += 1
            }
        }
    }

    /// Blocks in the armour of PEM, SSH and PGP (RFC 7468, RFC 4716, RFC 9580) whose label is not
    /// known to be public, and Base64 around such a block.
    private mutating func findPEM() {
        guard bytes.count > 20 else { return }
        let begin = Array("BEGIN ".utf8)
        var place = 0
        while let dash = bytes[place...].firstIndex(of: UInt8(ascii: "-")) {
            var start = dash
            while byte(start) == UInt8(ascii: "-") { start += 1 }
            place = start
            guard start - dash >= 4 else { continue }
            if byte(start) == 0x20 { start += 1 }
            guard bytes[start...].starts(with: begin) else { continue }
            let label = bytes[(start + begin.count)...].prefix(64)
                .prefix { $0 != UInt8(ascii: "-") }
            let words = String(decoding: label, as: UTF8.self)
            guard !SecretForms.isPublic(label: words) else { continue }
            let end = pemEnd(from: label.endIndex)
            add(dash..<end)
            place = end
        }
    }

    /// Behind the dashes of the next `END`, or at the end of the text.
    private func pemEnd(from start: Int) -> Int {
        let mark = Array("END ".utf8)
        var place = start
        while let letter = bytes[place...].firstIndex(of: UInt8(ascii: "E")) {
            place = letter + 1
            guard byte(letter - 1) == UInt8(ascii: "-") || byte(letter - 2) == UInt8(ascii: "-"),
                bytes[letter...].starts(with: mark)
            else { continue }
            var end = bytes[letter...].firstIndex(of: UInt8(ascii: "-")) ?? bytes.count
            while byte(end) == UInt8(ascii: "-") { end += 1 }
            return end
        }
        return bytes.count
    }

    /// Long runs of Base64, as the lines of a key are that was taken apart.
    mutating func findRandomRuns() {
        var place = 0
        while place < bytes.count {
            let run = bytes[place...].prefix {
                Self.isLetter($0) || Self.isDigit($0) || "+/=".utf8.contains($0)
            }
            if run.count >= 60, run.contains(where: { (0x41...0x5A).contains($0) }),
                run.contains(where: { (0x61...0x7A).contains($0) }),
                run.contains(where: Self.isDigit)
            {
                add(run.startIndex..<run.endIndex)
            }
            place = run.endIndex + 1
        }
    }
}

/// Phrases of words that stand for a key (BIP 39).
extension SecretFinder {
    /// Words of BIP 39 have three to eight letters; a phrase has at least twelve.
    mutating func findPhrases() {
        var words = 0
        var start = 0
        var end = 0
        var hasMarks = false
        func isPhrase() -> Bool {
            hasMarks ? [12, 15, 18, 21, 24].contains(words) : words >= 12
        }
        var phrases: [Range<Int>] = []
        var place = 0
        while place < bytes.count {
            let gap = bytes[place...].prefix { !(0x61...0x7A).contains($0) }
            let word = bytes[gap.endIndex...].prefix { (0x61...0x7A).contains($0) }
            let isGap = gap.allSatisfy {
                Self.isSpace($0) || Self.isQuote($0) || $0 == UInt8(ascii: ",")
            }
            let isMark = gap.contains { Self.isQuote($0) || $0 == UInt8(ascii: ",") }
            let isWhole =
                byte(word.endIndex).map {
                    !Self.isName($0) && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ":")
                } ?? true
            let isWord = (3...8).contains(word.count) && isWhole
            if words > 0, isGap, isWord, words == 1 || isMark == hasMarks {
                hasMarks = isMark
                words += 1
            } else {
                if isPhrase() { phrases.append(start..<end) }
                words = isWord ? 1 : 0
                hasMarks = false
                start = word.startIndex
            }
            end = word.endIndex
            place = max(word.endIndex, place + 1)
        }
        if isPhrase() { phrases.append(start..<end) }
        for phrase in phrases { add(phrase) }
    }
}
