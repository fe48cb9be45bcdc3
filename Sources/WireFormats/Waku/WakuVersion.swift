/// The version text of a Waku node.
package struct WakuVersion: Sendable, Equatable {
    /// The text as the node gave it, for example `v0.35.1-64-g4f6983`.
    package let text: String

    /// Reads `GET /version`: plain text, a JSON string (go-waku), or a JSON-RPC response.
    ///
    /// - Throws: `.unexpectedText` when the body cannot be a version, `.refused`.
    package init(body: Span<UInt8>) throws(WireFormatError) {
        let range = body.trimmed(0..<body.count)
        let first = range.first.map { body[$0] }
        var text = ""
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "{") {
            text = try JSONRPC.payload(parsing: body).requireString("a version text")
        } else if first != UInt8(ascii: "<"), range.count <= Self.lengthLimit {
            text = body.text(range)
        }
        let isOneLine = !text.utf8.contains(UInt8(ascii: "\n"))
        guard !text.isEmpty, text.utf8.count <= Self.lengthLimit, isOneLine else {
            throw .unexpectedText(
                expected: "a version",
                seen: TextSnippet.of(body, from: range.lowerBound)
            )
        }
        self.text = text
    }

    private static let lengthLimit = 256
}
