/// Why a node, or one part of it, could not be read; words that a person understands.
package enum FailureReason: Error, Hashable {
    /// What should be asked has no usable address.
    case invalidAddress(WebAddress.Mistake)
    /// Nothing listens on the port.
    case refused
    /// No complete answer came in time.
    case timedOut(after: Duration)
    /// The name has no address.
    case unknownHost(String)
    /// Nobody says whether the name has an address: the trouble is between here and the name
    /// servers, not at the host.
    case nameServerSilent(host: String)
    /// The network has no way to the host.
    case unreachable
    /// The other side closed the connection in the middle.
    case connectionClosed
    /// The secure connection failed.
    case tls(TLSFailure)
    /// An answer with an unexpected HTTP status.
    case status(Int)
    /// Credentials are missing, wrong or not allowed this (401 or 403); `advice` says what may
    /// be done about it.
    case unauthorised(status: Int, advice: String? = nil)
    /// The server asks for fewer requests.
    case rateLimited
    /// The node answers, but says that it is still starting.
    case initialising
    /// The node's admin API is switched off.
    case adminDisabled
    /// The node does not take part in the relay network.
    case relayNotMounted
    /// A method that the node refuses to strangers.
    case unsafeRefused(method: String)
    /// The address answers, but with another protocol or API than the probe expects.
    case wrongAPI(String)
    /// The body is not what it should be; the text says what was expected and seen.
    case badBody(String)
    /// The body is larger than allowed; `advice` says what may be done about it.
    case tooLarge(limitBytes: Int, advice: String? = nil)
    /// The server sends the client elsewhere, which is not followed; `advice` says what may be
    /// done about it.
    case redirected(to: String, advice: String? = nil)
    /// An answer that lacks the expected text; `instead` is how it begins, fit to be shown.
    case missingText(String, instead: String? = nil)
    /// Anything else, in words.
    case other(String)

    /// What was wrong with a secure connection.
    package enum TLSFailure: Hashable, Sendable {
        case expired
        case notYetValid
        case untrusted
        /// Signed by nobody but itself.
        case selfSigned
        /// Sent alone, without the certificate of its issuer, which is not known here either.
        case incomplete
        case wrongName
        case notTLS
        case other(String)

        fileprivate var sentence: String {
            switch self {
            case .expired: "certificate expired"
            case .notYetValid: "certificate not yet valid"
            case .untrusted: "certificate not trusted"
            case .selfSigned: "certificate signed by itself"
            case .incomplete: "intermediate certificate missing, or issuer not trusted"
            case .wrongName: "certificate is for another name"
            case .notTLS: "the port does not speak TLS"
            case .other(let text): text
            }
        }
    }

    /// The reason in a few words, such as `timed out after 2 s`.
    package var sentence: String {
        switch self {
        case .invalidAddress(let mistake): "the address \(mistake.sentence)"
        case .refused: "refused"
        case .timedOut(let span): "timed out after \(Self.spaced(span))"
        case .unknownHost(let host): "unknown host \(host)"
        case .nameServerSilent(let host): "no name server answers for \(host)"
        case .unreachable: "no route to host"
        case .connectionClosed: "connection closed early"
        case .tls(let failure): "TLS: \(failure.sentence)"
        case .status(let code): "HTTP status \(code)"
        case .unauthorised(let code, let advice):
            "not authorised (HTTP \(code))" + (advice.map { ": " + $0 } ?? "")
        case .rateLimited: "rate limited (HTTP 429)"
        case .initialising: "still initialising"
        case .adminDisabled: "admin API not enabled"
        case .relayNotMounted: "relay not mounted"
        case .unsafeRefused(let method): "\(method) not allowed from here"
        case .wrongAPI(let text): text
        case .badBody(let text): "unexpected answer: \(text)"
        case .tooLarge(let bytes, let advice):
            "answer larger than \(Self.spaced(bytes: bytes))" + (advice.map { ": " + $0 } ?? "")
        case .redirected(let target, let advice):
            "redirects to \(target), not followed" + (advice.map { ": " + $0 } ?? "")
        case .missingText(let text, let instead):
            "answer lacks '\(text)'" + (instead.map { ": '\($0)'" } ?? "")
        case .other(let text): text
        }
    }

    /// A limit in the largest unit that leaves it whole.
    private static func spaced(bytes: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB"]
        var count = bytes
        var unit = 0
        while count >= 1024, count % 1024 == 0, unit < units.count - 1 {
            count /= 1024
            unit += 1
        }
        return "\(count) \(units[unit])"
    }

    private static func spaced(_ span: Duration) -> String {
        let milliseconds = span.milliseconds
        if milliseconds % 1000 == 0 { return "\(milliseconds / 1000) s" }
        return milliseconds < 1000 ? "\(milliseconds) ms" : "\(span.inSeconds) s"
    }
}
