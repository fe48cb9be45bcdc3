import WireFormats

/// Reads JSON as people write it: with comments (`//`, `/* */`, `#`), commas behind the last
/// element, names without quotes and texts in single ones (JSON5, jsonc).
///
/// Our own beside the reader of answers, because a configuration has mistakes: an element that
/// cannot be read is left out, and of equal names all values are kept.
struct JSONCursor {
    /// What was left out, or read with doubts.
    private(set) var oddities: [ConfigurationError] = []
    private var mistakes = 0
    private let bytes: [UInt8]
    private var index = 0
    /// The brackets around the place.
    private var open: [UInt8] = []
    /// A place whose line is known, so that lines are counted once.
    private var known = (index: 0, line: 1)

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Whether the text begins with a table, whatever comments stand in front.
    var beginsTable: Bool {
        var start = self
        start.skipSpace()
        return start.current == UInt8(ascii: "{")
    }

    /// All values of the text, of which there is mostly one.
    ///
    /// - Throws: The first mistake when the text does not even begin as JSON.
    mutating func documents() throws(ConfigurationError) -> [ValueTree] {
        skipSpace()
        var documents = [try value()]
        while true {
            skipSpace()
            guard current != nil else { return documents }
            do throws(ConfigurationError) {
                guard current == UInt8(ascii: "{") || current == UInt8(ascii: "[") else {
                    throw error("this is not JSON: expected the end")
                }
                documents.append(try value())
            } catch {
                try keep(error)
                while let byte = current, byte != UInt8(ascii: "\n") { index += 1 }
            }
        }
    }

    private func error(_ message: String) -> ConfigurationError {
        ConfigurationError(line: line, message)
    }

    private var line: Int {
        let place = min(index, bytes.count)
        let start = place < known.index ? (index: 0, line: 1) : known
        return start.line + bytes[start.index..<place].count { $0 == UInt8(ascii: "\n") }
    }

    /// Keeps a mistake and goes on, unless there are too many.
    private mutating func keep(_ error: ConfigurationError) throws(ConfigurationError) {
        if error == .tooDeep { throw error }
        oddities.append(error)
        mistakes += 1
        guard mistakes <= KeyCollector.limitMistakes else { throw oddities[0] }
    }

    // MARK: Tables and lists

    private mutating func value() throws(ConfigurationError) -> ValueTree {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"):
            return .table(
                try nested { (cursor) throws(ConfigurationError) in try cursor.members() }
            )
        case UInt8(ascii: "["):
            return .list(
                try nested { (cursor) throws(ConfigurationError) in try cursor.elements() }
            )
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .scalar(try text())
        default: return try plain()
        }
    }

    private mutating func nested<Content>(
        _ read: (inout JSONCursor) throws(ConfigurationError) -> Content
    ) throws(ConfigurationError) -> Content {
        guard open.count < ConfigurationKeys.limitDepth else { throw .tooDeep }
        open.append(bytes[index])
        index += 1
        defer { open.removeLast() }
        return try read(&self)
    }

    private mutating func members() throws(ConfigurationError) -> [(name: String, value: ValueTree)]
    {
        var members: [(name: String, value: ValueTree)] = []
        var names: Set<String> = []
        while try !isAtEnd(UInt8(ascii: "}")) {
            do throws(ConfigurationError) {
                let name = try self.name()
                skipSpace()
                guard take(":") else { throw error("this is not JSON: expected a colon") }
                let value = try value()
                if !names.insert(name).inserted {
                    oddities.append(error("a name is given again; all its values are kept"))
                }
                try endElement()
                members.append((name, value))
            } catch {
                try keep(error)
                skipElement()
            }
        }
        return members
    }

    private mutating func elements() throws(ConfigurationError) -> [ValueTree] {
        var elements: [ValueTree] = []
        while try !isAtEnd(UInt8(ascii: "]")) {
            do throws(ConfigurationError) {
                let value = try value()
                try endElement()
                elements.append(value)
            } catch {
                try keep(error)
                skipElement()
            }
        }
        return elements
    }

    /// Passes commas; whether this is the end of the innermost list or table, which is passed.
    private mutating func isAtEnd(_ closing: UInt8) throws(ConfigurationError) -> Bool {
        known = (min(index, bytes.count), line)
        while true {
            skipSpace()
            switch current {
            case UInt8(ascii: ","): index += 1
            case closing:
                index += 1
                return true
            case nil:
                try keep(error("this is not JSON: expected a comma or \(Self.quoted(closing))"))
                return true
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                try keep(error("this is not JSON: expected a comma or \(Self.quoted(closing))"))
                // It closes what lies around, or nothing.
                let opening = current == UInt8(ascii: "}") ? UInt8(ascii: "{") : UInt8(ascii: "[")
                if open.dropLast().contains(opening) { return true }
                index += 1
            default: return false
            }
        }
    }

    private static func quoted(_ byte: UInt8) -> String {
        "\"" + String(Unicode.Scalar(byte)) + "\""
    }

    /// What may follow an element: a comma, the end, or another one in a new line.
    private mutating func endElement() throws(ConfigurationError) {
        let end = index
        skipSpace()
        switch current {
        case nil, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): return
        default: break
        }
        let missing = error("this is not JSON: expected a comma")
        guard bytes[end..<index].contains(UInt8(ascii: "\n")) else { throw missing }
        try keep(missing)
    }

    /// Passes the rest of an element that cannot be read: to the next comma, or the next line.
    private mutating func skipElement() {
        var depth = 0
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = token(inQuotes: byte)
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
            case UInt8(ascii: ","), UInt8(ascii: "\n"): if depth == 0 { return }
            default: break
            }
            index += 1
        }
    }

    // MARK: Texts and numbers

    private mutating func name() throws(ConfigurationError) -> String {
        if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") { return try text() }
        let start = index
        while let byte = current, byte.isInName { index += 1 }
        guard index > start else { throw error("this is not JSON: expected a member name") }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// Passes a text in quotes but for the last of them; nil when its line ends first.
    private mutating func token(inQuotes quote: UInt8) -> ArraySlice<UInt8>? {
        let start = index + 1
        var end = start
        while end < bytes.count, bytes[end] != quote {
            if bytes[end] == UInt8(ascii: "\n") { return nil }
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < bytes.count else { return nil }
        index = end
        return bytes[start..<end]
    }

    private mutating func text() throws(ConfigurationError) -> String {
        let quote = bytes[index]
        guard let body = token(inQuotes: quote) else {
            throw error("a text in quotes has no closing quote")
        }
        index += 1
        var json: [UInt8] = [UInt8(ascii: "\"")]
        if quote == UInt8(ascii: "\"") {
            json += body
        } else {
            // Single quotes: the others need a backslash, and these none.
            var isEscaped = false
            for byte in body {
                if isEscaped, byte == quote { json.removeLast() }
                if !isEscaped, byte == UInt8(ascii: "\"") { json.append(UInt8(ascii: "\\")) }
                json.append(byte)
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            }
        }
        json.append(UInt8(ascii: "\""))
        guard let text = (try? JSONValue(parsing: json.span))?.string else {
            throw error("this is not JSON: expected the rest of a string")
        }
        return text
    }

    private mutating func plain() throws(ConfigurationError) -> ValueTree {
        let start = index
        while let byte = current, byte.isInName || byte == UInt8(ascii: "+") { index += 1 }
        let token = Array(bytes[start..<index])
        // A whole number of any length stays as it is.
        let digits = token.first == UInt8(ascii: "-") ? token.dropFirst() : token[...]
        if digits.count > 18, digits.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .scalar(String(decoding: token, as: UTF8.self))
        }
        if let json = try? JSONValue(parsing: token.span), let scalar = ValueTree(scalar: json) {
            return scalar
        }
        // Hexadecimal numbers and those with a plus sign, of JSON5.
        guard let number = TOMLScalar.text(of: String(decoding: token, as: UTF8.self)) else {
            index = start
            throw error("this is not JSON: expected a JSON value")
        }
        return .scalar(number)
    }

    // MARK: Between

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Passes white space and comments.
    private mutating func skipSpace() {
        while let byte = current {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            case _ where byte == UInt8(ascii: "#") || byte == next && byte == UInt8(ascii: "/"):
                while let byte = current, byte != UInt8(ascii: "\n") { index += 1 }
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                index += 2
                while index < bytes.count {
                    index += 1
                    if bytes[index - 1] == UInt8(ascii: "*"), current == UInt8(ascii: "/") {
                        index += 1
                        break
                    }
                }
            default: return
            }
        }
    }
}

extension UInt8 {
    /// Letters, digits and `$ - . _`.
    fileprivate var isInName: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x24, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
