/// A place in a TOML document, and the reading of keys and values from there.
struct TOMLCursor {
    let bytes: [UInt8]
    var index = 0
    private var known = (index: 0, line: 1)

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index >= bytes.count }
    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    func error(_ message: String) -> ConfigurationError {
        ConfigurationError(line: line, message)
    }

    private var line: Int {
        let place = min(index, bytes.count)
        let start = place < known.index ? (index: 0, line: 1) : known
        return start.line + bytes[start.index..<place].count { $0 == UInt8(ascii: "\n") }
    }

    /// Remembers the line of this place, so that lines are counted once.
    mutating func markLine() {
        known = (min(index, bytes.count), line)
    }

    /// Passes spaces and tabs, then this character if it is there.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard current == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    mutating func skipSpaces() {
        while current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") { index += 1 }
    }

    /// Passes white space, line ends and comments.
    mutating func skipBlank() {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                index += 1
            case UInt8(ascii: "#"):
                while let byte = current, byte != UInt8(ascii: "\n") { index += 1 }
            default: return
            }
        }
    }

    /// Passes the rest of a line, whatever it holds, and the blank lines below.
    mutating func skipLine() {
        while let byte = current, byte != UInt8(ascii: "\n") { index += 1 }
        skipBlank()
    }

    /// Passes the end of a line, its comment and the blank lines below.
    mutating func endOfLine() throws(ConfigurationError) {
        skipSpaces()
        guard isAtLineEnd else { throw error("a new key must begin in a new line") }
        skipBlank()
    }

    /// Whether only a comment may be left of the line.
    var isAtLineEnd: Bool {
        isAtEnd || current == UInt8(ascii: "#") || current == UInt8(ascii: "\n")
            || current == UInt8(ascii: "\r")
    }

    /// Reads a key such as `a.b."c d"`.
    mutating func keyPath() throws(ConfigurationError) -> [String] {
        var names: [String] = []
        repeat {
            skipSpaces()
            switch current {
            case UInt8(ascii: "\""):
                index += 1
                names.append(try basicString())
            case UInt8(ascii: "'"):
                index += 1
                names.append(try literalString())
            default:
                let start = index
                while let byte = current, byte.isBareKey { index += 1 }
                guard index > start else { throw error("a key is expected here") }
                names.append(String(decoding: bytes[start..<index], as: UTF8.self))
            }
        } while take(".")
        return names
    }

    /// Reads a value; the place before it may be white space.
    mutating func value(depth: Int) throws(ConfigurationError) -> ValueTree {
        guard depth < ConfigurationKeys.limitDepth else { throw .tooDeep }
        skipSpaces()
        switch current {
        case UInt8(ascii: "\""):
            if takeThree(UInt8(ascii: "\"")) { return .scalar(try longString(UInt8(ascii: "\""))) }
            index += 1
            return .scalar(try basicString())
        case UInt8(ascii: "'"):
            if takeThree(UInt8(ascii: "'")) { return .scalar(try longString(UInt8(ascii: "'"))) }
            index += 1
            return .scalar(try literalString())
        case UInt8(ascii: "["):
            index += 1
            return try array(depth: depth)
        case UInt8(ascii: "{"):
            index += 1
            return try inlineTable(depth: depth)
        default: return .scalar(try plainValue())
        }
    }

    private mutating func array(depth: Int) throws(ConfigurationError) -> ValueTree {
        var elements: [ValueTree] = []
        while true {
            skipBlank()
            if take("]") { return .list(elements) }
            elements.append(try value(depth: depth + 1))
            skipBlank()
            if take(",") { continue }
            skipBlank()
            guard take("]") else { throw error("',' or ']' is expected here") }
            return .list(elements)
        }
    }

    private mutating func inlineTable(depth: Int) throws(ConfigurationError) -> ValueTree {
        var members: [(name: String, value: ValueTree)] = []
        var names: Set<String> = []
        while true {
            skipBlank()
            if take("}") { return .table(members) }
            let path = try keyPath()
            guard path.count <= ConfigurationKeys.limitDepth else { throw .tooDeep }
            guard take("=") else { throw error("a key must be followed by '='") }
            var value = try value(depth: depth + 1)
            guard names.insert(path.reduce("") { KeyCollector.path($0, $1) }).inserted else {
                throw error("this key is given twice")
            }
            for name in path.dropFirst().reversed() { value = .table([(name, value)]) }
            members.append((path[0], value))
            skipBlank()
            if take(",") { continue }
            guard take("}") else { throw error("',' or '}' is expected here") }
            return .table(members)
        }
    }

    private mutating func takeThree(_ quote: UInt8) -> Bool {
        guard index + 2 < bytes.count, bytes[index + 1] == quote, bytes[index + 2] == quote else {
            return false
        }
        index += 3
        return true
    }

    /// Truth values, numbers and moments.
    private mutating func plainValue() throws(ConfigurationError) -> String {
        let start = index
        while let byte = current, byte.isPlainValue { index += 1 }
        // A date and a time may be parted by one space.
        if index - start == 10, current == UInt8(ascii: " "), index + 2 < bytes.count,
            bytes[start + 4] == UInt8(ascii: "-"), (0x30...0x39).contains(bytes[index + 1]),
            (0x30...0x39).contains(bytes[index + 2])
        {
            index += 1
            while let byte = current, byte.isPlainValue { index += 1 }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let value = TOMLScalar.text(of: text) else {
            index = start
            throw error("a value is expected here; a text must be in quotes")
        }
        return value
    }
}

extension UInt8 {
    fileprivate var isBareKey: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }

    /// Letters, digits and `+ - . : _`.
    fileprivate var isPlainValue: Bool {
        isBareKey || self == 0x2B || self == 0x2E || self == 0x3A
    }
}
