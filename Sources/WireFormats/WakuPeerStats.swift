/// The peer counts of a Waku node, from `GET /admin/v1/peers/stats` (since v0.36).
package struct WakuPeerStats: Sendable, Equatable {
    /// All peers the node knows.
    package let totalPeers: Int?
    /// Peers by the node's word for their connection, for example `CannotConnect`.
    package let byConnectedness: [String: Int]
    /// Relay peers by shard.
    package let relayPeersByShard: [Int: Int]
    /// Mesh peers by shard.
    package let meshPeersByShard: [Int: Int]
    /// Peers by protocol identifier: the first place to look for a fleet of mixed versions.
    package let byProtocol: [String: Int]

    /// Relay links over all shards; one peer counts once for each shard.
    ///
    /// The node's own `Total relay peers` counts shards, not peers, and is never read.
    package var relayLinks: Int {
        Self.sum(relayPeersByShard)
    }

    /// Mesh links over all shards; one peer counts once for each shard.
    package var meshLinks: Int {
        Self.sum(meshPeersByShard)
    }

    /// Reads the body.
    ///
    /// - Throws: errors of `JSONValue`, `.unexpectedShape` when no known group is there.
    package init(body: Span<UInt8>) throws(WireFormatError) {
        let value = try JSONRPC.payload(parsing: body)
        let groups = try value.requireObject("the peer counts of a Waku node")
        let known = ["Sum", "By Connectedness", "Relay peers", "Mesh peers", "By Protocols"]
        guard known.contains(where: { groups[$0]?.object != nil }) else {
            throw value.mismatch("the peer counts of a Waku node")
        }
        totalPeers = value["Sum"]?["Total peers"]?.integer
        byConnectedness = Self.counts(value["By Connectedness"])
        relayPeersByShard = Self.byShard(value["Relay peers"])
        meshPeersByShard = Self.byShard(value["Mesh peers"])
        byProtocol = Self.counts(value["By Protocols"])
    }

    private static func counts(_ group: JSONValue?) -> [String: Int] {
        (group?.object ?? [:]).compactMapValues(\.integer)
    }

    private static func byShard(_ group: JSONValue?) -> [Int: Int] {
        var result: [Int: Int] = [:]
        for (name, count) in counts(group) {
            if let shard = Int(name) { result[shard] = count }
        }
        return result
    }

    /// Hostile counts must not overflow the sum.
    private static func sum(_ counts: [Int: Int]) -> Int {
        counts.values.reduce(0) { total, count in
            let (sum, overflows) = total.addingReportingOverflow(count)
            return overflows ? Int.max : sum
        }
    }
}
