/// Why the REST server of a Waku node did not answer what was asked.
package enum WakuRESTRefusal: Sendable, Equatable {
    /// The node is starting: ask again.
    case initializing
    /// The node runs without `--rest-admin=true`.
    case adminDisabled
    /// This version has no such path: try the other name of it.
    case wrongPath
    /// The path is right, the thing asked for is not there.
    case notFound
    /// The node does not relay, so it has no mesh.
    case relayNotMounted
    /// Anything else, with the status and the beginning of the text.
    case other(status: Int, text: String)

    /// Tells the refusals apart, which share their status codes, by the text (nwaku v0.35 on).
    package static func classify(status: Int, body: Span<UInt8>) -> WakuRESTRefusal {
        let text = body.text(0..<min(body.count, 1024)).lowercased()
        if text.contains("while initializing") || status == 503 && text.contains("initializ") {
            return .initializing
        }
        if text.contains("rest-admin") { return .adminDisabled }
        if text.contains("invalid path or method") { return .wrongPath }
        if status == 503, text.contains("relay"), text.contains("mount") { return .relayNotMounted }
        if status == 404 || status == 410 { return .notFound }
        return .other(status: status, text: TextSnippet.of(body))
    }
}
