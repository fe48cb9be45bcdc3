/// What a `jsonrpc` probe asks: calls of one server, and what is kept of their answers.
package struct JSONRPCTarget: Equatable, Sendable {
    /// Where the server listens.
    package var url: String

    /// A target of these parts.
    package init(url: String) {
        self.url = url
    }
}
