/// What a Substrate node says about its own health.
///
/// `isSyncing` is false also for a node without peers, because then it sees nothing to sync to.
package struct SubstrateHealth: Sendable, Equatable {
    /// Connected sync peers.
    package let peers: Int
    /// Whether some peer is more than five blocks ahead.
    package let isSyncing: Bool
    /// False on a development chain, or with discovery switched off.
    package let shouldHavePeers: Bool

    /// Reads `GET /health` of any era, bare or in a JSON-RPC envelope.
    ///
    /// - Throws: errors of `JSONValue`, `.refused`, `.unexpectedShape`.
    package init(body: Span<UInt8>) throws(WireFormatError) {
        try self.init(JSONValue(parsing: body))
    }

    /// Reads the result of `system_health`.
    ///
    /// - Throws: `.refused`, `.absent`, `.unexpectedShape`.
    package init(_ value: JSONValue) throws(WireFormatError) {
        let payload = try JSONRPC.payload(of: value)
        _ = try payload.requireObject("the health of a Substrate node")
        peers = try payload.integer(at: "peers")
        isSyncing = try payload.bool(at: "isSyncing")
        shouldHavePeers = payload["shouldHavePeers"]?.bool ?? true
    }
}
