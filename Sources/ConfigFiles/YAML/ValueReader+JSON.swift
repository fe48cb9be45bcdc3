import Primitives

extension ValueReader {
    /// `true` or `false`.
    func truth(_ node: YAMLNode?, _ key: String) -> Bool? {
        guard let value = value(node, key) else { return nil }
        switch value.text {
        case "true": return true
        case "false": return false
        default:
            reading.error(value.place, "'\(key)' must be true or false, not \(value.quoted)")
            return nil
        }
    }

    /// A list or a mapping as JSON: what stands without quotes and is `true`, `false`, `null` or
    /// a number of JSON is that, everything else is a text.
    func json(_ node: YAMLNode, _ key: String) -> String? {
        switch node.content {
        case .list, .map: return json(of: node, key)
        case .unusable: return nil
        case .scalar:
            reading.error(node.place, "'\(key)' must be a list or a mapping, not a text")
            return nil
        }
    }

    private func json(of node: YAMLNode, _ key: String) -> String? {
        switch node.content {
        case .scalar(let scalar) where scalar.isNull: return "null"
        case .scalar(let scalar):
            guard let value = value(node, key) else { return nil }
            let isBare = scalar.style == .plain && !value.isFilledIn
            if isBare, ["true", "false"].contains(value.text) || value.text.isJSONNumber {
                return value.text
            }
            return value.text.json
        case .list(let items):
            guard reading.visit(node.place) else { return nil }
            return "[" + items.compactMap { json(of: $0, key) }.joined(separator: ", ") + "]"
        case .map(let entries):
            guard reading.visit(node.place) else { return nil }
            let members = entries.compactMap { entry in
                json(of: entry.value, key).map { "\(entry.key.json): \($0)" }
            }
            return "{" + members.joined(separator: ", ") + "}"
        case .unusable: return nil
        }
    }
}

extension String {
    /// The text as a JSON string (RFC 8259, section 7), in a form that YAML reads too.
    fileprivate var json: String {
        unicodeScalars.reduce(into: "\"") { text, scalar in
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case _ where scalar.isUnsafe:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: text.unicodeScalars.append(scalar)
            }
        } + "\""
    }

    /// Whether the text is a number of JSON (RFC 8259, section 6).
    fileprivate var isJSONNumber: Bool {
        var rest = Substring(self)
        if rest.first == "-" { rest.removeFirst() }
        func digits() -> Int {
            let count = rest.prefix { $0.isASCII && $0.isNumber }.count
            rest = rest.dropFirst(count)
            return count
        }
        let startsWithZero = rest.first == "0"
        let whole = digits()
        guard whole > 0, !(startsWithZero && whole > 1) else { return false }
        if rest.first == "." {
            rest.removeFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
