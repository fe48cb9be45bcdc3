/// What a Waku node says about its own health, in any of the forms since 2021.
///
/// `nodeHealth` is about start-up and stays ready with no peer at all; the protocols and the
/// connection status tell more.
package struct WakuHealth: Sendable, Equatable {
    /// A state of the node or of one protocol.
    package enum Status: Sendable, Equatable {
        /// Works.
        case ready
        /// Does not work, often for want of peers.
        case notReady
        /// Is starting.
        case initializing
        /// Catches up.
        case synchronizing
        /// Is switched off on this node.
        case notMounted
        /// Is stopping.
        case shuttingDown
        /// Runs, but its event loop is late.
        case eventLoopLagging
        /// The node's own words, which we do not know.
        case unknown(String)
    }

    /// How well the relay is connected: four peers or more, one or more, none.
    package enum Connection: Sendable, Equatable {
        /// No relay peer.
        case disconnected
        /// At least one relay peer.
        case partiallyConnected
        /// As many relay peers as the mesh wants.
        case connected
        /// The node's own words, which we do not know.
        case unknown(String)
    }

    /// The health of one protocol.
    package struct ProtocolHealth: Sendable, Equatable {
        /// The name, for example `Rln Relay`.
        package let name: String
        /// The state.
        package let status: Status
        /// Why, in the node's words.
        package let description: String?
    }

    /// The state of the node as a whole.
    package let nodeHealth: Status
    /// The protocols in the node's order; only `Rln Relay` before v0.36, none in a text body.
    package let protocols: [ProtocolHealth]
    /// Only since v0.38.
    package let connectionStatus: Connection?

    /// Reads the body of `GET /health` on the REST port or the metrics port.
    ///
    /// - Throws: `WireFormatError.unexpectedText` for an empty body or a web page,
    ///   `.unexpectedShape` for other JSON.
    package init(body: Span<UInt8>) throws(WireFormatError) {
        let range = body.trimmed(0..<body.count)
        switch range.first.map({ body[$0] }) {
        case UInt8(ascii: "{"):
            try self.init(JSONValue(parsing: body))
        case UInt8(ascii: "\""):
            // go-waku quotes its sentence.
            let value = try JSONValue(parsing: body)
            try self.init(sentence: value.requireString("a health text"))
        case nil, UInt8(ascii: "<"), UInt8(ascii: "["):
            throw .unexpectedText(
                expected: "the health of a Waku node",
                seen: TextSnippet.of(body, from: range.lowerBound)
            )
        default:
            try self.init(
                sentence: body.text(
                    range.lowerBound..<min(range.upperBound, range.lowerBound + 512)
                )
            )
        }
    }

    /// Reads the JSON form.
    ///
    /// - Throws: `WireFormatError.unexpectedShape` when `nodeHealth` is missing.
    package init(_ value: JSONValue) throws(WireFormatError) {
        let payload = try JSONRPC.payload(of: value)
        nodeHealth = Status(try payload.string(at: "nodeHealth"))
        protocols = (payload["protocolsHealth"]?.array ?? []).flatMap(Self.protocols(in:))
        connectionStatus = payload["connectionStatus"]?.string.map(Connection.init(_:))
    }

    private init(sentence: String) throws(WireFormatError) {
        nodeHealth = Status(sentence: sentence)
        protocols = []
        connectionStatus = nil
    }

    /// An entry is `{"<name>":"<status>","desc":"<why>"}`.
    private static func protocols(in entry: JSONValue) -> [ProtocolHealth] {
        guard let members = entry.object else { return [] }
        let description = entry["desc"]?.string
        return members.keys.sorted().compactMap { name in
            guard name != "desc", let status = members[name]?.string else { return nil }
            return ProtocolHealth(name: name, status: Status(status), description: description)
        }
    }
}

extension WakuHealth.Status {
    /// Reads a status word; spelling changed from `Not Ready` to `NOT_READY` in v0.36.
    package init(_ word: String) {
        switch WakuWord.normalized(word) {
        case "ready": self = .ready
        case "notready": self = .notReady
        case "initializing": self = .initializing
        case "synchronizing": self = .synchronizing
        case "notmounted": self = .notMounted
        case "shuttingdown": self = .shuttingDown
        case "eventlooplagging": self = .eventLoopLagging
        default: self = .unknown(word)
        }
    }

    /// Reads the sentence of an older node, or `OK` of the metrics port.
    init(sentence: String) {
        switch WakuWord.normalized(sentence) {
        case "nodeishealthy", "ok": self = .ready
        case "nodeisnotready": self = .notReady
        case let word where word.utf8.count < 200 && word.contains("initializ"):
            self = .initializing
        default: self = Self(sentence)
        }
    }
}

extension WakuHealth.Connection {
    /// Reads the word of the node.
    package init(_ word: String) {
        switch WakuWord.normalized(word) {
        case "disconnected": self = .disconnected
        case "partiallyconnected": self = .partiallyConnected
        case "connected": self = .connected
        default: self = .unknown(word)
        }
    }
}
