/// The peers of a Substrate node, from the call `system_peers`, which nodes refuse to strangers.
package struct SubstratePeers: Sendable, Equatable {
    /// One peer.
    package struct Peer: Sendable, Equatable {
        /// The identity in base58.
        package let peerID: String
        /// What it says it is, for example `FULL` or `FULL|AUTHORITY`.
        package let roles: String?
        /// The hash of its best block.
        package let bestHash: String?
        /// The height of its best block.
        package let bestNumber: Int?
    }

    /// The peers in the node's order.
    package let peers: [Peer]
    /// Rows without an identity.
    package let unreadableRows: Int

    /// The highest best block among the peers.
    package var bestNumber: Int? {
        peers.compactMap(\.bestNumber).max()
    }

    /// Reads the result of `system_peers`.
    ///
    /// - Throws: `.absent`, `.unexpectedShape`.
    package init(_ value: JSONValue) throws(WireFormatError) {
        let rows = try value.requireArray("list of peers")
        peers = rows.compactMap { row in
            guard let peerID = row["peerId"]?.string, !peerID.isEmpty else { return nil }
            return Peer(
                peerID: peerID,
                roles: row["roles"]?.string,
                bestHash: row["bestHash"]?.string,
                bestNumber: row["bestNumber"]?.integer
            )
        }
        unreadableRows = rows.count - peers.count
    }
}
