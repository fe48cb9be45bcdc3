/// The addresses and the node record of a Waku node.
package struct WakuInfo: Sendable, Equatable {
    /// Where the node says it listens; may hold `0.0.0.0`.
    package let listenAddresses: [String]
    /// The Ethereum node record `enr:…` of nodes since v0.9, unverified.
    package let enrURI: String?

    /// The identity, from the first address that names it.
    package var peerID: String? {
        for address in listenAddresses {
            if let peerID = Multiaddress.peerID(in: address) { return peerID }
        }
        return nil
    }

    /// Reads the body of `GET /info` or `/debug/v1/info`, or a JSON-RPC response.
    ///
    /// - Throws: errors of `JSONValue`, `.refused`, `.unexpectedShape` without any address.
    package init(body: Span<UInt8>) throws(WireFormatError) {
        try self.init(JSONValue(parsing: body))
    }

    /// Reads the object, or the result of `get_waku_v2_debug_v1_info`.
    ///
    /// Up to v0.6 there was one `listenStr`, since v0.7 `listenAddresses`.
    ///
    /// - Throws: `.refused`, or `.unexpectedShape` when none of the known members is there.
    package init(_ value: JSONValue) throws(WireFormatError) {
        let payload = try JSONRPC.payload(of: value)
        _ = try payload.requireObject("the addresses of a Waku node")
        let single = payload["listenStr"]?.string.map { [$0] }
        let several = payload["listenAddresses"]?.array?.compactMap(\.string)
        enrURI = payload["enrUri"]?.string
        // go-waku leaves empty members out.
        guard several ?? single != nil || enrURI != nil else {
            throw payload.mismatch("a list of addresses", member: "listenAddresses")
        }
        listenAddresses = several ?? single ?? []
    }
}
