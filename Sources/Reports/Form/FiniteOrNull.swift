/// A number as JSON has it: one that is not finite is null there (RFC 8259, section 6).
@propertyWrapper
struct FiniteOrNull: Encodable, Sendable {
    let wrappedValue: Double

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        guard wrappedValue.isFinite else { return try container.encodeNil() }
        // Zero has no sign for whoever reads it.
        try container.encode(wrappedValue == 0 ? 0 : wrappedValue)
    }
}
