/// A port of a simulated node, named after what speaks there.
package enum SimulatedPort: String, CaseIterable, Hashable, Sendable {
    /// The JSON-RPC of the node.
    case rpc
    /// The JSON-RPC of the embedded relay half of a Substrate node.
    case relayRPC = "relay-rpc"
    /// The exposition page of the node.
    case metrics
    /// The exposition page of the relay half.
    case relayMetrics = "relay-metrics"
    /// The files beside the node, which are there while it is not.
    case files
}

/// What a simulated node answers to one request.
package struct SimulatedAnswer: Equatable, Sendable {
    /// The HTTP status.
    package let status: Int
    /// The value of the `Content-Type` header.
    package let contentType: String
    /// The bytes of the body.
    package let body: [UInt8]

    /// An answer with this body.
    package init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// A short answer in plain text.
    package static func text(_ status: Int, _ text: String) -> Self {
        Self(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
    }

    /// An exposition page in the text format 0.0.4.
    static func page(_ text: String) -> Self {
        Self(
            status: 200,
            contentType: "text/plain; version=0.0.4; charset=utf-8",
            body: Array(text.utf8)
        )
    }

    /// A JSON body with status 200.
    static func json(_ text: String) -> Self {
        Self(status: 200, contentType: "application/json; charset=utf-8", body: Array(text.utf8))
    }
}
