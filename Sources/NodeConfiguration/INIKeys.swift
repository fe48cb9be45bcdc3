extension KeyCollector {
    /// Adds sections in brackets and lines of `key = value` or `key: value`.
    ///
    /// A key given several times is a list, as `addnode` of Bitcoin's file is; a key alone is
    /// `true`.
    mutating func addINI(_ text: String) throws(ConfigurationError) {
        var section = ""
        for (place, line) in text.split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        ).enumerated() {
            let line = line.trimmedSpaces
            if line.isEmpty || line.first == "#" || line.first == ";" { continue }
            if line.first == "[" {
                guard let end = line.lastIndex(of: "]") else {
                    throw ConfigurationError(line: place + 1, "a section has no closing ']'")
                }
                section = String(line[line.index(after: line.startIndex)..<end])
                continue
            }
            let separator = line.firstIndex { $0 == "=" || $0 == ":" }
            let name = separator.map { line[..<$0].trimmedSpaces } ?? line
            guard !name.isEmpty else {
                throw ConfigurationError(line: place + 1, "a value has no key in front")
            }
            let value = separator.map { line[line.index(after: $0)...].trimmedSpaces } ?? "true"
            let key = section.isEmpty ? String(name) : section + "." + name
            try add(key, Self.unquoted(value), line: place + 1)
        }
    }

    /// A value without the quotes around it, or without the comment behind it.
    private static func unquoted(_ value: Substring) -> String {
        if let quote = value.first, quote == "\"" || quote == "'",
            let end = value.dropFirst().firstIndex(of: quote)
        {
            return String(value[value.index(after: value.startIndex)..<end])
        }
        for mark in [" #", " ;", "\t#", "\t;"] {
            if let comment = value.firstRange(of: mark) {
                return String(value[..<comment.lowerBound].trimmedSpaces)
            }
        }
        return String(value)
    }
}
