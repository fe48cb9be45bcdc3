import FoundationEssentials
import FleetModel
import IncidentLog
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

    var limits: ChannelLimits { DiscordKind.row.limits }

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

    /// What went wrong, as far as Discord's own words prove it.
    ///
    /// Source of the codes: Discord's developer documentation, "JSON Error Codes": 10015 unknown
    /// webhook, 50027 invalid webhook token, 0 a general error.
    private func failure(_ answer: ServiceAnswer) -> DeliveryFailure {
        let words = redactor.quote(answer.body)
        let error = answer.json(DiscordError.self)
        switch (answer.status, error?.code) {
        case (404, 10015):
            return .permanent(
                reason: "the Discord webhook no longer exists (HTTP 404): \(words);"
                    + " make a new webhook and put its address into the fleet file"
            )
        case (401, 0), (401, 50027), (403, 50027):
            return .permanent(
                reason: "Discord does not accept the webhook's token (HTTP \(answer.status)):"
                    + " \(words); copy the webhook's address again into the fleet file"
            )
        default:
            let wait = answer.json(RateLimit.self).flatMap {
                RetryAfter.span(seconds: $0.retryAfterSeconds)
            }
            // A message alone is also how gateways refuse.
            let isOwn = error?.code != nil || error?.errors != nil
            return answer.failure(of: "Discord", words: words, wait: wait, isOwn: isOwn)
        }
    }
}

extension DiscordKind: ChannelDriver {
    static func open(
        _ settings: ChannelSettings,
        over transport: ServiceTransport
    ) throws(DeliveryFailure) -> any Channel {
        try DiscordChannel(webhook: settings["discord"], transport: transport)
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

/// Discord's own form of a refusal.
private struct DiscordError: Decodable {
    let message: String
    let code: Int?
    /// What is wrong with the fields of the message.
    let errors: Fields?

    struct Fields: Decodable {}
}

private struct RateLimit: Decodable {
    let retryAfterSeconds: Double

    enum CodingKeys: String, CodingKey {
        case retryAfterSeconds = "retry_after"
    }
}
