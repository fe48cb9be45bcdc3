import Primitives

/// The JSON-RPC of nim-waku v0.4 (nim-json-rpc of June 2021): every answer has status 200, even
/// an error, and ends with a line break.
extension WakuSimulation {
    func rpcAnswer(
        of index: Int,
        method: String,
        body: [UInt8],
        at now: Timestamp
    ) -> SimulatedAnswer {
        if method == "PUT" || method == "DELETE" {
            return .text(405, "Method Not Allowed")
        }
        guard !body.isEmpty else { return .text(411, "Length Required") }
        guard body.count <= 131_072 else { return .text(413, "Request Entity Too Large") }
        switch CallBody(parsing: body) {
        case .single(let call):
            return .json(envelope(of: call, from: index) + "\r\n")
        case .batch:
            return .json(Self.failure("null", -32600, "Invalid Request") + "\r\n")
        case .unreadable:
            return .json(Self.failure("null", -32700, "JSON Parse Error") + "\r\n")
        }
    }

    private func envelope(of call: CalledMethod, from index: Int) -> String {
        let result: String
        switch call.name {
        case "get_waku_v2_debug_v1_info":
            result =
                "{\"listenStr\":\"/ip4/0.0.0.0/tcp/30303/p2p/\(nodes[index].peerID)\"}"
        case "get_waku_v2_admin_v1_peers":
            result = "[" + peerRows(of: index).joined(separator: ",") + "]"
        case "post_waku_v2_relay_v1_subscriptions", "delete_waku_v2_relay_v1_subscriptions":
            result = "true"
        case "get_waku_v2_store_v1_messages":
            result = "{\"messages\":[],\"pagingOptions\":null}"
        default:
            return Self.failure(
                call.id,
                -32601,
                "'\(call.name)' is not a registered RPC method"
            )
        }
        return "{\"jsonrpc\":\"2.0\",\"id\":\(call.id),\"result\":\(result)}"
    }

    private static func failure(_ id: String, _ code: Int, _ message: String) -> String {
        "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"error\":{\"code\":\(code),\"message\":\"\(message)\"}}"
    }

    private func peerRows(of index: Int) -> [String] {
        nodes.indices.compactMap { other in
            let sibling = nodes[other]
            guard other != index, nodes[index].listsRow(of: sibling.id) else { return nil }
            let relay = nodes[index].release.relayID
            return "{\"multiaddr\":\"\(sibling.address)/p2p/\(sibling.peerID)\","
                + "\"protocol\":\"\(relay)\",\"connected\":\(isLinked(index, other))}"
        }
    }
}
