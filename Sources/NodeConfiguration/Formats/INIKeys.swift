extension KeyCollector {
    /// Adds sections in brackets and lines of `key = value`, `key: value` or `key value`.
    ///
    /// A key given several times is a list, as `addnode` of Bitcoin's file is; a key alone is
    /// `true`. Blocks in braces, as those of nginx, are sections inside one another.
    mutating func addINI(_ text: String) throws(ConfigurationError) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map(\.trimmedSpaces)
        let hasBlocks = lines.contains { $0.last == "{" } && lines.contains { $0.first == "}" }
        var section = ""
        var blocks: [String] = []
        for (place, line) in lines.enumerated() {
            if line.isEmpty || line.first == "#" || line.first == ";" { continue }
            if line.first == "[" {
                section = sectionName(of: line, at: place + 1)
            } else if hasBlocks, line.first == "}" {
                if blocks.popLast() == nil {
                    note(ConfigurationError(line: place + 1, "this '}' closes no '{'"))
                }
            } else if hasBlocks, line.last == "{", !line.contains("=") {
                guard blocks.count < ConfigurationKeys.limitDepth else { throw .tooDeep }
                blocks.append(String(line.dropLast().trimmedSpaces))
            } else {
                let path = blocks.reduce(section) { Self.path($0, $1) }
                let body = hasBlocks && line.last == ";" ? line.dropLast() : line
                try add(setting: body, at: path, line: place + 1)
            }
        }
    }

    private mutating func sectionName(of line: Substring, at number: Int) -> String {
        let body = line.dropFirst()
        guard var end = body.lastIndex(of: "]") else {
            note(ConfigurationError(line: number, "a section has no closing ']'"))
            return String(body.trimmedSpaces)
        }
        // Brackets in a comment behind the section.
        if let first = body.firstIndex(of: "]"), first != end,
            let next = body[body.index(after: first)...].trimmedSpaces.first, "#;".contains(next)
        {
            end = first
        }
        return String(body[..<end])
    }

    private mutating func add(
        setting line: Substring,
        at section: String,
        line number: Int
    ) throws(ConfigurationError) {
        let separator = Self.separator(in: line)
        let name = separator.map { line[..<$0].trimmedSpaces } ?? line
        guard !name.isEmpty else {
            note(ConfigurationError(line: number, "a value has no key in front; it is left out"))
            return
        }
        let value = separator.map { line[line.index(after: $0)...].trimmedSpaces } ?? "true"
        let key = section.isEmpty ? String(name) : section + "." + name
        try add(key, Self.unquoted(value), line: number)
    }

    /// Where a key ends: at `=`, at a colon behind one word, or else behind the first word.
    private static func separator(in line: Substring) -> Substring.Index? {
        var space: Substring.Index?
        var hasSecondWord = false
        for index in line.indices {
            switch line[index] {
            case "=": return index
            case ":" where !hasSecondWord: return index
            case "\"", "'", "#":
                // What is quoted, or said in a comment, parts nothing.
                return space ?? line[index...].firstIndex(of: "=")
            case " ", "\t": space = space ?? index
            default: hasSecondWord = space != nil
            }
        }
        return space
    }

    /// A value without the quotes around it, or without the comment behind it.
    private static func unquoted(_ value: Substring) -> String {
        if let quote = value.first, quote == "\"" || quote == "'",
            let end = value.dropFirst().firstIndex(of: quote)
        {
            let rest = value[value.index(after: end)...].trimmedSpaces
            if rest.isEmpty || rest.first == "#" || rest.first == ";" {
                return String(value[value.index(after: value.startIndex)..<end])
            }
        }
        if value.hasPrefix("# ") || value.hasPrefix("; ") { return "" }
        for mark in [" #", " ;", "\t#", "\t;"] {
            if let comment = value.firstRange(of: mark) {
                return String(value[..<comment.lowerBound].trimmedSpaces)
            }
        }
        return String(value)
    }
}
