/// Truth values, numbers and moments of TOML.
enum TOMLScalar {
    /// The value in one spelling; nil when the text is no value.
    static func text(of text: String) -> String? {
        switch text {
        case "true", "false": return text
        case "inf", "+inf": return "inf"
        case "nan", "+nan", "-nan": return "nan"
        case "-inf": return text
        default: break
        }
        if isMoment(text) { return text }
        let digits = text.filter { $0 != "_" }
        guard !text.hasPrefix("_"), !text.hasSuffix("_"), !text.contains("__") else { return nil }
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
            let body = digits.dropFirst(2)
            guard body.first != "-", body.first != "+" else { return nil }
            return Int(body, radix: radix).map(String.init)
        }
        let unsigned = digits.first == "-" || digits.first == "+" ? digits.dropFirst() : digits[...]
        guard let first = unsigned.first, first.isNumber, unsigned.last != "." else { return nil }
        if unsigned.count > 1, first == "0", unsigned.dropFirst().first?.isNumber == true {
            return nil
        }
        if let number = Int(digits) { return String(number) }
        guard digits.allSatisfy({ "0123456789+-.eE".contains($0) }), let number = Double(digits)
        else { return nil }
        return number.isFinite ? ValueTree.text(number) : digits
    }

    /// Whether a text begins like a date or a time of RFC 3339.
    private static func isMoment(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        func isDigit(_ place: Int) -> Bool {
            place < bytes.count && (0x30...0x39).contains(bytes[place])
        }
        if bytes.count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D {
            return [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy(isDigit)
        }
        guard bytes.count >= 5, bytes[2] == 0x3A else { return false }
        return [0, 1, 3, 4].allSatisfy(isDigit)
    }
}

// MARK: Texts

extension TOMLCursor {
    /// Reads to the closing quote of a text with escapes; the opening one was passed.
    mutating func basicString() throws(ConfigurationError) -> String {
        var text: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "\n") {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape()
            default: text.append(byte)
            }
        }
        throw error("a text in quotes has no closing quote")
    }

    /// Reads to the closing quote of a text as it is; the opening one was passed.
    mutating func literalString() throws(ConfigurationError) -> String {
        let start = index
        while let byte = current, byte != UInt8(ascii: "\n") {
            index += 1
            if byte == UInt8(ascii: "'") {
                return String(decoding: bytes[start..<index - 1], as: UTF8.self)
            }
        }
        throw error("a text in quotes has no closing quote")
    }

    /// Reads to three closing quotes; the three opening ones were passed.
    mutating func longString(_ quote: UInt8) throws(ConfigurationError) -> String {
        let start = index
        var text: [UInt8] = []
        if current == UInt8(ascii: "\r") { index += 1 }
        if current == UInt8(ascii: "\n") { index += 1 }
        while let byte = current {
            if byte == quote, isAtThree(quote) {
                index += 3
                // One or two quotes more belong to the text.
                while current == quote, text.count < bytes.count {
                    text.append(quote)
                    index += 1
                }
                return String(decoding: text, as: UTF8.self)
            }
            index += 1
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                if isLineEndAhead {
                    skipWhitespace()
                } else {
                    text += try escape()
                }
            } else {
                text.append(byte)
            }
        }
        index = start
        throw error("a text in three quotes has no closing quotes")
    }

    private func isAtThree(_ quote: UInt8) -> Bool {
        index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote
    }

    private var isLineEndAhead: Bool {
        for byte in bytes[index...] {
            if byte == UInt8(ascii: "\n") { return true }
            if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") {
                return false
            }
        }
        return false
    }

    private mutating func skipWhitespace() {
        while let byte = current, byte == 0x20 || (0x09...0x0D).contains(byte) { index += 1 }
    }

    /// What an escape stands for; its backslash was passed.
    private mutating func escape() throws(ConfigurationError) -> [UInt8] {
        guard let letter = current else { throw error("a backslash at the end") }
        index += 1
        switch letter {
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "e"): return [0x1B]
        case UInt8(ascii: "\""): return [0x22]
        case UInt8(ascii: "\\"): return [0x5C]
        case UInt8(ascii: "x"): return try scalar(digits: 2)
        case UInt8(ascii: "u"): return try scalar(digits: 4)
        case UInt8(ascii: "U"): return try scalar(digits: 8)
        default:
            throw error("this backslash has no meaning; use single quotes for such a text")
        }
    }

    private mutating func scalar(digits: Int) throws(ConfigurationError) -> [UInt8] {
        let end = min(index + digits, bytes.count)
        let text = String(decoding: bytes[index..<end], as: UTF8.self)
        guard text.utf8.count == digits, let code = UInt32(text, radix: 16), text.first != "+",
            let scalar = Unicode.Scalar(code)
        else { throw error("this is not the number of a character") }
        index = end
        return Array(String(scalar).utf8)
    }
}
