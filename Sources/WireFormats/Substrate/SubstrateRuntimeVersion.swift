/// The version of the runtime on the chain, which changes for all nodes at one block.
package struct SubstrateRuntimeVersion: Sendable, Equatable {
    /// The chain's runtime, for example `calamari`.
    package let specName: String
    /// The implementation's name.
    package let implName: String
    /// The number that a runtime upgrade raises.
    package let specVersion: Int
    /// The number of a change that keeps the rules.
    package let implVersion: Int
    /// A node authors only when this equals its own.
    package let authoringVersion: Int
    /// The version of the transaction format; missing in 2020.
    package let transactionVersion: Int?
    /// The version of the state trie; missing before 2022.
    package let stateVersion: Int?
    /// The interfaces by the hash of their name.
    package let apis: [String: Int]

    /// The form of release pages: `kusama-9270`.
    package var shortText: String {
        "\(specName)-\(specVersion)"
    }

    /// Reads the result of `state_getRuntimeVersion`.
    ///
    /// - Throws: `.absent`, `.unexpectedShape`.
    package init(_ value: JSONValue) throws(WireFormatError) {
        _ = try value.requireObject("runtime version")
        specName = try value.string(at: "specName")
        implName = try value.string(at: "implName")
        specVersion = try value.integer(at: "specVersion")
        implVersion = try value.integer(at: "implVersion")
        authoringVersion = try value.integer(at: "authoringVersion")
        transactionVersion = value["transactionVersion"]?.integer
        stateVersion = value["stateVersion"]?.integer
        apis = Self.apis(value["apis"])
    }

    /// Pairs in the old calls, an object in the newer `chainHead` calls.
    private static func apis(_ value: JSONValue?) -> [String: Int] {
        if let members = value?.object { return members.compactMapValues(\.integer) }
        var result: [String: Int] = [:]
        for pair in value?.array ?? [] {
            guard let parts = pair.array, parts.count == 2, let name = parts[0].string else {
                continue
            }
            result[name] = parts[1].integer
        }
        return result
    }
}
