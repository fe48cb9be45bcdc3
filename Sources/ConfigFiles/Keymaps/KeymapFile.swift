internal import Primitives

/// A file that says which keys ask for which commands: `set: vim`, and `step pass: Space x`.
package enum KeymapFile {
    /// What the file says.
    package struct Definition: Equatable, Sendable {
        /// The set of keys that it begins with; nil for the usual ones.
        package var set: String?
        /// The commands that it gives other keys, in the order of the file.
        package var assignments: [Assignment] = []
    }

    /// The keys that a command gets, and where the file says so.
    package struct Assignment: Equatable, Sendable {
        /// The name of the command.
        package let command: String
        /// The names of the keys; none takes all keys away.
        package let keys: [String]
        /// The line and the column, from 1.
        package let line: Int
        /// See `line`.
        package let column: Int
    }

    /// The word that takes all keys away from a command.
    package static let noKey = "none"

    /// Reads a keymap and collects every mistake.
    ///
    /// - Parameters:
    ///   - file: The file's name, for the problems.
    ///   - commands: The names of all commands.
    ///   - sets: The names of the sets that travel inside the program.
    ///   - isKey: Whether a word names a key.
    package static func read(
        _ text: String,
        file: String,
        commands: [String],
        sets: [String],
        isKey: (String) -> Bool
    ) -> (definition: Definition, problems: [ConfigProblem]) {
        let reading = ParsingContext(file: file)
        var definition = Definition()
        // Whoever has commented everything out wants the usual keys.
        let isBlank = text.split(whereSeparator: \.isNewline).allSatisfy { line in
            line.first { !$0.isWhitespace }.map { $0 == "#" } ?? true
        }
        if isBlank { return (definition, []) }
        var tree = YAMLTree(text, reading: reading)
        guard let root = tree.root(), !root.isNull,
            let entries = reading.entries(of: root, "a keymap")
        else { return (definition, reading.problems) }
        for entry in entries {
            guard let words = words(of: entry, reading) else { continue }
            if entry.key == "set" {
                let name = words.joined(separator: " ")
                if sets.contains(name) {
                    definition.set = name
                } else {
                    let known = sets.joined(separator: ", ")
                    reading.error(
                        entry.value.place,
                        "there is no set of keys \(name.quoted); sets: \(known)"
                    )
                }
                continue
            }
            guard commands.contains(entry.key) else {
                let nearest = Suggestion.nearest(to: entry.key, among: commands)
                let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
                reading.error(
                    entry.keyPlace,
                    "there is no command \(entry.key.quoted)\(hint)"
                )
                continue
            }
            for word in words where word != noKey && !isKey(word) {
                reading.error(
                    entry.value.place,
                    "\(word.quoted) is no key; keys are named a, A, Ctrl+L, Alt+x, F5, Space, Enter"
                )
            }
            definition.assignments.append(
                Assignment(
                    command: entry.key,
                    keys: words.filter { $0 != noKey && isKey($0) },
                    line: entry.keyPlace.line,
                    column: entry.keyPlace.column
                )
            )
        }
        return (definition, reading.problems)
    }

    /// The words of a text, or those of a list.
    private static func words(of entry: YAMLEntry, _ reading: ParsingContext) -> [String]? {
        switch entry.value.content {
        case .scalar(let scalar): return scalar.text.split(separator: " ").map(String.init)
        case .list(let items):
            return items.compactMap { item in
                guard case .scalar(let scalar) = item.content else { return nil }
                return scalar.text
            }
        case .map:
            reading.error(entry.value.place, "keys are written 'a Ctrl+L', or as a list")
            return nil
        case .unusable: return nil
        }
    }
}
