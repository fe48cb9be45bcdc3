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
    /// lone `--` belongs to the relay half of a parachain node and has `relay` in front. What the
    /// grammar of a program says to be a secret is marked as one.
    mutating func add(flags words: [String], at path: String = "") throws(ConfigurationError) {
        var secrets = CommandSecrets()
        var rest = words.map { (text: $0, secretStart: secrets.secretStart(in: $0)) }[...]
        if let first = rest.first, !first.text.isFlag {
            try add(Self.path(path, "command"), first.text, isSecret: first.secretStart != nil)
            rest.removeFirst()
        }
        var half = path
        var arguments: [CommandWord] = []
        while let word = rest.popFirst() {
            if word.text == "--" {
                try addArguments(&arguments, at: half)
                half = Self.path(path, "relay")
            } else if word.text.isFlag {
                try addFlag(word, followedBy: &rest, at: half)
            } else {
                arguments.append(word)
            }
        }
        try addArguments(&arguments, at: half)
    }

    /// A word, and at which of its bytes a secret begins by the grammar of the command.
    private typealias CommandWord = (text: String, secretStart: Int?)

    private mutating func addFlag(
        _ word: CommandWord,
        followedBy rest: inout ArraySlice<CommandWord>,
        at path: String
    ) throws(ConfigurationError) {
        let name = word.text.hasPrefix("--") ? word.text.dropFirst(2) : word.text[...]
        if let start = word.secretStart {
            // `-psecret` and `--user=name:secret`: the secret must not stay in the key.
            var flag = Substring(decoding: word.text.utf8.prefix(start), as: UTF8.self)
            if flag.hasPrefix("--") { flag = flag.dropFirst(2) }
            while flag.last == "=" { flag.removeLast() }
            let value = String(decoding: word.text.utf8.dropFirst(start), as: UTF8.self)
            try add(Self.path(path, String(flag)), value, isSecret: true)
        } else if let equals = name.firstIndex(of: "=") {
            let value = String(name[name.index(after: equals)...])
            try add(Self.path(path, String(name[..<equals])), value)
        } else if let next = rest.first, !next.text.isFlag, next.text != "--" {
            rest.removeFirst()
            let isSecret = next.secretStart != nil
            try add(Self.path(path, String(name)), next.text, isSecret: isSecret)
        } else {
            try add(Self.path(path, String(name)), "true")
        }
    }

    /// Adds the other arguments; secrets among them stand apart, so that the rest can be seen.
    private mutating func addArguments(
        _ arguments: inout [CommandWord],
        at path: String
    ) throws(ConfigurationError) {
        let open = arguments.filter { $0.secretStart == nil }.map(\.text)
        let secret = arguments.filter { $0.secretStart != nil }.map(\.text)
        arguments = []
        if !open.isEmpty { try add(Self.path(path, "arguments"), list: open) }
        if !secret.isEmpty {
            let key = Self.path(Self.path(path, "arguments"), "secret")
            try add(key, list: secret, isSecret: true)
        }
    }
}

extension String {
    /// Whether a word of a command line names a flag; `-` alone and negative numbers do not.
    var isFlag: Bool {
        guard hasPrefix("-"), count > 1, self != "--" else { return false }
        return dropFirst().first.map { !$0.isNumber && $0 != "." } ?? false
    }
}
