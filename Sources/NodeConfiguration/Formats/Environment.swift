extension KeyCollector {
    /// Adds lines of `NAME=value`.
    ///
    /// Names alone have the value that they have where the program is started. Of a name given
    /// several times all values are kept, though only one counts for the program.
    mutating func addEnvironment(_ text: String) throws(ConfigurationError) {
        var reader = EnvironmentReader(text)
        var firstLines: [String: Int] = [:]
        while let assignment = reader.next() {
            let first = firstLines[assignment.name]
            guard let value = assignment.value else {
                // `export NAME` after `NAME=value` is only a part of it.
                if first == nil { try add(assignment.name, Self.fromHost, line: assignment.line) }
                firstLines[assignment.name] = first ?? assignment.line
                continue
            }
            if let first {
                let words = "\(assignment.name) is set again, first in line \(first); all values"
                note(
                    ConfigurationError(line: assignment.line, words + " are kept, the last counts")
                )
            }
            firstLines[assignment.name] = first ?? assignment.line
            try add(assignment: assignment.name, value, line: assignment.line)
        }
        for oddity in reader.oddities { note(oddity) }
    }

    /// What stands for the value of a name alone.
    private static let fromHost = "(from the host)"

    /// Adds a variable; one that holds the flags of a program is split into them.
    mutating func add(
        assignment name: String,
        _ value: String,
        at path: String = "",
        line: Int? = nil
    ) throws(ConfigurationError) {
        let key = Self.path(path, name)
        let words = CommandWords(value, hasComments: false)
        // A key in the PEM form begins like one.
        if words.oddity == nil, words.words.first?.isFlag == true, !value.hasPrefix("-----") {
            try add(flags: words.words, at: key)
        } else {
            try add(key, value, line: line)
        }
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

    /// Whether a line holds nothing but a name, whose value the host gives.
    ///
    /// A line of the text of a key is longer.
    var isBareName: Bool {
        guard let first, first.isLetter || first == "_", isVariableName else { return false }
        return utf8.count <= 48 && !["fi", "done", "else", "then", "esac", "do"].contains(self)
    }

    /// The text without `export` in front.
    var withoutExport: Substring {
        for word in ["export", "declare -x", "typeset -x"] where hasPrefix(word) {
            let rest = dropFirst(word.count)
            guard rest.first == " " || rest.first == "\t" else { continue }
            let name = rest.trimmedSpaces
            if let first = name.first, first != "=", first != ":" { return name }
        }
        return self
    }
}
