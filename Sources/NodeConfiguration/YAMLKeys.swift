import ConfigFiles

extension KeyCollector {
    /// Adds a YAML document.
    mutating func addYAML(_ text: String) throws(ConfigurationError) {
        let document: YAMLDocument
        do throws(YAMLDocument.Mistake) {
            document = try YAMLDocument(parsing: text, depth: ConfigurationKeys.limitDepth)
        } catch {
            throw ConfigurationError(line: error.line, error.message)
        }
        try add(ValueTree(document.root))
    }
}

extension ValueTree {
    fileprivate init(_ yaml: YAMLDocument.Value) {
        switch yaml {
        case .scalar(let text, let isQuoted): self = .scalar(isQuoted ? text : Self.plain(text))
        case .list(let items): self = .list(items.map(ValueTree.init))
        case .map(let members):
            self = .table(members.map { (name: $0.name, value: ValueTree($0.value)) })
        }
    }

    /// Truth values in one spelling (YAML 1.2 core schema, and `yes` and `no` of 1.1 as they
    /// are); numbers stay as written, because a version such as `1.10` is none.
    private static func plain(_ text: String) -> String {
        switch text {
        case "True", "TRUE": "true"
        case "False", "FALSE": "false"
        default: text
        }
    }
}
