/// A block header.
package struct SubstrateHeader: Sendable, Equatable {
    /// The height of the block.
    package let number: Int
    /// The hash of the block before, `0x…`.
    package let parentHash: String
    /// The root of the state behind the block, `0x…`.
    package let stateRoot: String

    /// Reads the result of `chain_getHeader`, or the header in a head notification.
    ///
    /// - Throws: `.absent` when the node does not know the block, `.unexpectedShape`.
    package init(_ value: JSONValue) throws(WireFormatError) {
        _ = try value.requireObject("block header")
        guard let number = value["number"].flatMap(Self.height) else {
            throw value.mismatch("a height such as \"0x14fd\"", member: "number")
        }
        self.number = number
        parentHash = try value.string(at: "parentHash")
        stateRoot = try value.string(at: "stateRoot")
    }

    /// The height is a hexadecimal text; a plain number is tolerated.
    private static func height(_ value: JSONValue) -> Int? {
        if let number = value.integer { return number >= 0 ? number : nil }
        guard let text = value.string, text.hasPrefix("0x") else { return nil }
        let digits = text.dropFirst(2)
        guard digits.utf8.count <= 16, digits.utf8.allSatisfy(\.isHexadecimalDigit) else {
            return nil
        }
        return Int(digits, radix: 16)
    }
}
