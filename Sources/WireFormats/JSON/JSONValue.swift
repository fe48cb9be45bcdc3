/// Any JSON value.
///
/// Read by our own reader rather than by `JSONDecoder`, because a monitor must still see the
/// rest of an answer when a stranger's agent text is not valid UTF-8 or a number is `1e400`,
/// and because the error sentence needs the byte where the text broke.
package enum JSONValue: Sendable, Equatable {
    /// The literal `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number written without point and exponent that fits.
    case integer(Int)
    /// Any other number; infinite when too large.
    case number(Double)
    /// A text, invalid UTF-8 and lone surrogates replaced by U+FFFD.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// Members by name; of equal names the last counts.
    case object([String: JSONValue])

    /// How much a reader accepts from a stranger.
    package struct Limits: Sendable, Equatable {
        /// How deep arrays and objects may lie in one another.
        package var depth: Int
        /// How long the text may be, in bytes.
        package var bytes: Int

        /// Limits of the given size; whoever reads an answer has a smaller one, which can be set.
        package init(depth: Int = 64, bytes: Int = 1 << 30) {
            self.depth = depth
            self.bytes = bytes
        }
    }

    /// Reads one JSON text; white space around it and a byte order mark are tolerated.
    ///
    /// - Throws: `WireFormatError.notJSON`, `.nestedTooDeep` or `.tooLarge`.
    package init(
        parsing bytes: Span<UInt8>,
        limits: Limits = Limits()
    ) throws(WireFormatError) {
        guard bytes.count <= limits.bytes else {
            throw .tooLarge(bytes: bytes.count, limitBytes: limits.bytes)
        }
        var reader = JSONReader(depthLimit: limits.depth)
        self = try reader.document(bytes)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A JSON string.
    package init(stringLiteral value: String) {
        self = .string(value)
    }

    /// A JSON integer.
    package init(integerLiteral value: Int) {
        self = .integer(value)
    }

    /// A JSON truth value.
    package init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    /// A JSON array.
    package init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }

    /// A JSON object; of equal names the last counts.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}
