/// Why a node, or one part of it, could not be read; words that a person understands.
package enum FailureReason: Hashable, Sendable {
    /// Nothing listens on the port.
    case refused
    /// No complete answer came in time.
    case timedOut(after: Duration)
    /// The name has no address.
    case unknownHost(String)
    /// The network has no way to the host.
    case unreachable
    /// The other side closed the connection in the middle.
    case connectionClosed
    /// The secure connection failed.
    case tls(TLSFailure)
    /// An answer with an unexpected HTTP status.
    case status(Int)
    /// Credentials are missing, wrong or not allowed this (401 or 403).
    case unauthorised(status: Int)
    /// The server asks for fewer requests.
    case rateLimited
    /// The node answers, but says that it is still starting.
    case initialising
    /// The node's admin API is switched off.
    case adminDisabled
    /// A method that the node refuses to strangers.
    case unsafeRefused(method: String)
    /// The address answers, but with another protocol or API than the probe expects.
    case wrongAPI(String)
    /// The body is not what it should be; the text says what was expected and seen.
    case badBody(String)
    /// The body is larger than allowed.
    case tooLarge(limitBytes: Int)
    /// The server sends the client elsewhere, which is not followed.
    case redirected(to: String)
    /// A body that lacks the expected text.
    case missingText(String)
    /// Anything else, in words.
    case other(String)

    /// What was wrong with a secure connection.
    package enum TLSFailure: Hashable, Sendable {
        case expired
        case notYetValid
        case untrusted
        case wrongName
        case notTLS
        case other(String)

        fileprivate var sentence: String {
            switch self {
            case .expired: "certificate expired"
            case .notYetValid: "certificate not yet valid"
            case .untrusted: "certificate not trusted"
            case .wrongName: "certificate is for another name"
            case .notTLS: "the port does not speak TLS"
            case .other(let text): text
            }
        }
    }

    /// The reason in a few words, such as `timed out after 2 s`.
    package var sentence: String {
        switch self {
        case .refused: "refused"
        case .timedOut(let span): "timed out after \(Self.spaced(span))"
        case .unknownHost(let host): "unknown host \(host)"
        case .unreachable: "no route to host"
        case .connectionClosed: "connection closed early"
        case .tls(let failure): "TLS: \(failure.sentence)"
        case .status(let code): "HTTP status \(code)"
        case .unauthorised(let code): "not authorised (HTTP \(code))"
        case .rateLimited: "rate limited (HTTP 429)"
        case .initialising: "still initialising"
        case .adminDisabled: "admin API not enabled"
        case .unsafeRefused(let method): "\(method) not allowed from here"
        case .wrongAPI(let text): text
        case .badBody(let text): "unexpected answer: \(text)"
        case .tooLarge(let bytes): "answer larger than \(bytes / 1_048_576) MiB"
        case .redirected(let target): "redirects to \(target), not followed"
        case .missingText(let text): "answer lacks '\(text)'"
        case .other(let text): text
        }
    }

    private static func spaced(_ span: Duration) -> String {
        let milliseconds = span.milliseconds
        if milliseconds % 1000 == 0 { return "\(milliseconds / 1000) s" }
        return milliseconds < 1000 ? "\(milliseconds) ms" : "\(span.inSeconds) s"
    }
}
