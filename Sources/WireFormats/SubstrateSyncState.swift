/// How far a Substrate node has come.
package struct SubstrateSyncState: Sendable, Equatable {
    /// The best block when the process started.
    package let startingBlock: Int
    /// The best block now.
    package let currentBlock: Int
    /// The best block seen from peers; 2022 nodes leave it out when they have no peers.
    package let highestBlock: Int?

    /// Reads the result of `system_syncState`.
    ///
    /// - Throws: `.absent`, `.unexpectedShape`.
    package init(_ value: JSONValue) throws(WireFormatError) {
        _ = try value.requireObject("sync state")
        startingBlock = try value.integer(at: "startingBlock")
        currentBlock = try value.integer(at: "currentBlock")
        highestBlock = value["highestBlock"]?.integer
    }
}
