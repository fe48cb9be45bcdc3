/// How far a value goes.
extension SecretFinder {
    /// What ends a value that stands in no quotes.
    enum Extent {
        /// A space or what parts pairs.
        case word
        /// The end of the line or what parts pairs.
        case line
        /// The end of the line or of the quotes around.
        case header
    }

    /// The value that begins at a place, without its quotes.
    ///
    /// A comma, semicolon, ampersand or closing bracket ends a bare value only where another
    /// pair or nothing follows: passwords hold such characters too.
    func value(at start: Int, _ extent: Extent) -> Range<Int> {
        guard let first = byte(start) else { return bytes.count..<bytes.count }
        let slashes = bytes[start...].prefix { $0 == UInt8(ascii: "\\") }.count
        if let quote = byte(start + slashes), Self.isQuote(quote) {
            let open = start + slashes + 1
            var (end, after) = closing(quote, slashes, from: open)
            // A shell joins what follows the quote at once.
            while let next = byte(after), !isEnd(after) {
                if Self.isQuote(next) {
                    (end, after) = closing(next, 0, from: after + 1)
                } else {
                    end = bareEnd(after, .word)
                    break
                }
            }
            return min(open, bytes.count)..<max(min(open, bytes.count), end)
        }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            return start..<bracketEnd(start)
        }
        return start..<bareEnd(start, extent)
    }

    /// Where the quotes are closed that a quote behind so many backslashes opened: the end of
    /// what stands in them, and what comes after.
    func closing(_ quote: UInt8, _ slashes: Int, from start: Int) -> (end: Int, after: Int) {
        var run = 0
        var place = start
        while place < bytes.count {
            let byte = bytes[place]
            // Each level of quoting doubles the backslashes of the one inside.
            if byte == quote, run % (2 * (slashes + 1)) == slashes || run < slashes {
                return (max(start, place - min(run, slashes)), place + 1)
            }
            run = byte == UInt8(ascii: "\\") ? run + 1 : 0
            place += 1
        }
        return (max(start, bytes.count), bytes.count)
    }

    /// How many backslashes stand right before a place.
    func slashes(before place: Int) -> Int {
        var first = place
        while first > 0, bytes[first - 1] == UInt8(ascii: "\\") { first -= 1 }
        return place - first
    }

    /// Where a table or list ends, its closing bracket with it.
    private func bracketEnd(_ start: Int) -> Int {
        var depth = 0
        var place = start
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return place + 1 }
            case UInt8(ascii: "\""):
                let slashes = self.slashes(before: place)
                place = closing(UInt8(ascii: "\""), slashes, from: place + 1).after
                continue
            default: break
            }
            place += 1
        }
        return bytes.count
    }

    private func bareEnd(_ start: Int, _ extent: Extent) -> Int {
        var place = start
        while place < bytes.count, !ends(at: place, from: start, extent) { place += 1 }
        while place > start, Self.isSpace(bytes[place - 1]) { place -= 1 }
        // The backslashes of the quote that ends it.
        if let next = byte(place), Self.isQuote(next) {
            while place > start, bytes[place - 1] == UInt8(ascii: "\\") { place -= 1 }
        }
        return place
    }

    private func ends(at place: Int, from start: Int, _ extent: Extent) -> Bool {
        let byte = bytes[place]
        switch byte {
        case 0x0A, 0x0D: return true
        case 0x09, 0x20: return extent == .word
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return isEnd(place + 1)
        case UInt8(ascii: "\\"):
            guard let next = self.byte(place + 1), next == UInt8(ascii: "n") else { return false }
            return isEnd(place + 2) || isPair(place + 2)
        case UInt8(ascii: "<"): return self.byte(place + 1) == UInt8(ascii: "/")
        default: break
        }
        if extent == .header { return place + 1 == bytes.count && "]}".utf8.contains(byte) }
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"):
            return place > start && (isEnd(place + 1) || isPair(place + 1))
        case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"): return isEnd(place + 1)
        default: return false
        }
    }

    /// Whether a value can be over here: nothing follows, or what parts values.
    func isEnd(_ place: Int) -> Bool {
        guard let byte = byte(place) else { return true }
        if byte == UInt8(ascii: "/") { return self.byte(place + 1) == UInt8(ascii: ">") }
        return Self.isSpace(byte) || ",;}])|&<>\"'\\`".utf8.contains(byte)
    }

    /// Whether a name with its sign, or a flag, stands here.
    private func isPair(_ start: Int) -> Bool {
        var place = start
        while let byte = byte(place), place < start + 8,
            Self.isSpace(byte) || Self.isQuote(byte) || "\\{[".utf8.contains(byte)
        { place += 1 }
        let first = place
        while let byte = byte(place), place < first + 64,
            Self.isName(byte) || byte == 0x20
        { place += 1 }
        guard place > first else { return false }
        if bytes[first] == UInt8(ascii: "-") { return true }
        while let byte = byte(place), Self.isQuote(byte) || byte == UInt8(ascii: "\\") {
            place += 1
        }
        return byte(place).map { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") } ?? false
    }
}
