/// The peers a Waku node lists, grouped by identity.
///
/// A node lists the peers in its own book: those it dialled or loaded. Before v0.36 nobody who
/// dialled the node appears, and the connected flags were wrong at times.
package struct WakuPeers: Sendable, Equatable {
    /// The peers in the order of their first row.
    package let peers: [WakuPeer]
    /// Rows without an identity, which cannot be grouped.
    package let unreadableRows: Int

    /// Reads the body of `GET /admin/v1/peers` or of a JSON-RPC response.
    ///
    /// - Throws: errors of `JSONValue`, `.refused`, `.unexpectedShape` when it is no list.
    package init(body: Span<UInt8>) throws(WireFormatError) {
        try self.init(JSONValue(parsing: body))
    }

    /// Reads the list, or the result of `get_waku_v2_admin_v1_peers`.
    ///
    /// - Throws: `.refused`, or `.unexpectedShape` when it is no list.
    package init(_ value: JSONValue) throws(WireFormatError) {
        self.init(rows: try JSONRPC.payload(of: value).requireArray("a list of peers"))
    }

    init(rows: [JSONValue]) {
        var peers: [WakuPeer] = []
        var places: [String: Int] = [:]
        var unreadable = 0
        for row in rows {
            guard let peer = WakuPeer(row: row) else {
                unreadable += 1
                continue
            }
            if let place = places[peer.peerID] {
                peers[place].merge(peer)
            } else {
                places[peer.peerID] = peers.count
                peers.append(peer)
            }
        }
        for index in peers.indices { peers[index].removeRepetitions() }
        self.peers = peers
        unreadableRows = unreadable
    }
}
