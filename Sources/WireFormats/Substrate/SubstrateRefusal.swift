/// Why a Substrate node refused a call.
package enum SubstrateRefusal: Sendable, Equatable {
    /// The call is only for the node's own machine or needs `--rpc-methods unsafe`.
    case unsafe
    /// No such call. Nodes before 0.9.22 say this of unsafe calls too.
    case methodMissing
    /// A pruned node was asked for old state.
    case stateDiscarded
    /// Anything else.
    case other(JSONRPC.Failure)

    /// Goes by the text first: the codes changed between versions.
    package init(_ failure: JSONRPC.Failure) {
        let words = Self.words(failure.message) + " " + Self.words(failure.data?.string ?? "")
        if words.contains("unsafe to be called") {
            self = .unsafe
        } else if words.contains("already discarded") {
            self = .stateDiscarded
        } else if failure.code == -32601 || words.contains("method not found") {
            self = .methodMissing
        } else {
            self = .other(failure)
        }
    }

    private static func words(_ text: String) -> String {
        String(decoding: text.utf8.prefix(512), as: UTF8.self).lowercased()
    }
}
