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
            default: false
            }
        }
    }

    /// The first mistake of a text; its message repeats no value.
    package struct Mistake: Error, Equatable {
        /// The line, from 1.
        package let line: Int
        /// What is wrong and what would be right.
        package let message: String
    }

    /// The document's root.
    package let root: Value

    /// Reads a text of at most 1 MiB that holds one document.
    ///
    /// - Parameter depth: How deep lists and mappings may lie in one another.
    /// - Throws: the first mistake.
    package init(parsing text: String, depth: Int) throws(Mistake) {
        let reading = Reading(file: "")
        var tree = YAMLTree(text, reading: reading, takesAnyMerge: true)
        let node = tree.root()
        let value = node.flatMap { Self.value(of: $0, depth: depth, reading) }
        if let problem = reading.problems.first(where: \.isError) {
            throw Mistake(line: problem.line, message: problem.message)
        }
        root = value ?? .scalar("", isQuoted: false)
    }

    private static func value(of node: YAMLNode, depth: Int, _ reading: Reading) -> Value? {
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
