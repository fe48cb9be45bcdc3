extension JSONValue {
    /// The text of a string.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The integer, also when it was written as `12.0`.
    package var integer: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// The number, whole or not.
    package var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// The truth value.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements of an array.
    package var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object.
    package var object: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// Whether this is the literal `null`.
    package var isNull: Bool {
        self == .null
    }

    /// The member of an object; nil when it is missing, `null`, or this is no object.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self, let value = members[name], !value.isNull else {
            return nil
        }
        return value
    }

    /// The value at an RFC 6901 pointer such as `/result/0/peerId`; the empty one is the whole.
    package func at(_ pointer: String) -> JSONValue? {
        guard !pointer.isEmpty else { return self }
        // By bytes: a name may begin with a mark that joins the slash to one character.
        guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
        var value = self
        let parts = pointer.utf8.dropFirst().split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        for part in parts {
            guard let next = value.step(Self.unescape(part)) else { return nil }
            value = next
        }
        return value
    }

    private func step(_ token: String) -> JSONValue? {
        switch self {
        case .object(let members):
            return members[token]
        case .array(let elements):
            let isCanonical = token == "0" || !token.hasPrefix("0")
            guard isCanonical, token.utf8.allSatisfy(\.isDigit), let index = Int(token),
                elements.indices.contains(index)
            else { return nil }
            return elements[index]
        case .null, .bool, .integer, .number, .string:
            return nil
        }
    }

    /// `~1` stands for a slash and `~0` for a tilde.
    private static func unescape(_ part: Substring.UTF8View) -> String {
        let tilde = UInt8(ascii: "~")
        var result: [UInt8] = []
        var isEscaped = false
        for byte in part {
            if isEscaped {
                switch byte {
                case UInt8(ascii: "1"): result.append(UInt8(ascii: "/"))
                case UInt8(ascii: "0"): result.append(tilde)
                default: result += [tilde, byte]
                }
                isEscaped = false
            } else if byte == tilde {
                isEscaped = true
            } else {
                result.append(byte)
            }
        }
        return String(decoding: isEscaped ? result + [tilde] : result, as: UTF8.self)
    }
}
