extension Span<UInt8> {
    /// The line without the sequences of terminals that colour it, link it or move the cursor
    /// (ECMA-48, 5.4 to 5.6; ECMA-35, 13), also where the escape byte is spelled out, and with the
    /// bytes that syslog servers spell out; nil when it has none of these.
    var withoutEscapes: [UInt8]? {
        var bare: [UInt8]?
        // Up to here the line is taken over, or left out.
        var done = 0
        var position = 0
        while position < count {
            guard self[position].mayBeginEscape, let piece = escapedPiece(at: position) else {
                position += 1
                continue
            }
            var taken = bare ?? []
            if bare == nil { taken.reserveCapacity(count) }
            for place in done..<position { taken.append(self[place]) }
            taken.append(contentsOf: piece.bytes)
            bare = taken
            done = piece.end
            position = done
        }
        guard var bare else { return nil }
        for place in done..<count { bare.append(self[place]) }
        return bare
    }

    /// What stands for something else here, and where it ends; nil when nothing does.
    private func escapedPiece(at start: Int) -> (end: Int, bytes: [UInt8])? {
        if let introducer = escapeIntroducer(at: start), let end = endOfSequence(introducer) {
            return (end, [])
        }
        // Shifts between sets of characters, as `tput sgr0` writes on some terminals.
        if self[start] == 0x0E || self[start] == 0x0F { return (start + 1, []) }
        return spelledBytes(at: start)
    }
}

extension UInt8 {
    /// Whether a sequence or a spelled byte may begin with this one; most bytes are told by it.
    fileprivate var mayBeginEscape: Bool {
        switch self {
        case 0x1B, 0x0E, 0x0F, UInt8(ascii: "#"), UInt8(ascii: "\\"), UInt8(ascii: "^"): true
        // The first byte of U+0080 to U+00BF, and of U+2000 to U+2FFF.
        case 0xC2, 0xE2: true
        default: false
        }
    }
}

// MARK: Beginnings

/// What a control sequence begins with.
private struct EscapeIntroducer {
    /// The byte that says what sort of sequence this is, `[` or `]` for instance.
    var kind: UInt8
    /// Where the rest of the sequence begins.
    var end: Int
    /// Whether text may look the same by accident.
    var isSpelled: Bool
}

/// How programs that pass lines on write the escape byte: rsyslog, `cat -v` and many pagers, the
/// picture of it (U+241B), and the escapes of JSON, Rust, C and shells.
private let escapeSpellings = [
    "#033", "^[", "\u{241B}", #"\u001b"#, #"\u001B"#, #"\u{1b}"#, #"\x1b"#, #"\x1B"#, #"\033"#,
    #"\e"#,
].map { Array($0.utf8) }

/// The same for the two characters that begin a sequence by themselves, and their sort.
private let controlSpellings = [
    (#"\u009b"#, "["), (#"\u009B"#, "["), (#"\u009d"#, "]"), (#"\u009D"#, "]"),
].map { (spelling: Array($0.0.utf8), kind: Array($0.1.utf8)[0]) }

extension Span<UInt8> {
    private func escapeIntroducer(at start: Int) -> EscapeIntroducer? {
        if let end = endOfEscape(at: start) {
            guard end < count else {
                return EscapeIntroducer(kind: 0, end: end, isSpelled: self[start] != 0x1B)
            }
            return EscapeIntroducer(kind: self[end], end: end + 1, isSpelled: self[start] != 0x1B)
        }
        // U+0080 to U+009F are an escape and 0x40 to 0x5F (ECMA-48, 5.3).
        if self[start] == 0xC2, start + 1 < count, (0x90...0x9F).contains(self[start + 1]) {
            return EscapeIntroducer(kind: self[start + 1] - 0x40, end: start + 2, isSpelled: false)
        }
        guard self[start] == UInt8(ascii: "\\") else { return nil }
        return controlSpellings.first { holds($0.spelling, at: start) }.map {
            EscapeIntroducer(kind: $0.kind, end: start + $0.spelling.count, isSpelled: true)
        }
    }

    /// Behind the escape byte that stands here, itself or spelled; nil when none does.
    private func endOfEscape(at start: Int) -> Int? {
        if self[start] == 0x1B { return start + 1 }
        // A spelling in a JSON text inside another one has its backslash twice.
        let isDoubled =
            self[start] == UInt8(ascii: "\\") && start + 1 < count
            && self[start + 1] == UInt8(ascii: "\\")
        let start = isDoubled ? start + 1 : start
        return escapeSpellings.first { holds($0, at: start) }.map { start + $0.count }
    }

    private func holds(_ mark: [UInt8], at start: Int) -> Bool {
        guard count - start >= mark.count else { return false }
        for place in mark.indices where self[start + place] != mark[place] { return false }
        return true
    }
}

// MARK: Ends

/// How programs spell the bell, which ends a command to the system (xterm, "ctlseqs").
private let bellSpellings = ["\u{07}", "#007", "^G", #"\u0007"#, #"\x07"#, #"\007"#, #"\a"#]
    .map { Array($0.utf8) }

extension Span<UInt8> {
    /// Where the sequence ends; nil when this looks like other text.
    private func endOfSequence(_ introducer: EscapeIntroducer) -> Int? {
        let start = introducer.end
        switch introducer.kind {
        case UInt8(ascii: "["):
            return introducer.isSpelled
                ? endOfSpelledControl(at: start) : endOfControl(at: start)
        case UInt8(ascii: "]"):
            return endOfString(at: start) ?? (introducer.isSpelled ? nil : start)
        case _ where introducer.isSpelled:
            return endOfSpelledSet(introducer)
        case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            return endOfString(at: start) ?? start
        case 0x20...0x2F:
            var end = start
            while end < count, (0x20...0x2F).contains(self[end]) { end += 1 }
            return end < count && (0x30...0x7E).contains(self[end]) ? end + 1 : end
        case 0x30...0x7E: return start
        case 0: return start
        default:
            // An escape byte before what is no sequence.
            return start - 1
        }
    }

    /// Behind the numbers and the letter of a control sequence, as far as it is one.
    private func endOfControl(at start: Int) -> Int {
        var end = start
        while end < count, (0x30...0x3F).contains(self[end]) { end += 1 }
        while end < count, (0x20...0x2F).contains(self[end]) { end += 1 }
        return end < count && (0x40...0x7E).contains(self[end]) ? end + 1 : end
    }

    /// The same behind a spelled beginning; nil when this looks like other text.
    private func endOfSpelledControl(at start: Int) -> Int? {
        var end = start
        while end < count, end - start < 32, (0x30...0x3F).contains(self[end]) { end += 1 }
        guard end < count else { return nil }
        let last = self[end]
        let isKnown = last == UInt8(ascii: "m") || last == UInt8(ascii: "K")
        let isLetter = (0x41...0x5A).contains(last) || (0x61...0x7A).contains(last)
        return isKnown || (isLetter && end > start) ? end + 1 : nil
    }

    /// Behind `(B` or `(0`, which choose a set of characters.
    private func endOfSpelledSet(_ introducer: EscapeIntroducer) -> Int? {
        let isChoice = introducer.kind == UInt8(ascii: "(") || introducer.kind == UInt8(ascii: ")")
        guard isChoice, introducer.end < count else { return nil }
        let set = self[introducer.end]
        return set == UInt8(ascii: "B") || set == UInt8(ascii: "0") ? introducer.end + 1 : nil
    }

    /// So many bytes a string has at most: the address of a link has up to 2083.
    ///
    /// E. Koblinger, "Hyperlinks in Terminal Emulators".
    private static var stringLimit: Int { 2200 }

    /// Behind the bell or the terminator of a string; nil when it is not ended, or cut short by
    /// another sequence.
    private func endOfString(at start: Int) -> Int? {
        var place = start
        while place < Swift.min(count, start + Self.stringLimit) {
            if let bell = bellSpellings.first(where: { holds($0, at: place) }) {
                return place + bell.count
            }
            if self[place].mayBeginEscape, let next = escapeIntroducer(at: place) {
                guard next.kind == UInt8(ascii: "\\") else { return nil }
                // JSON writes the backslash twice.
                let isDoubled = next.end < count && self[next.end] == UInt8(ascii: "\\")
                return next.isSpelled && isDoubled ? next.end + 1 : next.end
            }
            place += 1
        }
        return nil
    }
}
