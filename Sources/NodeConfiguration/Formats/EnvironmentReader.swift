/// Reads assignments one by one, in the dialects of shells, systemd, Docker and its Compose.
///
/// Quotes count where they begin a value (systemd.exec(5), "EnvironmentFile"; Compose, "Env file
/// syntax"); there they may go over several lines. A value without quotes stays as it is, so that
/// JSON keeps its own. `NAME: value` and `export` are Compose's, a name alone is Docker's.
struct EnvironmentReader {
    /// One variable.
    struct Assignment {
        var name: String
        /// Nil when the host gives the value.
        var value: String?
        var line: Int
    }

    /// What could not be read so far.
    private(set) var oddities: [ConfigurationError] = []
    private let lines: [Substring]
    private var place = 0

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    }

    /// The next variable; nil at the end.
    mutating func next() -> Assignment? {
        while place < lines.count {
            let number = place + 1
            let line = lines[place].trimmedSpaces
            place += 1
            if line.isEmpty || line.first == "#" || line.first == ";" { continue }
            let body = line.withoutExport
            guard let separator = Self.separator(in: body) else {
                let name = Self.withoutComment(body)
                if name.isBareName { return Assignment(name: String(name), line: number) }
                odd(number, "expected NAME=value; this line is left out")
                continue
            }
            var name = body[..<separator].trimmedSpaces
            if name.last == "+" { name.removeLast() }
            guard name.isVariableName else {
                odd(number, "the name before '=' is not that of a variable; it is left out")
                _ = value(body[body.index(after: separator)...], number)
                continue
            }
            let text = value(body[body.index(after: separator)...], number)
            return Assignment(name: String(name), value: text, line: number)
        }
        return nil
    }

    private mutating func odd(_ line: Int, _ message: String) {
        oddities.append(ConfigurationError(line: line, message))
    }

    /// Where the name ends: at `=`, or at a colon with a space or nothing behind it.
    private static func separator(in line: Substring) -> Substring.Index? {
        for index in line.indices {
            if line[index] == "=" { return index }
            guard line[index] == ":" else { continue }
            let next = line.index(after: index)
            if next == line.endIndex || line[next] == " " || line[next] == "\t" { return index }
        }
        return nil
    }

    private static func withoutComment(_ text: Substring) -> Substring {
        guard let mark = [" #", "\t#"].compactMap({ text.firstRange(of: $0)?.lowerBound }).min()
        else { return text.trimmedSpaces }
        return text[..<mark].trimmedSpaces
    }

    /// The value that begins with the rest of a line and may go on in the lines below.
    private mutating func value(_ rest: Substring, _ number: Int) -> String {
        let start = rest.trimmedSpaces
        guard let quote = start.first, quote == "'" || quote == "\"" else {
            let isComment = start.first == "#" && rest.first != "#"
            return isComment ? "" : withKey(plain(start))
        }
        if let inner = Self.json(insideQuotes: start) { return inner }
        if let text = quoted(start) { return text }
        odd(number, "a text in quotes has no closing quote; its line is taken as it is")
        return withKey(plain(start))
    }

    /// A value without quotes: a backslash at the end of the line joins the next one to it.
    private mutating func plain(_ start: Substring) -> String {
        var text = start
        var joined = ""
        while text.last == "\\", place < lines.count, !Self.isAssignment(lines[place]) {
            joined += text.dropLast()
            text = lines[place].trimmedSpaces
            // The white space in front parts words.
            if lines[place].first != text.first, joined.last != " " { joined += " " }
            place += 1
        }
        joined += text
        let isJSON =
            joined.first == "{" && joined.last == "}" || joined.first == "[" && joined.last == "]"
        return isJSON
            ? joined : String(Self.withoutComment(joined[...])).replacing("\\ ", with: " ")
    }

    /// Whether a line is a variable of its own: a path of Windows may end in a backslash.
    private static func isAssignment(_ line: Substring) -> Bool {
        let line = line.trimmedSpaces.withoutExport
        guard let equals = line.firstIndex(of: "="), line.first != "-" else { return false }
        return line[..<equals].isVariableName
    }

    /// A key in the PEM form whose lines nobody put in quotes: all of them belong to it.
    private mutating func withKey(_ start: String) -> String {
        guard start.contains("-----BEGIN "), !start.contains("-----END ") else { return start }
        var text = start
        while place < lines.count {
            text += "\n" + lines[place]
            place += 1
            if lines[place - 1].contains("-----END ") { break }
        }
        return text
    }

    /// `"{"a": 1}"`: JSON whose quotes nobody hid inside others.
    private static func json(insideQuotes start: Substring) -> String? {
        let inner = start.dropFirst().dropLast()
        guard start.first == "\"", start.last == "\"", inner.contains("\""),
            !inner.contains("\\\""),
            inner.first == "{" && inner.last == "}" || inner.first == "[" && inner.last == "]"
        else { return nil }
        return String(inner)
    }

    /// A value that begins with a quote; nil, and nothing is passed, when the quote is not closed.
    private mutating func quoted(_ start: Substring) -> String? {
        let startPlace = place
        var value = String.UnicodeScalarView()
        var quote: Unicode.Scalar?
        var rest = Array(start.unicodeScalars)
        var index = 0
        var spansLines = false
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
        while true {
            while index < rest.count {
                let scalar = rest[index]
                index += 1
                if let open = quote, scalar == open {
                    quote = nil
                } else if quote == nil, scalar == "#", index > 1, isSpace(rest[index - 2]) {
                    index = rest.count
                } else if quote == nil, spansLines, !isSpace(scalar) {
                    // What ends the text in quotes is the beginning of another one.
                    place = startPlace
                    return nil
                } else if quote == nil, scalar == "'" || scalar == "\"" {
                    quote = scalar
                } else if scalar == "\\", quote != "'", index < rest.count {
                    // A backslash before a letter, as in a path of Windows, stands for itself.
                    if !["\"", "\\", "$", "`", "'", " "].contains(rest[index]) {
                        value.append("\\")
                    }
                    value.append(rest[index])
                    index += 1
                } else if scalar == "\\", quote != "'", place < lines.count {
                    // A backslash at the end of a line: the next one belongs to it.
                    rest = Array(lines[place].unicodeScalars)
                    place += 1
                    index = 0
                } else {
                    value.append(scalar)
                }
            }
            guard quote != nil else { break }
            guard place < lines.count else {
                place = startPlace
                return nil
            }
            value.append("\n")
            spansLines = true
            rest = Array(lines[place].unicodeScalars)
            place += 1
            index = 0
        }
        // Spaces behind the closing quote and before a comment are none of the value.
        let text = String(value)
        return start.last == "'" || start.last == "\"" ? text : String(text[...].trimmedSpaces)
    }
}
