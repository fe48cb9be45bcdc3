import FoundationEssentials
import IncidentCore
import WebClient

/// A Discord webhook (Discord's developer documentation, "Execute Webhook").
///
/// Discord knows no keys for webhooks: a part whose answer was lost may appear twice.
struct DiscordChannel: Channel {
    private let url: String
    private let redactor: Redactor
    private let transport: ServiceTransport

    /// A channel behind this webhook.
    ///
    /// - Throws: A permanent failure when the address is none.
    init(webhook: Secret, transport: ServiceTransport) throws(DeliveryFailure) {
        let address = try ServiceAddress(webhook.reveal(), of: "the Discord webhook")
        // Without `wait`, Discord answers before the message is kept, and gives no id.
        url = address.setting("wait", to: "true")
        redactor = Redactor(hiding: address.secrets + [url])
        self.transport = transport
    }

    /// A message has at most 2000 characters.
    let limits = ChannelLimits(
        longestPart: 2000,
        unit: .characters,
        editsMessages: true,
        dropsDuplicates: false
    )

    func send(
        _ part: MessagePart,
        key: IdempotencyKey
    ) async throws(DeliveryFailure) -> Receipt {
        let request = try WebRequest(.post, url, json: Body(content: part.text))
        let answer = try await transport.exchange(request, with: "Discord")
        guard answer.isSuccess else { throw failure(answer) }
        guard let message = answer.json(Message.self) else {
            throw .permanent(
                reason: "the webhook's address answered, but not as Discord does: look whether"
                    + " the message is there, and check the address in the fleet file"
            )
        }
        return Receipt(id: message.id)
    }

    private func failure(_ answer: ServiceAnswer) -> DeliveryFailure {
        let words = redactor.quote(answer.body)
        switch answer.status {
        case 404:
            return .permanent(
                reason: "the Discord webhook no longer exists (HTTP 404);"
                    + " make a new webhook and put its address into the fleet file"
            )
        case 401, 403:
            return .permanent(
                reason: "Discord does not accept the webhook's token (HTTP \(answer.status));"
                    + " copy the webhook's address again into the fleet file"
            )
        default:
            let wait = answer.json(RateLimit.self).flatMap {
                RetryAfter.span(seconds: $0.retryAfterSeconds)
            }
            return answer.failure(of: "Discord", words: words, wait: wait)
        }
    }
}

// MARK: Wire forms

/// What is posted; nobody is mentioned, whatever the text says.
private struct Body: Encodable {
    let content: String
    let username = "tocsin"
    let mentions = ["parse": [String]()]

    enum CodingKeys: String, CodingKey {
        case content
        case username
        case mentions = "allowed_mentions"
    }
}

private struct Message: Decodable {
    let id: String
}

private struct RateLimit: Decodable {
    let retryAfterSeconds: Double

    enum CodingKeys: String, CodingKey {
        case retryAfterSeconds = "retry_after"
    }
}
