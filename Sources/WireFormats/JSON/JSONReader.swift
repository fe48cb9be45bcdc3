/// A recursive reader of JSON whose depth is bounded, so that no text can exhaust the stack.
struct JSONReader {
    let depthLimit: Int
    private var position = 0
    private var depth = 0

    init(depthLimit: Int) {
        self.depthLimit = depthLimit
    }

    mutating func document(_ bytes: Span<UInt8>) throws(WireFormatError) -> JSONValue {
        if bytes.holdsPrefix("\u{FEFF}", at: 0) { position = 3 }
        let result = try value(bytes)
        skipSpace(bytes)
        guard position == bytes.count else { throw broken(bytes, "the end") }
        return result
    }

    private mutating func value(_ bytes: Span<UInt8>) throws(WireFormatError) -> JSONValue {
        skipSpace(bytes)
        guard position < bytes.count else { throw broken(bytes, "a JSON value") }
        switch bytes[position] {
        case UInt8(ascii: "{"):
            return try nested(bytes) { (reader, bytes) throws(WireFormatError) in
                try reader.object(bytes)
            }
        case UInt8(ascii: "["):
            return try nested(bytes) { (reader, bytes) throws(WireFormatError) in
                try reader.array(bytes)
            }
        case UInt8(ascii: "\""):
            return .string(try string(bytes))
        case UInt8(ascii: "t") where takeWord(bytes, "true"):
            return .bool(true)
        case UInt8(ascii: "f") where takeWord(bytes, "false"):
            return .bool(false)
        case UInt8(ascii: "n") where takeWord(bytes, "null"):
            return .null
        default:
            return try number(bytes)
        }
    }

    private mutating func nested(
        _ bytes: Span<UInt8>,
        _ read: (inout Self, Span<UInt8>) throws(WireFormatError) -> JSONValue
    ) throws(WireFormatError) -> JSONValue {
        guard depth < depthLimit else {
            throw .nestedTooDeep(limit: depthLimit, byte: position)
        }
        depth += 1
        position += 1
        let result = try read(&self, bytes)
        depth -= 1
        return result
    }

    private mutating func object(_ bytes: Span<UInt8>) throws(WireFormatError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        if take(bytes, UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace(bytes)
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw broken(bytes, "a member name in quotes")
            }
            let name = try string(bytes)
            guard take(bytes, UInt8(ascii: ":")) else { throw broken(bytes, "a colon") }
            members[name] = try value(bytes)
        } while take(bytes, UInt8(ascii: ","))
        guard take(bytes, UInt8(ascii: "}")) else { throw broken(bytes, "a comma or \"}\"") }
        return .object(members)
    }

    private mutating func array(_ bytes: Span<UInt8>) throws(WireFormatError) -> JSONValue {
        var elements: [JSONValue] = []
        if take(bytes, UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value(bytes))
        } while take(bytes, UInt8(ascii: ","))
        guard take(bytes, UInt8(ascii: "]")) else { throw broken(bytes, "a comma or \"]\"") }
        return .array(elements)
    }

    private mutating func string(_ bytes: Span<UInt8>) throws(WireFormatError) -> String {
        let start = position + 1
        let firstQuote = bytes.position(of: UInt8(ascii: "\""), in: start..<bytes.count)
        let backslash = bytes.position(of: UInt8(ascii: "\\"), in: start..<firstQuote)
        if backslash == firstQuote, firstQuote < bytes.count {
            position = firstQuote + 1
            return bytes.text(start..<firstQuote)
        }
        var unescaper = JSONUnescaper(position: start)
        guard let text = unescaper.text(bytes) else {
            position = unescaper.position
            throw broken(bytes, "the rest of a string")
        }
        position = unescaper.position
        return text
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(WireFormatError) -> JSONValue {
        let start = position
        var end = start
        while end < bytes.count, Self.isNumberByte(bytes[end]) { end += 1 }
        guard let value = Self.number(bytes, start..<end) else {
            throw broken(bytes, "a JSON value")
        }
        position = end
        return value
    }

    /// Strict JSON numbers, and the `NaN`, `nan`, `inf` and `Infinity` that some programs print.
    private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> JSONValue? {
        var digits = range
        if let first = digits.first, bytes[first] == UInt8(ascii: "-") {
            digits = first + 1..<digits.upperBound
        }
        guard let first = digits.first else { return nil }
        guard bytes[first].isDigit else {
            let isWord =
                bytes[first] | 0x20 == UInt8(ascii: "n") || bytes[first] | 0x20 == UInt8(ascii: "i")
            return isWord ? DecimalNumber.parse(bytes, range).map(JSONValue.number) : nil
        }
        guard !hasHexadecimalPrefix(bytes, digits) else { return nil }
        var isWhole = true
        for position in digits where !bytes[position].isDigit { isWhole = false }
        if isWhole, digits.count <= 19, let value = Int(bytes.text(range)) {
            return .integer(value)
        }
        return DecimalNumber.parse(bytes, range).map(JSONValue.number)
    }

    private static func hasHexadecimalPrefix(_ bytes: Span<UInt8>, _ digits: Range<Int>) -> Bool {
        digits.count > 1 && bytes[digits.lowerBound + 1] | 0x20 == UInt8(ascii: "x")
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return byte.isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".")
            || (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z"))
    }

    private mutating func takeWord(_ bytes: Span<UInt8>, _ word: StaticString) -> Bool {
        guard bytes.holdsPrefix(word, at: position) else { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    private mutating func take(_ bytes: Span<UInt8>, _ wanted: UInt8) -> Bool {
        skipSpace(bytes)
        guard position < bytes.count, bytes[position] == wanted else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func broken(_ bytes: Span<UInt8>, _ expected: String) -> WireFormatError {
        let place = min(position, bytes.count)
        var line = 1
        for index in 0..<place where bytes[index] == UInt8(ascii: "\n") { line += 1 }
        let snippet = TextSnippet.of(bytes, from: place)
        let seen = place == bytes.count ? "the end of the text" : "\"\(snippet)\""
        return .notJSON(expected: expected, seen: seen, byte: place, line: line)
    }
}
