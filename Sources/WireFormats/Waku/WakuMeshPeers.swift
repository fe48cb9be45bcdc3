/// The peers of a Waku node shard by shard: its relay peers or its mesh.
package struct WakuMeshPeers: Sendable, Equatable {
    /// The peers of one shard.
    package struct Shard: Sendable, Equatable {
        /// The number of the shard; nil when the node left it out.
        package let shard: Int?
        /// Its peers.
        package let peers: [WakuPeer]
    }

    /// The shards in the node's order.
    package let shards: [Shard]

    /// Every identity that appears in any shard.
    package var peerIDs: Set<String> {
        var result: Set<String> = []
        for shard in shards { result.formUnion(shard.peers.map(\.peerID)) }
        return result
    }

    /// Reads `GET /admin/v1/peers/mesh` or `/peers/relay`, with or without `/on/{shard}`.
    ///
    /// - Throws: errors of `JSONValue`, `.unexpectedShape` when it is neither a list of shards
    ///   nor one shard.
    package init(body: Span<UInt8>) throws(WireFormatError) {
        let value = try JSONRPC.payload(parsing: body)
        var shards: [Shard] = []
        for element in value.array ?? [value] {
            guard let rows = element["peers"]?.array else {
                throw element.mismatch("a list of peers", member: "peers")
            }
            let peers = WakuPeers(rows: rows).peers
            shards.append(Shard(shard: element["shard"]?.integer, peers: peers))
        }
        self.shards = shards
    }
}
