/// The small answers of Substrate nodes: texts, hashes, roles.
package enum SubstrateAnswer {
    /// What a node does for its chain.
    package enum Role: Sendable, Equatable {
        /// Follows the chain.
        case full
        /// Makes or finalises blocks; collators say so too.
        case authority
        /// Follows headers only; gone since 2023.
        case lightClient
        /// Another word of the node.
        case other(String)
    }

    /// The result of `chain_getBlockHash` or `chain_getFinalizedHead`, in lower case.
    ///
    /// Some tools shorten hashes, so the length is not checked.
    ///
    /// - Throws: `.absent` when the node does not know the block, `.unexpectedShape`.
    package static func blockHash(_ value: JSONValue) throws(WireFormatError) -> String {
        let text = try value.requireString("block hash").lowercased()
        let digits = text.dropFirst(2)
        guard text.hasPrefix("0x"), !digits.isEmpty, digits.utf8.allSatisfy(\.isHexadecimalDigit)
        else {
            throw value.mismatch("a block hash such as \"0xb0a8…\"")
        }
        return text
    }

    /// The result of `system_nodeRoles`.
    ///
    /// - Throws: `.absent`, `.unexpectedShape`.
    package static func nodeRoles(_ value: JSONValue) throws(WireFormatError) -> [Role] {
        try value.requireArray("list of roles").compactMap(\.string).map { word in
            switch word.lowercased() {
            case "full": .full
            case "authority": .authority
            case "lightclient", "light": .lightClient
            default: .other(word)
            }
        }
    }

    /// The result of `system_chain`, `system_name`, `system_version` or `system_localPeerId`.
    ///
    /// - Throws: `.absent`, `.unexpectedShape`.
    package static func text(_ value: JSONValue) throws(WireFormatError) -> String {
        try value.requireString("text")
    }
}
