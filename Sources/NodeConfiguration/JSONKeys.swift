import WireFormats

extension KeyCollector {
    /// Adds a JSON text.
    mutating func addJSON(_ bytes: [UInt8]) throws(ConfigurationError) {
        let limits = JSONValue.Limits(
            depth: ConfigurationKeys.limitDepth,
            bytes: ConfigurationKeys.limitBytes
        )
        let value: JSONValue
        do throws(WireFormatError) {
            value = try JSONValue(parsing: bytes.span, limits: limits)
        } catch {
            switch error {
            case .notJSON(let expected, _, _, let line):
                throw ConfigurationError(line: line, "this is not JSON: expected \(expected)")
            case .nestedTooDeep: throw .tooDeep
            case .notExposition, .tooLarge, .unexpectedShape, .absent, .refused, .unexpectedText:
                throw ConfigurationError("this is not JSON")
            }
        }
        try add(ValueTree(value))
    }
}

extension ValueTree {
    fileprivate init(_ json: JSONValue) {
        switch json {
        case .null: self = .scalar("null")
        case .bool(let flag): self = .scalar(flag ? "true" : "false")
        case .integer(let number): self = .scalar(String(number))
        case .number(let number): self = .scalar(Self.text(number))
        case .string(let text): self = .scalar(text)
        case .array(let elements): self = .list(elements.map(ValueTree.init))
        case .object(let members):
            self = .table(members.map { (name: $0.key, value: ValueTree($0.value)) })
        }
    }

    /// A number by value: `1.0`, `1e0` and `1` are one.
    static func text(_ number: Double) -> String {
        if number.rounded() == number, abs(number) < 9e15 { return String(Int64(number)) }
        return String(number)
    }
}
