extension Span<UInt8> {
    /// The line without the sequences of terminals that colour it (ECMA-48, 8.3.117, and any
    /// other control sequence), also where the escape byte is spelled out; nil when it has none.
    var withoutEscapes: [UInt8]? {
        var bare: [UInt8]?
        // Up to here the line is taken over, or left out.
        var done = 0
        var position = 0
        while position < count {
            guard self[position] == UInt8(ascii: "["),
                let sequence = sequence(at: position, from: done)
            else {
                position += 1
                continue
            }
            var taken = bare ?? []
            if bare == nil { taken.reserveCapacity(count) }
            for place in done..<sequence.lowerBound { taken.append(self[place]) }
            bare = taken
            done = sequence.upperBound
            position = done
        }
        guard var bare else { return nil }
        for place in done..<count { bare.append(self[place]) }
        return bare
    }

    /// The control sequence whose `[` stands here, and that begins at `start` or later.
    private func sequence(at bracket: Int, from start: Int) -> Range<Int>? {
        if bracket > start, self[bracket - 1] == 0x1B {
            var end = bracket + 1
            while end < count, !(0x40...0x7E).contains(self[end]) { end += 1 }
            return bracket - 1..<Swift.min(end + 1, count)
        }
        let spelling = escapeSpellings.first { isSpelled($0, before: bracket, from: start) }
        guard let spelling, let end = endOfSpelledSequence(at: bracket + 1) else { return nil }
        return bracket - spelling.count..<end
    }

    private func isSpelled(_ spelling: [UInt8], before end: Int, from start: Int) -> Bool {
        let first = end - spelling.count
        guard first >= start else { return false }
        for place in spelling.indices where self[first + place] != spelling[place] { return false }
        return true
    }

    /// Where a sequence ends whose numbers begin here; nil when this looks like other text.
    private func endOfSpelledSequence(at start: Int) -> Int? {
        var end = start
        while end < count, end - start < 32, (0x30...0x3F).contains(self[end]) { end += 1 }
        guard end < count else { return nil }
        let last = self[end]
        let isKnown = last == UInt8(ascii: "m") || last == UInt8(ascii: "K")
        let isLetter = (0x41...0x5A).contains(last) || (0x61...0x7A).contains(last)
        return isKnown || (isLetter && end > start) ? end + 1 : nil
    }
}

/// How programs that pass lines on write the escape byte: rsyslog, `cat -v` and many pagers, and
/// the escapes of JSON, Rust, C and shells.
private let escapeSpellings = [
    "#033", "^[", #"\u001b"#, #"\u001B"#, #"\x1b"#, #"\x1B"#, #"\033"#, #"\e"#,
].map { Array($0.utf8) }
