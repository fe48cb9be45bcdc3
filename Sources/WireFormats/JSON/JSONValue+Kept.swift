/// Numbers and texts at a JSON Pointer (RFC 6901), in the ways in which nodes write them.
extension JSONValue {
    /// The number at a place; nil when the node says `null` there.
    ///
    /// A text counts when it is a decimal number (etcd writes 64-bit numbers so) or a hexadecimal
    /// one that begins with `0x` (the quantities of the Ethereum JSON-RPC), at most 256 bits of
    /// it. A truth value is 1 or 0.
    ///
    /// - Throws: `WireFormatError.unexpectedShape`.
    package func number(at pointer: String) throws(WireFormatError) -> Double? {
        let value = try present(at: pointer, "a number")
        let number: Double? =
            switch value {
            case .null: .zero
            case .bool(let flag): flag ? 1 : 0
            case .integer(let number): Double(number)
            case .number(let number): number
            case .string(let text): Self.number(in: text)
            case .array, .object: nil
            }
        guard let number, number.isFinite else {
            throw .unexpectedShape(expected: "a number", seen: value.phrase, pointer: pointer)
        }
        return value.isNull ? nil : number
    }

    /// The texts at a place: one, or the elements of a list; none for `null` and an empty text.
    ///
    /// Numbers and truth values count as the texts that they are written as.
    ///
    /// - Throws: `WireFormatError.unexpectedShape`.
    package func texts(at pointer: String) throws(WireFormatError) -> [String] {
        let value = try present(at: pointer, "a text")
        var texts: [String] = []
        for element in value.array ?? [value] {
            switch element {
            case .null: break
            case .string(let text): if !text.isEmpty { texts.append(text) }
            case .bool, .integer, .number: texts.append(element.text)
            case .array, .object:
                throw .unexpectedShape(
                    expected: "a text",
                    seen: element.phrase,
                    pointer: pointer
                )
            }
        }
        return texts
    }

    private func present(
        at pointer: String,
        _ expected: String
    ) throws(WireFormatError) -> JSONValue {
        guard let value = at(pointer) else {
            throw .unexpectedShape(expected: expected, seen: "nothing", pointer: pointer)
        }
        return value
    }

    /// How long a number may be written: the largest sensible one has 78 digits.
    private static let numberLimit = 100

    private static func number(in text: String) -> Double? {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= numberLimit else { return nil }
        if text.hasPrefix("0x") || text.hasPrefix("0X") { return hexadecimal(bytes.dropFirst(2)) }
        // Else `nan`, `infinity` and the C way of hexadecimal fractions would count too.
        guard bytes.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) })
        else { return nil }
        return Double(text)
    }

    private static func hexadecimal(_ digits: Substring.UTF8View.SubSequence) -> Double? {
        guard (1...64).contains(digits.count) else { return nil }
        var number = 0.0
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            number = number * 16 + Double(value)
        }
        return number
    }
}
