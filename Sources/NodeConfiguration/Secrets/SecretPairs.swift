/// Tables in which a neighbour says what a value is: `{name: RPC_PASSWORD, value: …}`.
enum SecretPairs {
    /// Members, in lower case, that name what another member holds: variables of Kubernetes and
    /// ECS, parameters of CloudFormation, options of Beanstalk, fields of password managers.
    static let nameWords: Set<String> = [
        "name", "key", "parameterkey", "optionname", "label", "variable", "var", "env", "field",
        "header", "option", "property", "param", "parameter", "id", "title",
    ]
    /// Members, in lower case, that hold what another one names.
    static let valueWords: Set<String> = [
        "value", "val", "values", "parametervalue", "optionvalue", "stringvalue", "default",
        "content", "contents", "data", "plaintext", "literal",
    ]

    /// Whether a text can be the name of a variable or header, and that of a secret.
    static func isNameOfSecret(_ text: String) -> Bool {
        text.utf8.count <= 100 && SecretWords.names(text)
            && text.utf8.allSatisfy { SecretFinder.isName($0) }
    }

    /// Whether a member of a table is what a `kind: Secret` of Kubernetes holds.
    static func isHeld(_ member: String, in members: Members) -> Bool {
        guard ["data", "stringData"].contains(member) else { return false }
        return members.contains { other in
            guard other.name == "kind", case .scalar(let kind) = other.value else { return false }
            return kind == "Secret"
        }
    }

    /// Marks the values that stand beside the name of a secret: `a.name` names `a.value`.
    static func mark(_ entries: inout [ConfigurationKeys.Entry]) {
        var named: Set<Substring> = []
        for entry in entries {
            let (table, member) = parts(of: entry.key)
            if nameWords.contains(member), isNameOfSecret(entry.value) { named.insert(table) }
        }
        guard !named.isEmpty else { return }
        for place in entries.indices {
            let (table, member) = parts(of: entries[place].key)
            if valueWords.contains(member), named.contains(table) { entries[place].isSecret = true }
        }
    }

    private static func parts(of key: String) -> (table: Substring, member: String) {
        guard let point = key.lastIndex(of: ".") else { return ("", key.lowercased()) }
        return (key[..<point], key[key.index(after: point)...].lowercased())
    }

    /// The members of a table.
    typealias Members = [(name: String, value: ValueTree)]

    /// The places of the name and of the value in a table of `name` or `key` and `value`.
    static func places(in members: Members) -> (name: Int, value: Int)? {
        guard let value = members.firstIndex(where: { $0.name.lowercased() == "value" }),
            let name = members.firstIndex(where: { ["name", "key"].contains($0.name.lowercased()) }
            ),
            case .scalar(let text) = members[name].value, !text.isEmpty
        else { return nil }
        return (name, value)
    }
}
