/// A value of JSON, YAML or TOML before it is made flat.
indirect enum ValueTree {
    case scalar(String)
    case list([ValueTree])
    case table([(name: String, value: ValueTree)])
}

extension KeyCollector {
    /// Adds all scalars of a tree under their paths.
    ///
    /// A list of plain values is one value; lists that hold tables or lists have a key for each
    /// element, counted from 0.
    mutating func add(
        _ tree: ValueTree,
        at path: String = "",
        depth: Int = 0
    ) throws(ConfigurationError) {
        guard depth <= ConfigurationKeys.limitDepth else { throw .tooDeep }
        switch tree {
        case .scalar(let text):
            try add(path.isEmpty ? "value" : path, text)
        case .table(let members):
            if members.isEmpty, !path.isEmpty { try add(path, "{}") }
            for member in members {
                try add(member.value, at: Self.path(path, member.name), depth: depth + 1)
            }
        case .list(let elements):
            var texts: [String] = []
            for case .scalar(let text) in elements { texts.append(text) }
            if texts.count == elements.count {
                try add(path.isEmpty ? "value" : path, list: texts)
                return
            }
            for (place, element) in elements.enumerated() {
                try add(element, at: Self.path(path, String(place)), depth: depth + 1)
            }
        }
    }
}

extension ConfigurationError {
    static let tooDeep = ConfigurationError(
        "tables and lists lie more than \(ConfigurationKeys.limitDepth) deep in one another"
    )
}
