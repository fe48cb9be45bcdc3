import WireFormats

extension KeyCollector {
    /// Adds a JSON text, or several behind one another, as logs have them.
    ///
    /// Comments, commas behind the last element and names without quotes are understood; what
    /// cannot be read is left out.
    mutating func addJSON(_ bytes: [UInt8]) throws(ConfigurationError) {
        var cursor = JSONCursor(bytes)
        let documents = try cursor.documents()
        for oddity in cursor.oddities { note(oddity) }
        try add(documents.count == 1 ? documents[0] : .list(documents))
    }
}

extension ValueTree {
    /// A scalar of JSON by value; nil when it is a list or a table.
    init?(scalar json: JSONValue) {
        switch json {
        case .null: self = .scalar("null")
        case .bool(let flag): self = .scalar(flag ? "true" : "false")
        case .integer(let number): self = .scalar(String(number))
        case .number(let number): self = .scalar(Self.text(number))
        case .string(let text): self = .scalar(text)
        case .array, .object: return nil
        }
    }

    /// A number by value: `1.0`, `1e0` and `1` are one.
    static func text(_ number: Double) -> String {
        if number.rounded() == number, abs(number) < 9e15 { return String(Int64(number)) }
        return String(number)
    }
}
