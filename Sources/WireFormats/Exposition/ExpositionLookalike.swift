/// What a body that should have been a metrics page looks like.
package enum ExpositionLookalike: Sendable, Equatable, CaseIterable {
    /// Nothing but white space.
    case empty
    /// A web page: often a login form, or the port of something else.
    case html
    /// A JSON document: often the API port instead of the metrics port.
    case json
    /// Compressed bytes that nobody unpacked.
    case compressed
    /// The protocol buffer form of the metrics, or any other binary data.
    case binary
    /// Some other text, for example `404 page not found`.
    case text

    /// Guesses from the first bytes.
    init(_ bytes: Span<UInt8>) {
        let body = bytes.trimmed(0..<bytes.count)
        guard let first = body.first else {
            self = .empty
            return
        }
        if bytes.holdsPrefix("\u{1F}", at: 0) {
            self = .compressed
        } else if bytes[first] == UInt8(ascii: "<") {
            self = .html
        } else if bytes[first] == UInt8(ascii: "{") || bytes[first] == UInt8(ascii: "[") {
            self = .json
        } else if bytes.position(of: 0, in: 0..<min(bytes.count, 1024)) < min(bytes.count, 1024) {
            self = .binary
        } else {
            self = .text
        }
    }

    /// The words for an error sentence.
    package var phrase: String {
        switch self {
        case .empty: "an empty body"
        case .html: "a web page"
        case .json: "a JSON document"
        case .compressed: "compressed data"
        case .binary: "binary data"
        case .text: "a text"
        }
    }
}
