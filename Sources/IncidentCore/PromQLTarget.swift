/// What a `promql` probe asks: instant queries of a Prometheus-compatible server.
package struct PromQLTarget: Equatable, Sendable {
    /// The base address of the server, without `/api/v1`.
    package var server: String

    /// A target of these parts.
    package init(server: String) {
        self.server = server
    }
}
