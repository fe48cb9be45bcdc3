/// Steps through a label list without copying anything.
struct LabelCursor {
    /// What stands next in the list; ranges exclude the quotes.
    enum Step: Equatable {
        case pair(name: Range<Int>, value: Range<Int>)
        /// A quoted metric name inside the braces (Prometheus 3, UTF-8 names).
        case metricName(Range<Int>)
        /// The closing brace; the cursor stands behind it.
        case closed
        case malformed
    }

    /// Where the next step begins.
    var position: Int

    mutating func next(_ bytes: Span<UInt8>, end: Int) -> Step {
        skipBlanks(bytes, end)
        guard position < end else { return .malformed }
        if bytes[position] == UInt8(ascii: "}") {
            position += 1
            return .closed
        }
        let isQuoted = bytes[position] == UInt8(ascii: "\"")
        guard let name = isQuoted ? quoted(bytes, end) : bare(bytes, end) else {
            return .malformed
        }
        skipBlanks(bytes, end)
        guard position < end, bytes[position] == UInt8(ascii: "=") else {
            return isQuoted && skipSeparator(bytes, end) ? .metricName(name) : .malformed
        }
        position += 1
        skipBlanks(bytes, end)
        guard position < end, bytes[position] == UInt8(ascii: "\""),
            let value = quoted(bytes, end), skipSeparator(bytes, end)
        else { return .malformed }
        return .pair(name: name, value: value)
    }

    private mutating func skipBlanks(_ bytes: Span<UInt8>, _ end: Int) {
        while position < end, bytes[position].isBlank { position += 1 }
    }

    /// A comma is needed between labels and allowed behind the last.
    private mutating func skipSeparator(_ bytes: Span<UInt8>, _ end: Int) -> Bool {
        skipBlanks(bytes, end)
        guard position < end else { return false }
        if bytes[position] == UInt8(ascii: ",") {
            position += 1
            return true
        }
        return bytes[position] == UInt8(ascii: "}")
    }

    private mutating func bare(_ bytes: Span<UInt8>, _ end: Int) -> Range<Int>? {
        let start = position
        guard start < end, !bytes[start].isDigit else { return nil }
        while position < end, MetricName.isNameByte(bytes[position]) { position += 1 }
        return position > start ? start..<position : nil
    }

    /// The text between two quotes; the cursor ends behind the second.
    private mutating func quoted(_ bytes: Span<UInt8>, _ end: Int) -> Range<Int>? {
        let start = position + 1
        var search = start
        while true {
            let quote = bytes.position(of: UInt8(ascii: "\""), in: search..<end)
            guard quote < end else { return nil }
            // An odd run of backslashes escapes the quote. Each run is counted once only.
            var runStart = quote
            while runStart > search, bytes[runStart - 1] == UInt8(ascii: "\\") { runStart -= 1 }
            search = quote + 1
            if (quote - runStart).isMultiple(of: 2) {
                position = search
                return start..<quote
            }
        }
    }
}
