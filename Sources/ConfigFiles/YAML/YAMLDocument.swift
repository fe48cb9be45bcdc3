/// A YAML document of somebody else, as plain values.
package struct YAMLDocument {
    /// A value; aliases are replaced by what they stand for.
    package indirect enum Value: Equatable, Sendable {
        /// A text; one that is not quoted may be a number or a truth value.
        case scalar(String, isQuoted: Bool)
        /// A list.
        case list([Value])
        /// Members in the order of the file; merge keys (`<<`) are resolved.
        case map([(name: String, value: Value)])

        /// Whether two values are the same, members in the same order.
        package static func == (left: Value, right: Value) -> Bool {
            switch (left, right) {
            case (.scalar(let one, let isOne), .scalar(let two, let isTwo)):
                one == two && isOne == isTwo
            case (.list(let one), .list(let two)): one == two
            case (.map(let one), .map(let two)):
                one.map(\.name) == two.map(\.name) && one.map(\.value) == two.map(\.value)
            case (.scalar, _), (.list, _), (.map, _): false
            }
        }
    }

    /// A mistake of a text; its message repeats no value.
    package struct Mistake: Error, Equatable {
        /// The line, from 1.
        package let line: Int
        /// The line in which that begins which goes wrong in `line`; nil when not known.
        package let start: Int?
        /// Whether the text passes a limit of size or depth, for which no line is to blame.
        package var isLimit = false
        /// What is wrong and what would be right.
        package let message: String
    }

    /// The document's root.
    package let root: Value
    /// What was left out, because it stands for nothing or cannot be a key, and keys that are
    /// given several times, whose values are all kept.
    package let mistakes: [Mistake]

    /// Reads a text of at most 16 MiB that holds one document.
    ///
    /// - Parameter depth: How deep lists and mappings may lie in one another.
    /// - Throws: the first mistake of a text that is no YAML.
    package init(parsing text: String, depth: Int) throws(Mistake) {
        let reading = ParsingContext(file: "")
        var tree = YAMLTree(text, reading: reading, isForeign: true)
        let node = tree.root()
        let mistakes = Self.mistakes(of: reading)
        guard let node else {
            throw mistakes.first ?? Mistake(line: 1, start: nil, message: "this is not YAML")
        }
        let value = Self.value(of: node, depth: depth, reading)
        if var limit = Self.mistakes(of: reading).first(where: { !mistakes.contains($0) }) {
            limit.isLimit = true
            throw limit
        }
        root = value ?? .scalar("", isQuoted: false)
        self.mistakes = mistakes
    }

    private static func mistakes(of reading: ParsingContext) -> [Mistake] {
        reading.problems.filter(\.isError).map { problem in
            Mistake(line: problem.line, start: reading.openedLine, message: problem.message)
        }
    }

    private static func value(of node: YAMLNode, depth: Int, _ reading: ParsingContext) -> Value? {
        guard reading.visit(node.place) else { return nil }
        guard depth > 0 else {
            reading.error(node.place, "lists and mappings lie too deep in one another")
            return nil
        }
        switch node.content {
        case .unusable: return nil
        case .scalar(let scalar):
            if scalar.isNull { return .scalar("null", isQuoted: false) }
            return .scalar(scalar.text, isQuoted: scalar.style != .plain)
        case .list(let items):
            return .list(items.compactMap { value(of: $0, depth: depth - 1, reading) })
        case .map(let entries):
            return .map(
                entries.compactMap { entry in
                    value(of: entry.value, depth: depth - 1, reading).map { (entry.key, $0) }
                }
            )
        }
    }
}
