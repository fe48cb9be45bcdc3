/// JSON-RPC 2.0 over HTTP as Waku nodes of 2021 to 2023 and Substrate nodes of all eras speak it.
package enum JSONRPC {
    /// One call of a request.
    package struct Call: Sendable, Equatable {
        /// The number the answer carries.
        package let id: Int
        /// The method, for example `system_health`.
        package let method: String
        /// The parameters: a list on all nodes we know.
        package let parameters: JSONValue

        /// A call; without parameters it sends `[]`, which every node wants to see.
        package init(id: Int, method: String, parameters: JSONValue = []) {
            self.id = id
            self.method = method
            self.parameters = parameters
        }
    }

    /// Why a node refused a call.
    package struct Failure: Error, Sendable, Equatable {
        /// The code, -32601 for an unknown method; 0 when the node sent none.
        package let code: Int
        /// The node's own words, of any length and with any character.
        package let message: String
        /// More from the node, often the text of an exception.
        package let data: JSONValue?

        /// A failure from its parts.
        package init(code: Int, message: String, data: JSONValue? = nil) {
            self.code = code
            self.message = message
            self.data = data
        }
    }

    /// The body of a request with one call.
    package static func request(_ call: Call) -> [UInt8] {
        value(of: call).encoded
    }

    /// The body of a request with several calls; answers come in any order.
    package static func batch(_ calls: [Call]) -> [UInt8] {
        JSONValue.array(calls.map(value(of:))).encoded
    }

    private static func value(of call: Call) -> JSONValue {
        [
            "jsonrpc": "2.0",
            "id": .integer(call.id),
            "method": .string(call.method),
            "params": call.parameters,
        ]
    }
}
