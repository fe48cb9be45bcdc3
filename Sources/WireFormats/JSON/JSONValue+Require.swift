extension JSONValue {
    /// A short description for error sentences, cheap for values of any size.
    var phrase: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return "the number \(value)"
        case .number(let value): return "the number \(value)"
        case .string(let value): return "the text \"\(TextSnippet.clean(value))\""
        case .array(let elements): return "a list of \(elements.count)"
        case .object(let members):
            guard members.count <= 8 else { return "an object of \(members.count) members" }
            let names = members.keys.sorted().joined(separator: ", ")
            return members.isEmpty
                ? "an empty object" : "an object with \(TextSnippet.clean(names))"
        }
    }

    /// The members of this object, or an error that says what should have been here.
    func requireObject(_ expected: String) throws(WireFormatError) -> [String: JSONValue] {
        switch self {
        case .object(let members): return members
        case .null: throw .absent(expected: expected)
        case .bool, .integer, .number, .string, .array: throw mismatch(expected)
        }
    }

    /// The elements of this list, or an error that says what should have been here.
    func requireArray(_ expected: String) throws(WireFormatError) -> [JSONValue] {
        switch self {
        case .array(let elements): return elements
        case .null: throw .absent(expected: expected)
        case .bool, .integer, .number, .string, .object: throw mismatch(expected)
        }
    }

    /// This text, or an error that says what should have been here.
    func requireString(_ expected: String) throws(WireFormatError) -> String {
        switch self {
        case .string(let text): return text
        case .null: throw .absent(expected: expected)
        case .bool, .integer, .number, .array, .object: throw mismatch(expected)
        }
    }

    /// A member that must be a text.
    func string(at name: String) throws(WireFormatError) -> String {
        guard let text = self[name]?.string else {
            throw mismatch("a text", member: name)
        }
        return text
    }

    /// A member that must be a number without fraction.
    func integer(at name: String) throws(WireFormatError) -> Int {
        guard let number = self[name]?.integer else {
            throw mismatch("a whole number", member: name)
        }
        return number
    }

    /// A member that must be a truth value.
    func bool(at name: String) throws(WireFormatError) -> Bool {
        guard let value = self[name]?.bool else {
            throw mismatch("true or false", member: name)
        }
        return value
    }

    func mismatch(_ expected: String, member: String? = nil) -> WireFormatError {
        guard let member else {
            return .unexpectedShape(expected: expected, seen: phrase, pointer: "")
        }
        let seen = self[member]?.phrase ?? (object == nil ? phrase : "nothing")
        return .unexpectedShape(expected: expected, seen: seen, pointer: "/" + member)
    }
}
