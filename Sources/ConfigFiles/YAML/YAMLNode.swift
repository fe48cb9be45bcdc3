/// A piece of a YAML document with its place; aliases are already replaced by what they stand for.
struct YAMLNode {
    let place: Place
    let content: Content

    enum Content {
        case scalar(YAMLScalar)
        case list([YAMLNode])
        case map([YAMLEntry])
        /// Something that was reported when the tree was built.
        case unusable
    }

    var isNull: Bool {
        guard case .scalar(let scalar) = content else { return false }
        return scalar.isNull
    }

    /// What the node is, for a sentence about a wrong type.
    var kind: String {
        switch content {
        case .scalar: "a text"
        case .list: "a list"
        case .map: "a mapping"
        case .unusable: "something else"
        }
    }
}

/// A key of a mapping and its value.
struct YAMLEntry {
    let key: String
    let keyPlace: Place
    let value: YAMLNode
}

/// A text or number as written, before any placeholder is filled in.
struct YAMLScalar {
    let text: String
    let style: Style

    enum Style {
        case plain
        case singleQuoted
        case doubleQuoted
        case block
    }

    var isNull: Bool {
        style == .plain && ["", "~", "null", "Null", "NULL"].contains(text)
    }
}
