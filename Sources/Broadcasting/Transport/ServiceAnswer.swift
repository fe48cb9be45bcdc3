import FoundationEssentials
import Primitives
import WebClient

/// What a service answered to one request.
struct ServiceAnswer: Sendable {
    private let answer: WebAnswer
    /// When the answer came.
    private let at: Timestamp

    init(_ answer: WebAnswer, at: Timestamp) {
        self.answer = answer
        self.at = at
    }

    var status: Int { answer.status }
    /// The body; empty when it was not read.
    var body: [UInt8] { answer.body }
    var isSuccess: Bool { answer.isSuccess }

    /// The body read as JSON, or nil when it is something else.
    func json<Value: Decodable>(_ type: Value.Type) -> Value? {
        try? JSONDecoder().decode(type, from: Data(body))
    }

    /// The longest wait that the answer's headers ask for.
    var retryAfter: Duration? {
        let asked = answer.header("Retry-After").flatMap {
            RetryAfter.span(header: $0, now: at)
        }
        let reset = answer.header("X-RateLimit-Reset-After").flatMap(Double.init).flatMap {
            RetryAfter.span(seconds: $0)
        }
        return [asked, status == 429 ? reset : nil].compactMap(\.self).max()
    }

    /// Whether the answer is a page for people or the word of a protection in front of the service:
    /// proxies, firewalls and the like answer so, receivers of messages do not.
    ///
    /// Source: Cloudflare's documentation, "Cloudflare 1xxx errors": `error code: 1010` as text.
    var looksLikeGatekeeper: Bool {
        let start = body.prefix(512).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return answer.header("Content-Type")?.lowercased().hasPrefix("text/html") == true
            || start.first == UInt8(ascii: "<")
            || start.starts(with: "error code: 1".utf8)
    }

    /// What a status means when the service has no better word for it.
    ///
    /// - Parameters:
    ///   - service: Who answered, such as `Discord`.
    ///   - words: What it said, already fit to be shown.
    ///   - wait: What the body asks to wait, if it does.
    ///   - isOwn: Whether it is the service that answered. Who stands in front of it may change its
    ///     mind, and nothing is proven about settings: it is tried again.
    func failure(
        of service: String,
        words: String,
        wait: Duration? = nil,
        isOwn: Bool = true
    ) -> DeliveryFailure {
        let said = words.isEmpty ? "" : ": " + words
        let after = [wait, retryAfter].compactMap(\.self).max()
        switch status {
        case 300..<400:
            return .permanent(
                reason: "\(service) sends us to another address (HTTP \(status)), which is not"
                    + " followed; put the new address into the fleet file"
            )
        case 429:
            return .retryable(
                reason: "\(service) asks for fewer messages (HTTP 429)" + said,
                after: after
            )
        case 408, 425, 500..<600:
            return .retryable(
                reason: "\(service) cannot take it now (HTTP \(status))" + said,
                after: after
            )
        case 400..<500 where !isOwn:
            return .retryable(
                reason: "refused (HTTP \(status)), but not in the words of \(service); it may be a"
                    + " proxy or a firewall in front of it" + said,
                after: after
            )
        default:
            return .permanent(reason: "\(service) refused it (HTTP \(status))" + said)
        }
    }
}
