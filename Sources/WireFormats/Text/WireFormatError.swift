/// Why bytes from a node, or from a page somebody pointed us at, could not become a value.
///
/// Every text inside is bounded and free of control characters, so it may be shown as it is.
package enum WireFormatError: Error, Equatable, Sendable {
    /// No line of a metrics page was a sample, a `HELP` or a `TYPE` line.
    case notExposition(ExpositionLookalike, seen: String)
    /// The text stopped being JSON at `byte` (from 0) of `line` (from 1).
    case notJSON(expected: String, seen: String, byte: Int, line: Int)
    /// JSON arrays and objects lie deeper in one another than `limit`.
    case nestedTooDeep(limit: Int, byte: Int)
    /// The body is larger than the reader accepts.
    case tooLarge(bytes: Int, limitBytes: Int)
    /// Valid JSON, but not the value that was asked for; `pointer` is an RFC 6901 pointer.
    case unexpectedShape(expected: String, seen: String, pointer: String)
    /// The node answered `null`: it does not have what was asked for.
    case absent(expected: String)
    /// The node answered with a JSON-RPC error instead of a result.
    case refused(JSONRPC.Failure)
    /// A plain text of another kind than expected.
    case unexpectedText(expected: String, seen: String)
}

extension WireFormatError {
    /// One sentence for a person: what was expected, what was seen, and where.
    package var message: String {
        switch self {
        case .notExposition(let lookalike, let seen):
            "Expected a Prometheus metrics page, got \(lookalike.phrase)\(Self.quote(seen))."
        case .notJSON(let expected, let seen, let byte, let line):
            "Expected \(expected) at byte \(byte) (line \(line)) of the JSON, got \(seen)."
        case .nestedTooDeep(let limit, let byte):
            "The JSON is nested deeper than \(limit) levels at byte \(byte)."
        case .tooLarge(let bytes, let limitBytes):
            "The body has \(bytes) bytes; at most \(limitBytes) are read."
        case .unexpectedShape(let expected, let seen, let pointer):
            "Expected \(expected)\(Self.place(pointer)), got \(seen)."
        case .absent(let expected):
            "The node has no \(expected): it answered null."
        case .refused(let failure):
            "The node refused the call: \(TextSnippet.clean(failure.message)) (\(failure.code))."
        case .unexpectedText(let expected, let seen):
            seen.isEmpty
                ? "Expected \(expected), got an empty text."
                : "Expected \(expected), got \"\(seen)\"."
        }
    }

    private static func quote(_ seen: String) -> String {
        seen.isEmpty ? "" : " that begins \"\(seen)\""
    }

    private static func place(_ pointer: String) -> String {
        pointer.isEmpty ? "" : " at \(TextSnippet.clean(pointer))"
    }
}
