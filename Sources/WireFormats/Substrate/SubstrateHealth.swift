/// What a Substrate node says about its own health.
///
/// `isSyncing` is false also for a node without peers, because then it sees nothing to sync to.
package struct SubstrateHealth: Sendable, Equatable {
    /// Connected sync peers; nil when that cannot be read.
    package let peers: Int?
    /// Whether some peer is more than five blocks ahead; nil when that cannot be read.
    package let isSyncing: Bool?
    /// False on a development chain, or with discovery switched off.
    package let shouldHavePeers: Bool
    /// What was wrong with the fields that are nil.
    package let oddities: [WireFormatError]

    /// Reads `GET /health` of any era, bare or in a JSON-RPC envelope.
    ///
    /// - Throws: errors of `JSONValue`, `.refused`, `.unexpectedShape`.
    package init(body: Span<UInt8>) throws(WireFormatError) {
        try self.init(JSONValue(parsing: body))
    }

    /// Reads the result of `system_health`; each field counts by itself.
    ///
    /// Gateways write the names in snake case and the values as texts.
    ///
    /// - Throws: `.refused`, `.absent`, `.unexpectedShape` when neither peers nor syncing can be
    ///   read.
    package init(_ value: JSONValue) throws(WireFormatError) {
        let payload = try JSONRPC.payload(of: value)
        _ = try payload.requireObject("the health of a Substrate node")
        peers = ((try? payload.number(at: "/peers")) ?? nil).flatMap { number in
            number < 0 ? nil : Int(exactly: number)
        }
        let syncing = payload["isSyncing"] == nil ? "is_syncing" : "isSyncing"
        isSyncing = payload[syncing].flatMap(Self.flag)
        let wanted = payload["shouldHavePeers"] ?? payload["should_have_peers"]
        shouldHavePeers = wanted.flatMap(Self.flag) ?? true
        var oddities: [WireFormatError] = []
        if peers == nil { oddities.append(payload.mismatch("a whole number", member: "peers")) }
        if isSyncing == nil {
            oddities.append(payload.mismatch("true or false", member: "isSyncing"))
        }
        if oddities.count == 2, let first = oddities.first { throw first }
        self.oddities = oddities
    }

    private static func flag(_ value: JSONValue) -> Bool? {
        switch value {
        case .bool(let flag): flag
        case .string("true"), .integer(1): true
        case .string("false"), .integer(0): false
        case .null, .string, .integer, .number, .array, .object: nil
        }
    }
}
