import FleetModel
import Monitoring
import Primitives

/// What the nodes that are listed have in common: words of their row, or a condition in the words
/// of fleet files, such as `peers < 8` or `version != 0.4`.
enum FleetFilter: Sendable {
    case words(ListFilter)
    case condition(Condition)

    /// The filter of a text.
    ///
    /// - Throws: `ConditionError` when it compares something and is no condition.
    init(_ text: String, _ readings: FleetReadings) throws(ConditionError) {
        let comparators = ["<", ">", "=", " contains ", " in ["]
        guard comparators.contains(where: { text.contains($0) }) else {
            self = .words(ListFilter(text))
            return
        }
        self = .condition(try Condition(parsing: Self.spelledOut(text, readings)))
    }

    /// The text with what people leave out: quotes around a word, the `v` of a version, the second
    /// sign of `=`.
    private static func spelledOut(_ text: String, _ readings: FleetReadings) -> String {
        guard !text.contains(where: { "\"'[".contains($0) }) else { return text }
        var words = tokens(of: text)
        guard words.count > 2 else { return words.joined(separator: " ") }
        for place in 1..<words.count - 1 {
            let (name, comparator, value) = (words[place - 1], words[place], words[place + 1])
            guard ["==", "!=", "contains"].contains(comparator),
                let values = values(of: FactName(name), readings)
            else { continue }
            let meant = values.filter { given in
                comparator == "contains" ? given.contains(value) : means(value, given)
            }.sorted().filter { !$0.contains("\"") }
            words[place] = comparator == "!=" ? "not in" : "in"
            let listed = meant.isEmpty ? [value] : meant
            words[place + 1] = "[" + listed.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        }
        return words.joined(separator: " ")
    }

    /// Words and comparators; a number and its unit are one word.
    private static func tokens(of text: String) -> [String] {
        var words: [String] = []
        for word in parts(of: text) {
            let isUnit = word.last == "B" && word.count < 4
            if isUnit, let last = words.last, last.allSatisfy({ $0.isNumber || $0 == "." }) {
                words[words.count - 1] = last + word
            } else {
                words.append(word)
            }
        }
        return words
    }

    private static func parts(of text: String) -> [String] {
        var tokens: [String] = []
        var word = ""
        var sign = ""
        func isSign(_ character: Character) -> Bool { "<>=!".contains(character) }
        for character in text {
            if isSign(character) {
                if !word.isEmpty { tokens.append(word) }
                word = ""
                sign.append(character)
                continue
            }
            if !sign.isEmpty { tokens.append(sign == "=" ? "==" : sign) }
            sign = ""
            if character.isWhitespace {
                if !word.isEmpty { tokens.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return tokens + [word, sign].filter { !$0.isEmpty }
    }

    /// All values that nodes have for a fact; nil when no node has one.
    private static func values(of fact: FactName, _ readings: FleetReadings) -> Set<String>? {
        let values = readings.nodes.values.reduce(into: Set<String>()) { found, node in
            found.formUnion(node.facts[fact]?.values ?? [])
        }
        return values.isEmpty ? nil : values
    }

    /// Whether a person who types `0.4` means this value: as it is, as the pane shows it, or
    /// without its `v`.
    private static func means(_ typed: String, _ value: String) -> Bool {
        func bare(_ text: String) -> Substring { text.drop { "≤>v".contains($0) } }
        return value == typed || bare(FleetColumns.shortVersion(value)) == bare(typed)
            || value.split(separator: "/").last.map(String.init) == typed
    }
}
