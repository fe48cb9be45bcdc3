extension KeyCollector {
    /// Adds a command line: its program, its flags and its other arguments.
    mutating func addFlags(_ bytes: [UInt8]) throws(ConfigurationError) {
        if bytes.contains(0) {
            try add(flags: CommandWords(zeroSeparated: bytes).words)
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let line = CommandWords(text, hasComments: true)
        note(line.oddity)
        try add(flags: line.words)
    }

    /// Adds the words of a command line.
    ///
    /// `--a b`, `--a=b`, `-x` and `--a` alone, which is `true`, are understood; a flag given
    /// several times is a list. A word that is no flag after a flag is its value. What follows a
    /// lone `--` belongs to the relay half of a parachain node and has `relay` in front.
    mutating func add(flags words: [String], at path: String = "") throws(ConfigurationError) {
        var rest = words[...]
        if let first = rest.first, !first.isFlag {
            try add(Self.path(path, "command"), first)
            rest.removeFirst()
        }
        var half = path
        var arguments: [String] = []
        while let word = rest.popFirst() {
            if word == "--" {
                try addArguments(&arguments, at: half)
                half = Self.path(path, "relay")
            } else if word.isFlag {
                try addFlag(word, followedBy: &rest, at: half)
            } else {
                arguments.append(word)
            }
        }
        try addArguments(&arguments, at: half)
    }

    private mutating func addFlag(
        _ word: String,
        followedBy rest: inout ArraySlice<String>,
        at path: String
    ) throws(ConfigurationError) {
        let name = word.hasPrefix("--") ? word.dropFirst(2) : word[...]
        if let equals = name.firstIndex(of: "=") {
            let value = String(name[name.index(after: equals)...])
            try add(Self.path(path, String(name[..<equals])), value)
        } else if let next = rest.first, !next.isFlag, next != "--" {
            rest.removeFirst()
            try add(Self.path(path, String(name)), next)
        } else {
            try add(Self.path(path, String(name)), "true")
        }
    }

    private mutating func addArguments(
        _ arguments: inout [String],
        at path: String
    ) throws(ConfigurationError) {
        guard !arguments.isEmpty else { return }
        try add(Self.path(path, "arguments"), list: arguments)
        arguments = []
    }
}

extension String {
    /// Whether a word of a command line names a flag; `-` alone and negative numbers do not.
    var isFlag: Bool {
        guard hasPrefix("-"), count > 1, self != "--" else { return false }
        return dropFirst().first.map { !$0.isNumber && $0 != "." } ?? false
    }
}
