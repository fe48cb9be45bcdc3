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
    /// element, counted from 0. Elements that are pairs of a name and a value, as the variables of
    /// Kubernetes, ECS and Nomad are, have their name for a key.
    mutating func add(
        _ tree: ValueTree,
        at path: String = "",
        depth: Int = 0,
        isSecret: Bool = false
    ) throws(ConfigurationError) {
        guard depth <= ConfigurationKeys.limitDepth else { throw .tooDeep }
        switch tree {
        case .scalar(let text):
            try add(path.isEmpty ? "value" : path, text, isSecret: isSecret)
        case .table(let members):
            if members.isEmpty, !path.isEmpty { try add(path, "{}") }
            for member in members {
                try add(
                    member.value,
                    at: Self.path(path, member.name),
                    depth: depth + 1,
                    isSecret: isSecret || SecretPairs.isHeld(member.name, in: members)
                )
            }
        case .list(let elements):
            try add(list: elements, at: path, depth: depth, isSecret: isSecret)
        }
    }

    private mutating func add(
        list elements: [ValueTree],
        at path: String,
        depth: Int,
        isSecret: Bool
    ) throws(ConfigurationError) {
        var texts: [String] = []
        for case .scalar(let text) in elements { texts.append(text) }
        if texts.count == elements.count {
            let isPair = texts.count == 2 && SecretPairs.isNameOfSecret(texts[0])
            try add(path.isEmpty ? "value" : path, list: texts, isSecret: isSecret || isPair)
            return
        }
        for (place, element) in elements.enumerated() {
            if case .table(let members) = element, let pair = SecretPairs.places(in: members),
                case .scalar(let name) = members[pair.name].value
            {
                let path = Self.path(path, name)
                let isSecret = isSecret || SecretWords.names(name)
                for (place, member) in members.enumerated() where place != pair.name {
                    let path = place == pair.value ? path : Self.path(path, member.name)
                    try add(member.value, at: path, depth: depth + 2, isSecret: isSecret)
                }
            } else {
                let path = Self.path(path, String(place))
                try add(element, at: path, depth: depth + 1, isSecret: isSecret)
            }
        }
    }
}

extension ConfigurationError {
    static let tooDeep = ConfigurationError(
        "tables and lists lie more than \(ConfigurationKeys.limitDepth) deep in one another"
    )
}
