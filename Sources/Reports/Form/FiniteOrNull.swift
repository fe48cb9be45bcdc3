import Primitives

/// A number as JSON has it: one that is not finite is null there (RFC 8259, section 6).
@propertyWrapper
struct FiniteOrNull: Encodable, Sendable {
    let wrappedValue: Double

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        guard let value else { return try container.encodeNil() }
        try container.encode(value)
    }

    /// What is written; zero has no sign for whoever reads it.
    fileprivate var value: Double? {
        guard wrappedValue.isFinite else { return nil }
        return wrappedValue == 0 ? 0 : wrappedValue
    }
}

// A member that is written straight into its object takes half the time of one that gets an encoder
// of its own, and a fleet has hundreds of thousands of them. The compiler takes these for members
// of the reports.
extension KeyedEncodingContainer {
    mutating func encode(_ number: FiniteOrNull, forKey key: Key) throws {
        guard let value = number.value else { return try encodeNil(forKey: key) }
        try encode(value, forKey: key)
    }

    mutating func encode(_ moment: Timestamp, forKey key: Key) throws {
        try encode(moment.description, forKey: key)
    }
}
