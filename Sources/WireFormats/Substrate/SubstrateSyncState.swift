/// How far a Substrate node has come.
package struct SubstrateSyncState: Sendable, Equatable {
    /// The best block when the process started; nil when that cannot be read.
    package let startingBlock: Int?
    /// The best block now; nil when that cannot be read.
    package let currentBlock: Int?
    /// The best block seen from peers; 2022 nodes leave it out when they have no peers.
    package let highestBlock: Int?

    /// Reads the result of `system_syncState`.
    ///
    /// - Throws: `.absent`, `.unexpectedShape`.
    package init(_ value: JSONValue) throws(WireFormatError) {
        _ = try value.requireObject("sync state")
        startingBlock = value["startingBlock"]?.integer
        currentBlock = value["currentBlock"]?.integer
        guard value["highestBlock"] != nil else {
            highestBlock = nil
            return
        }
        let number = try value.number(at: "/highestBlock")
        guard let highest = number.flatMap(Int.init(exactly:)) else {
            throw value.mismatch("a whole number", member: "highestBlock")
        }
        highestBlock = highest
    }
}
