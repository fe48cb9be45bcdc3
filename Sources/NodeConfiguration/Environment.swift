extension KeyCollector {
    /// Adds lines of `NAME=value`.
    mutating func addEnvironment(_ text: String) throws(ConfigurationError) {
        var reader = EnvironmentReader(text)
        while let assignment = try reader.next() {
            try add(assignment: assignment.name, assignment.value, line: assignment.line)
        }
    }

    /// Adds a variable; one that holds the flags of a program is split into them.
    mutating func add(
        assignment name: String,
        _ value: String,
        at path: String = "",
        line: Int? = nil
    ) throws(ConfigurationError) {
        let key = Self.path(path, name)
        // What was assigned before no longer counts.
        remove(key)
        if let words = try? CommandWords(value, hasComments: false).words,
            words.first?.isFlag == true
        {
            try add(flags: words, at: key)
        } else {
            try add(key, value, line: line)
        }
    }
}

/// Reads assignments one by one; a quoted value may go over several lines.
private struct EnvironmentReader {
    private let lines: [Substring]
    private var place = 0

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    }

    mutating func next() throws(ConfigurationError) -> (name: String, value: String, line: Int)? {
        while place < lines.count {
            let number = place + 1
            var line = lines[place].trimmedSpaces
            place += 1
            if line.isEmpty || line.first == "#" || line.first == ";" { continue }
            if line.hasPrefix("export "), let equals = line.firstIndex(of: "="),
                line.index(line.startIndex, offsetBy: 7) < equals
            {
                line = line.dropFirst(7).trimmedSpaces
            }
            guard let equals = line.firstIndex(of: "=") else {
                throw ConfigurationError(line: number, "expected NAME=value")
            }
            let name = line[..<equals].trimmedSpaces
            guard name.isVariableName else {
                throw ConfigurationError(
                    line: number,
                    "the name before '=' is not that of a variable"
                )
            }
            let value = try self.value(line[line.index(after: equals)...].trimmedSpaces, number)
            return (String(name), value, number)
        }
        return nil
    }

    /// The value that begins with the rest of a line and may go on in the lines below.
    private mutating func value(
        _ start: Substring,
        _ number: Int
    ) throws(ConfigurationError) -> String {
        var value = String.UnicodeScalarView()
        var quote: Unicode.Scalar?
        var rest = Array(start.unicodeScalars)
        var index = 0
        while true {
            while index < rest.count {
                let scalar = rest[index]
                index += 1
                if let open = quote, scalar == open {
                    quote = nil
                } else if quote == nil, scalar == "'" || scalar == "\"" {
                    quote = scalar
                } else if scalar == "\\", quote != "'", index < rest.count {
                    // A backslash before a letter, as in a path of Windows, stands for itself.
                    if !["\"", "\\", "$", "`", "'", " "].contains(rest[index]) {
                        value.append("\\")
                    }
                    value.append(rest[index])
                    index += 1
                } else if quote == nil, scalar == "#", index > 1,
                    [" ", "\t"].contains(rest[index - 2])
                {
                    index = rest.count
                } else if scalar == "\\", quote != "'" {
                    // A backslash at the end of a line: the next one belongs to it.
                    guard place < lines.count else { break }
                    rest = Array(lines[place].unicodeScalars)
                    place += 1
                    index = 0
                } else {
                    value.append(scalar)
                }
            }
            guard quote != nil else { break }
            guard place < lines.count else {
                throw ConfigurationError(
                    line: number,
                    "a text in quotes has no closing quote"
                )
            }
            value.append("\n")
            rest = Array(lines[place].unicodeScalars)
            place += 1
            index = 0
        }
        let text = String(value)
        return start.first == "\"" || start.first == "'" ? text : String(text[...].trimmedSpaces)
    }
}

extension Substring {
    /// The text without spaces and tabs around it.
    var trimmedSpaces: Substring {
        var rest = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        while let last = rest.last, last == " " || last == "\t" || last == "\r" {
            rest.removeLast()
        }
        return rest
    }

    /// Whether a shell, systemd or a container takes it for the name of a variable.
    var isVariableName: Bool {
        guard let first = utf8.first, !(0x30...0x39).contains(first) else { return false }
        return utf8.allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
    }
}
